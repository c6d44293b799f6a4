from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "wellkept.promises"
    label = "promises"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import recalculating, rehearsals, said, searching, subscribers, tasks, waking  # noqa: F401  what it hears, answers, and its clocks
