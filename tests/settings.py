"""The settings of the tests: the product's own, on a throwaway data folder, with nothing from the developer's shell.

WELLKEPT_TEST_DATABASE=postgres runs the same tests on a private PostgreSQL, one database a worker.
"""

import atexit
import contextlib
import os
import shutil
import tempfile
from pathlib import Path

for _name in [*os.environ]:
    if _name == "DATABASE_URL" or (_name.startswith("WELLKEPT_") and not _name.startswith("WELLKEPT_TEST_")):
        del os.environ[_name]

# The first process to come here makes the folder and the server; pytest's workers inherit both through the environment.
if "WELLKEPT_TEST_FOLDER" not in os.environ:
    os.environ["WELLKEPT_TEST_FOLDER"] = tempfile.mkdtemp(prefix="wktest-")
    atexit.register(shutil.rmtree, os.environ["WELLKEPT_TEST_FOLDER"], ignore_errors=True)
_folder = Path(tempfile.mkdtemp(dir=os.environ["WELLKEPT_TEST_FOLDER"]))
os.environ["WELLKEPT_DATA"] = str(_folder / "data")

_database = os.environ.get("WELLKEPT_TEST_DATABASE", "sqlite")
if _database not in ("sqlite", "postgres"):
    raise SystemExit(f"WELLKEPT_TEST_DATABASE is {_database!r}. Write sqlite or postgres.")
if _database == "postgres":
    if "WELLKEPT_TEST_POSTGRES_URL" not in os.environ:
        from scripts import postgres

        _running = contextlib.ExitStack()
        atexit.register(_running.close)
        os.environ["WELLKEPT_TEST_POSTGRES_URL"] = _running.enter_context(postgres.server())
    os.environ["DATABASE_URL"] = os.environ["WELLKEPT_TEST_POSTGRES_URL"]

from wellkept.project.settings import *  # noqa: E402, F403  the environment above has to come first
from wellkept.project.settings import DATABASES, STORAGES  # noqa: E402  as above

if _database == "sqlite":
    # A file, because threads share it as they share the real one; nothing in it needs to outlive a power cut.
    DATABASES["default"]["TEST"] = {"NAME": str(_folder / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "; PRAGMA synchronous=OFF"

# The real hasher is slow on purpose; signing in is not what most tests are about.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Pages are rendered from the sources, before anything has gathered and hashed the static files.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# What one test saw must not be remembered in the next.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
