from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "wellkept.surfaces.console"
    label = "console"
