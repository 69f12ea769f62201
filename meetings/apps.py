from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self) -> None:
        from boards.signals import holidays_changed
        from meetings import permissions  # noqa: F401  (registers them)
        from meetings.services.cascade_mail import ACTION, CASCADE, compose_action, compose_cascade
        from meetings.services.deadlines import on_holidays_changed
        from outbox.kinds import Kind, register

        holidays_changed.connect(on_holidays_changed, dispatch_uid="meetings.deadlines")
        register(Kind(CASCADE, "Actions to pass on", compose_cascade))
        register(Kind(ACTION, "Action for its owner", compose_action))
