from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "wellkept.insight"
    label = "insight"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import tasks  # noqa: F401  its pulse
