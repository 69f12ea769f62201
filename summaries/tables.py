"""Columns of the list of decisions."""

from __future__ import annotations

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.addresses import address
from core.tables import Listing
from summaries.models import Decision


class DecisionTable(Listing):
    text = tables.Column(verbose_name="Decision", order_by=("text", "pk"))
    body = tables.Column(verbose_name="Board or group", order_by=("meeting__body__name", "pk"), empty_values=())
    held_on = tables.Column(verbose_name="Meeting", order_by=("meeting__held_on", "pk"), empty_values=())
    actions = tables.Column(verbose_name="Actions of the meeting", order_by=("actions_agreed", "pk"), empty_values=())

    class Meta:
        attrs = {"caption": "Decisions", "cards": True}
        empty_text = "No decisions match your filters"

    def render_text(self, record: Decision) -> SafeString:
        return format_html('<a class="govuk-link" href="{}">{}</a>', record.get_absolute_url(), record.headline)

    def render_body(self, record: Decision) -> str:
        return str(record.meeting.body or "")

    def render_held_on(self, record: Decision) -> SafeString:
        meeting = record.meeting
        return format_html(
            '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden">: {}</span></a>',
            address("meetings:detail", meeting.partnership.slug, meeting.pk),
            meeting.when,
            meeting.title,
        )

    def render_actions(self, record: Decision) -> str:
        return record.outcome or "None"
