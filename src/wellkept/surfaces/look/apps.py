from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "wellkept.surfaces.look"
    label = "look"
