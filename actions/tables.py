"""Columns of the list of actions."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString

from actions.models import Action
from actions.services.owners import owner_key
from core.addresses import address
from core.rules.dates import format_date
from core.tables import Listing
from core.tags import tag
from meetings.tables import ON_ONE_LINE


class ActionTable(Listing):
    pick = tables.Column(verbose_name="Choose", orderable=False, empty_values=())
    what = tables.Column(verbose_name="Action", order_by=("what", "pk"))
    owner = tables.Column(verbose_name="Who", order_by=("owner_name", "pk"), empty_values=())
    due_on = tables.Column(verbose_name="By when", order_by=("due_on", "pk"), default="no date", attrs=ON_ONE_LINE)
    status = tables.Column(verbose_name="Status", order_by=("status", "pk"))
    meeting = tables.Column(verbose_name="Agreed at", order_by=("meeting__held_on", "pk"))

    class Meta:
        attrs = {"caption": "Actions", "cards": True}
        empty_text = "No actions match"

    def __init__(self, *args: Any, today: date, may_change: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, exclude=() if may_change else ("pick",), **kwargs)
        self.today = today
        # Keys of owners whom no email reaches, of the rows that are shown; only officers are told.
        self.unreached: set[str] = set()

    def render_pick(self, record: Action) -> SafeString:
        return format_html(
            '<div class="govuk-checkboxes govuk-checkboxes--small"><div class="govuk-checkboxes__item">'
            '<input class="govuk-checkboxes__input" type="checkbox" name="pick" value="{0}" id="pick-{0}">'
            '<label class="govuk-label govuk-checkboxes__label" for="pick-{0}">'
            '<span class="govuk-visually-hidden">Choose “{1}”</span></label></div></div>',
            record.pk,
            record.what,
        )

    def render_what(self, record: Action) -> SafeString:
        return format_html('<a class="govuk-link" href="{}">{}</a>', record.get_absolute_url(), record.what)

    def render_owner(self, record: Action) -> SafeString | str:
        owner = str(record.owner)
        if record.is_open and owner_key(record.owner) in self.unreached:
            return format_html("{} {}", owner, tag("No email contact", "amber"))
        return owner

    def render_due_on(self, record: Action) -> str:
        return format_date(record.due_on)

    def render_status(self, record: Action) -> SafeString:
        status = tag(record.get_status_display(), record.tone)
        if record.is_overdue(on=self.today):
            return format_html("{} {}", status, tag("overdue", "red"))
        return status

    def render_meeting(self, record: Action) -> SafeString:
        return format_html(
            '<a class="govuk-link" href="{}">{}, {}</a><br><span class="app-muted">{}</span>',
            # Not the meeting's own word, which would fetch its partnership.
            address("meetings:detail", record.partnership.slug, record.meeting_id),
            record.body,
            record.meeting.when,
            record.age_in_words(on=self.today),
        )
