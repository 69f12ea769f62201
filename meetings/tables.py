"""Columns of the list of meetings."""

from __future__ import annotations

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.rules.working_days import SummaryTiming
from core.tables import Listing
from core.tags import tag
from meetings.choices import SUMMARY_TONES
from meetings.models import Meeting
from meetings.services.clock import SummaryClock

ON_ONE_LINE = {"td": {"class": "app-nowrap"}}


class MeetingTable(Listing):
    held_on = tables.Column(verbose_name="Date", order_by=("held_on", "pk"), empty_values=(), attrs=ON_ONE_LINE)
    title = tables.Column(verbose_name="Meeting", order_by=("title", "pk"))
    body = tables.Column(verbose_name="Board or group", order_by=("body__name", "pk"), default="")
    status = tables.Column(verbose_name="Status", order_by=("status", "pk"))
    summary_due_on = tables.Column(verbose_name="Summary", order_by=("summary_due_on", "pk"), empty_values=())

    class Meta:
        attrs = {"caption": "Meetings", "cards": True}
        empty_text = "No meetings match"

    # Set by the view once it is known which meetings the page shows.
    clock: SummaryClock

    def render_held_on(self, record: Meeting) -> str:
        return record.when

    def render_title(self, record: Meeting) -> SafeString:
        return format_html(
            '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden">, {}</span></a>',
            record.get_absolute_url(),
            record.title,
            self.render_held_on(record),
        )

    def render_status(self, record: Meeting) -> SafeString:
        return tag(record.get_status_display(), record.tone)

    def render_summary_due_on(self, record: Meeting) -> SafeString | str:
        summary = getattr(record, "summary", None)
        published_at = summary.published_at if summary else None
        timing: SummaryTiming | None = self.clock.timing(record, published_at=published_at)
        if timing is None:
            return tag("published", "green") if published_at else ""
        return tag(timing.state.value, SUMMARY_TONES[timing.state.value])
