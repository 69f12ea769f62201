from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.db import transaction
from django.db.models.signals import post_delete, post_save

if TYPE_CHECKING:
    from meetings.models import Meeting
    from recommendations.models import DeliveringAction
    from summaries.models import SummaryRevision


class RecommendationsConfig(AppConfig):
    name = "recommendations"

    def ready(self) -> None:
        from agendas.signals import agenda_changed, agenda_published
        from boards import leaving
        from outbox.kinds import Kind, register
        from recommendations.services.comment_mail import QUESTION, QUESTION_ANSWER, compose_answer, compose_question
        from recommendations.services.follow_up_mail import (
            FOLLOW_UP,
            FOLLOW_UP_DECIDED,
            compose_decided,
            compose_follow_up,
        )
        from recommendations.services.leaving import endings
        from recommendations.services.request_mail import PROGRESS_REQUEST, compose_request
        from summaries.mail import MAY_WAIT
        from summaries.signals import summary_published

        leaving.from_above.append(endings)
        register(Kind(QUESTION, "Question about a recommendation", compose_question, is_duty=False, waits_for=MAY_WAIT))
        register(Kind(QUESTION_ANSWER, "Answer to a question", compose_answer, is_duty=False, waits_for=MAY_WAIT))
        register(Kind(PROGRESS_REQUEST, "Request for progress", compose_request))
        register(Kind(FOLLOW_UP, "Follow-up requested", compose_follow_up, is_duty=False, waits_for=MAY_WAIT))
        decided = "Decision on a request for follow-up"
        register(Kind(FOLLOW_UP_DECIDED, decided, compose_decided, is_duty=False, waits_for=MAY_WAIT))
        agenda_published.connect(self.on_agenda, dispatch_uid="recommendations.agenda_published")
        agenda_changed.connect(self.on_agenda, dispatch_uid="recommendations.agenda_changed")
        summary_published.connect(self.on_summary, dispatch_uid="recommendations.summary_published")
        for changed in (post_save, post_delete):
            changed.connect(
                self.on_delivery, sender="recommendations.DeliveringAction", dispatch_uid="recommendations.delivery"
            )

    @staticmethod
    def on_agenda(meeting: "Meeting", **_: Any) -> None:
        from core import clock
        from recommendations.services.discussions import note_discussions

        note_discussions(meeting=meeting, at=clock.now())

    @staticmethod
    def on_summary(revision: "SummaryRevision", **_: Any) -> None:
        from recommendations.services.discussions import note_discussions

        note_discussions(meeting=revision.summary.meeting, at=revision.published_at)

    @classmethod
    def on_delivery(cls, instance: "DeliveringAction", **_: Any) -> None:
        """An action of a summary that is out delivers a recommendation from now on, or does so no more."""
        meeting = instance.action.meeting
        transaction.on_commit(lambda: cls.on_agenda(meeting), robust=True)
