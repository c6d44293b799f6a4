"""All settings. What people set is documented in docs/reference/settings.md; a test holds the two together."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONCE, NONE, SELF

from . import environment as env

PACKAGE = Path(__file__).resolve().parent.parent

DATA = env.data_folder()
SECRET_KEY = env.secret_key(DATA)
SECRET_KEY_FALLBACKS = env.names("WELLKEPT_OLD_SECRET_KEYS")
PUBLIC_URL = env.url("WELLKEPT_URL")
IS_SECURE = PUBLIC_URL.startswith("https:")
TRUSTED_PROXIES = env.networks("WELLKEPT_TRUSTED_PROXIES")
AUTHSERV_IDS = env.names("WELLKEPT_AUTHSERV_ID")
MAX_MESSAGE_BYTES = env.integer("WELLKEPT_MAX_MESSAGE_MB", 50, least=1, most=200) * 1024 * 1024
MAX_UPLOAD_BYTES = env.integer("WELLKEPT_MAX_UPLOAD_MB", 25, least=1, most=100) * 1024 * 1024
SMTP_CERTIFICATE = env.file("WELLKEPT_SMTP_CERTIFICATE")
SMTP_CERTIFICATE_KEY = env.file("WELLKEPT_SMTP_CERTIFICATE_KEY")
SMTP_CONNECTIONS = env.integer("WELLKEPT_SMTP_CONNECTIONS", 20, least=1, most=1000)
SMTP_MAILS_PER_MINUTE = env.integer("WELLKEPT_SMTP_MAILS_PER_MINUTE", 300, least=1, most=100_000)
MAIL_RELAYS = env.networks("WELLKEPT_MAIL_RELAYS")
CATCH_ALL_DOMAINS = env.names("WELLKEPT_CATCH_ALL_DOMAINS")
OUTGOING_SMTP = env.mail_server("WELLKEPT_OUTGOING_SMTP")
PAGE_THREADS = env.integer("WELLKEPT_PAGE_THREADS", 4, least=1, most=64)
IS_BENCH = env.text("WELLKEPT_BENCH") == "1"
PRIVATE_TARGETS = env.names("WELLKEPT_PRIVATE_TARGETS")

DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver", *env.names("WELLKEPT_HOSTS")]
if PUBLIC_URL:
    ALLOWED_HOSTS.append(str(urlsplit(PUBLIC_URL).hostname))
    CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

ROOMS = [
    "wellkept.kernel.apps.KernelConfig",
    "wellkept.schedules.apps.SchedulesConfig",
    "wellkept.accounts.apps.AccountsConfig",
    "wellkept.customers.apps.CustomersConfig",
    "wellkept.conversations.apps.ConversationsConfig",
    "wellkept.channels.apps.ChannelsConfig",
    "wellkept.channels.email.apps.EmailConfig",
    "wellkept.promises.apps.PromisesConfig",
    "wellkept.routing.apps.RoutingConfig",
    "wellkept.automation.apps.AutomationConfig",
    "wellkept.insight.apps.InsightConfig",
    "wellkept.surfaces.look.apps.LookConfig",
    "wellkept.surfaces.desk.apps.DeskConfig",
    "wellkept.surfaces.console.apps.ConsoleConfig",
    "wellkept.surfaces.portal.apps.PortalConfig",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "csp",
    *ROOMS,
]
MIDDLEWARE = [
    "wellkept.project.middleware.refuse_unknown_forwarding",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "wellkept.accounts.web.middleware.AgentSessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "wellkept.accounts.web.middleware.AgentMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "wellkept.project.urls"
WSGI_APPLICATION = "wellkept.project.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "wellkept.surfaces.look.environment.environment",
            "context_processors": ["wellkept.surfaces.look.context.csrf"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

DATABASE_URL = env.text("DATABASE_URL")
if DATABASE_URL:
    DATABASES: dict[str, Any] = {
        "default": dj_database_url.parse(DATABASE_URL, conn_max_age=None, conn_health_checks=True)
    }
    if DATABASES["default"]["ENGINE"].endswith("postgresql"):
        # A statement that comes again is planned once a connection: a third of what a mail takes (decision 0008).
        asked = DATABASES["default"].get("OPTIONS", {})
        DATABASES["default"]["OPTIONS"] = {"server_side_binding": True, "prepare_threshold": 2} | asked
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "wellkept.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # A commit is on the disk before anyone is told that it happened (SQLite, "PRAGMA synchronous").
                "init_command": (
                    "PRAGMA busy_timeout=30000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                    "PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728;"
                    "PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864"
                ),
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Agent"
AUTHENTICATION_BACKENDS = ["wellkept.accounts.web.backend.PasswordBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"

SESSION_ENGINE = "wellkept.accounts.web.sessions"
SESSION_COOKIE_NAME = "__Host-wellkept" if IS_SECURE else "wellkept"
SESSION_COOKIE_SECURE = IS_SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_SECURE else "csrf"
CSRF_COOKIE_SECURE = IS_SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "wellkept.surfaces.look.views.stale_form"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if IS_SECURE else 0
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
USE_X_FORWARDED_HOST = False
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [SELF],
        "manifest-src": [SELF],
    }
}

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
MEDIA_ROOT = DATA / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("es", "Español")]
LOCALE_PATHS = [PACKAGE / "project" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"secrets": {"()": "wellkept.project.logs.HideSecrets"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"wellkept": {"level": "INFO"}, "django.security": {"level": "ERROR"}},
}
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # framing is refused by the content security policy's frame-ancestors
    "security.W005",  # what else lives under the owner's domain is theirs to decide
    "security.W021",  # as W005: a browser's preload list is for a whole domain
    "security.W004",  # HSTS is set when WELLKEPT_URL says https; plain http is the trial on one's own machine
    "security.W008",  # the proxy in front redirects to https (docs/guides/proxy.md)
    "security.W012",  # as W004, for the session cookie
    "security.W016",  # as W004, for the CSRF cookie
    "security.W019",  # framing is refused by the content security policy's frame-ancestors
]
