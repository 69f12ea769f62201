from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.db import transaction
from django.db.models.signals import post_delete, post_save

if TYPE_CHECKING:
    from datetime import datetime

    from meetings.models import Meeting
    from recommendations.models import DeliveringAction
    from scrutiny.models import TopicGroup
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
        from scrutiny.signals import receipt_changed, report_published
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
        report_published.connect(self.on_report, dispatch_uid="recommendations.report_published")
        receipt_changed.connect(self.on_receipt, dispatch_uid="recommendations.receipt_changed")
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

    @staticmethod
    def on_report(group: "TopicGroup", at: "datetime", **_: Any) -> None:
        """Meetings from the day of receipt on may have spoken of the report before it was public."""
        from recommendations.services.discussions import meetings_to_note, note_discussions

        for meeting in meetings_to_note(partnership=group.partnership.slug, since=group.received_on):
            note_discussions(meeting=meeting, at=at)

    @staticmethod
    def on_receipt(group: "TopicGroup", **_: Any) -> int:
        from recommendations.services.topic_groups import set_review_dates

        return set_review_dates(group)

    @classmethod
    def on_delivery(cls, instance: "DeliveringAction", **_: Any) -> None:
        """An action of a summary that is out delivers a recommendation from now on, or does so no more."""
        meeting = instance.action.meeting
        transaction.on_commit(lambda: cls.on_agenda(meeting), robust=True)
