from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from scrutiny.models import TopicGroup


class RecommendationsConfig(AppConfig):
    name = "recommendations"

    def ready(self) -> None:
        from boards import leaving
        from outbox.kinds import Kind, register
        from recommendations.services.comment_mail import QUESTION, QUESTION_ANSWER, compose_answer, compose_question
        from recommendations.services.leaving import endings
        from scrutiny.signals import receipt_changed
        from summaries.mail import MAY_WAIT

        leaving.from_above.append(endings)
        register(Kind(QUESTION, "Question about a recommendation", compose_question, is_duty=False, waits_for=MAY_WAIT))
        register(Kind(QUESTION_ANSWER, "Answer to a question", compose_answer, is_duty=False, waits_for=MAY_WAIT))
        receipt_changed.connect(self.on_receipt, dispatch_uid="recommendations.receipt_changed")

    @staticmethod
    def on_receipt(group: "TopicGroup", **_: Any) -> int:
        from recommendations.services.topic_groups import set_review_dates

        return set_review_dates(group)
