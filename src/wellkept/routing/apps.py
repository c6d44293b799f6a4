from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "wellkept.routing"
    label = "routing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import receipts, risks, subscribers, subscribers_hand_over, tasks, tasks_hand_over  # noqa: F401  what it tells, hears and does later
