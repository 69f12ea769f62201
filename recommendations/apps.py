from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    name = "recommendations"

    def ready(self) -> None:
        from meetings.services.comment_mail import MAY_WAIT
        from outbox.kinds import Kind, register
        from recommendations import permissions  # noqa: F401  (registers them)
        from recommendations.services.comment_mail import QUESTION, QUESTION_ANSWER, compose_answer, compose_question

        register(Kind(QUESTION, "Question about a recommendation", compose_question, is_duty=False, waits_for=MAY_WAIT))
        register(Kind(QUESTION_ANSWER, "Answer to a question", compose_answer, is_duty=False, waits_for=MAY_WAIT))
