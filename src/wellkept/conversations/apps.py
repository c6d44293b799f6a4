from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "wellkept.conversations"
    label = "conversations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import subscribers  # noqa: F401  what it listens to
