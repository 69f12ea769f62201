from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core import known_browsers, security_trail, throttle  # noqa: F401  (they listen to who signs in)
