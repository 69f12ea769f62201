from django.apps import AppConfig


class FoundingConfig(AppConfig):
    name = "founding"
