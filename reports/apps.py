from typing import TYPE_CHECKING, Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate

if TYPE_CHECKING:
    from summaries.models import SummaryRevision


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from outbox.choices import Rhythm
        from outbox.kinds import Kind, register
        from reports.schedules import keep_schedules
        from reports.services.summaries import compose_summary
        from summaries.mail import SUMMARY
        from summaries.signals import summary_published

        # Five working days are promised, so a summary may wait for the next morning and not for the next Monday.
        register(Kind(SUMMARY, "Summary of a meeting", compose_summary, waits_for=frozenset({Rhythm.DAILY})))

        # Of all apps django_q is migrated last here, and its table must be there.
        post_migrate.connect(keep_schedules, sender=apps.get_app_config("django_q"), dispatch_uid="reports.schedule")
        summary_published.connect(self.on_summary_published, dispatch_uid="reports.summary")

    @staticmethod
    def on_summary_published(revision: "SummaryRevision", **_: Any) -> None:
        from reports.services.summaries import queue_summary

        queue_summary(revision)
