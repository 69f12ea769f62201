from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from django.utils.module_loading import autodiscover_modules

        from core import history, known_browsers, security_trail, throttle  # noqa: F401  (they listen to who signs in)

        history.watch_all()
        # What each app registers: who may do what, what it shows on the pages of others, and what mail it writes.
        autodiscover_modules("permissions", "panels", "mail")
