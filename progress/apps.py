from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "progress"

    def ready(self) -> None:
        from outbox.kinds import Kind, register
        from progress.mail import PROGRESS_REQUEST, compose_request

        register(Kind(PROGRESS_REQUEST, "Request for progress", compose_request))
