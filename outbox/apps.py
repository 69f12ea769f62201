from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "outbox"

    def ready(self) -> None:
        from outbox import permissions  # noqa: F401  (registers them)
        from outbox.kinds import register
        from outbox.services import digests, notices

        register(notices.KIND)
        register(digests.KIND)
