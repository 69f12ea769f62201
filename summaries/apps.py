from django.apps import AppConfig


class SummariesConfig(AppConfig):
    name = "summaries"

    def ready(self) -> None:
        from outbox.kinds import Kind, register
        from summaries.mail import ANSWER, COMMENT, MAY_WAIT, compose_answer, compose_comment
        from summaries.services.reminders import REMINDER, compose_reminder

        register(Kind(REMINDER, "Reminder of a summary", compose_reminder))
        register(Kind(COMMENT, "Comment on a summary", compose_comment, is_duty=False, waits_for=MAY_WAIT))
        register(Kind(ANSWER, "Answer to a comment", compose_answer, is_duty=False, waits_for=MAY_WAIT))
