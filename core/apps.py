from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from django.db.models.signals import pre_migrate
        from django.utils.module_loading import autodiscover_modules

        from core import history, known_browsers, schema, security_trail, throttle  # noqa: F401  they listen

        history.watch_all()
        pre_migrate.connect(schema.refuse_to_migrate, sender=self)
        # What each app registers: who may do what, what it shows on the pages of others, what mail it writes, and what
        # it keeps of people.
        autodiscover_modules("permissions", "panels", "mail", "personal")
