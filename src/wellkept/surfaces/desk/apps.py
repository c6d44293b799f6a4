from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "wellkept.surfaces.desk"
    label = "desk"
