from django.apps import AppConfig


class AutomationConfig(AppConfig):
    name = "wellkept.automation"
    label = "automation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import rule_tasks  # noqa: F401  what it hears and does later
