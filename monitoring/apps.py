from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.db import transaction
from django.db.models.signals import post_delete, post_save

if TYPE_CHECKING:
    from datetime import datetime

    from meetings.models import Meeting
    from recommendations.models import DeliveringAction
    from scrutiny.models import TopicGroup
    from summaries.models import SummaryVersion


class MonitoringConfig(AppConfig):
    name = "monitoring"

    def ready(self) -> None:
        from agendas.signals import agenda_changed, agenda_published
        from scrutiny.signals import report_published
        from summaries.signals import summary_published

        agenda_published.connect(self.on_agenda, dispatch_uid="monitoring.agenda_published")
        agenda_changed.connect(self.on_agenda, dispatch_uid="monitoring.agenda_changed")
        summary_published.connect(self.on_summary, dispatch_uid="monitoring.summary_published")
        report_published.connect(self.on_report, dispatch_uid="monitoring.report_published")
        for changed in (post_save, post_delete):
            changed.connect(
                self.on_delivery, sender="recommendations.DeliveringAction", dispatch_uid="monitoring.delivery"
            )

    @staticmethod
    def on_agenda(meeting: "Meeting", **_: Any) -> None:
        from core import clock
        from monitoring.services.discussions import note_discussions

        note_discussions(meeting=meeting, at=clock.now())

    @staticmethod
    def on_summary(version: "SummaryVersion", **_: Any) -> None:
        from monitoring.services.discussions import note_discussions

        note_discussions(meeting=version.summary.meeting, at=version.published_at)

    @staticmethod
    def on_report(group: "TopicGroup", at: "datetime", **_: Any) -> None:
        """Meetings from the day of receipt on may have spoken of the report before it was public."""
        from monitoring.services.discussions import meetings_to_note, note_discussions

        for meeting in meetings_to_note(partnership=group.partnership.slug, since=group.received_on):
            note_discussions(meeting=meeting, at=at)

    @classmethod
    def on_delivery(cls, instance: "DeliveringAction", **_: Any) -> None:
        """An action of a summary that is out delivers a recommendation from now on, or does so no more."""
        meeting = instance.action.meeting
        transaction.on_commit(lambda: cls.on_agenda(meeting), robust=True)
