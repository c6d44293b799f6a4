from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "wellkept.surfaces.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"
