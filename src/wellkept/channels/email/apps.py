from django.apps import AppConfig


class EmailConfig(AppConfig):
    name = "wellkept.channels.email"
    label = "email"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import adapter, subscribers  # noqa: F401  registers the channel, and what it listens to
