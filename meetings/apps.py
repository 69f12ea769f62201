from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self) -> None:
        from boards.signals import holidays_changed
        from meetings.services.deadlines import on_holidays_changed

        holidays_changed.connect(on_holidays_changed, dispatch_uid="meetings.deadlines")
