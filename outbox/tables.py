"""Columns of the outbox."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.addresses import address
from core.tables import Listing
from core.tags import tag
from core.templatetags.dates import plain_datetime
from outbox.choices import MessageState
from outbox.models import Message


class MessageTable(Listing):
    subject = tables.Column(verbose_name="Message", orderable=False)
    name = tables.Column(verbose_name="To", orderable=False)
    state = tables.Column(verbose_name="What became of it", orderable=False, empty_values=())
    attempts = tables.Column(verbose_name="Attempts", orderable=False, attrs={"td": {"class": "app-numeric"}})
    queued_at = tables.Column(verbose_name="Written", orderable=False)

    class Meta:
        attrs = {"caption": "Messages", "cards": True}
        empty_text = "No messages match"

    def __init__(self, *args: Any, slug: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slug = slug

    def render_subject(self, record: Message) -> SafeString:
        return format_html(
            '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden">, to {}</span></a>'
            '<br><span class="app-muted">{}</span>',
            address("outbox:message", self.slug, record.pk),
            record.subject,
            record.name,
            record.kind_label,
        )

    def render_name(self, record: Message) -> SafeString:
        # A long address breaks behind its @, rather than anywhere.
        account, _, host = record.email.partition("@")
        return format_html('{}<br><span class="app-muted app-break">{}@<wbr>{}</span>', record.name, account, host)

    def render_state(self, record: Message) -> SafeString:
        state = tag(record.state_words, record.tone)
        if record.state == MessageState.SENT or not record.last_error:
            return state
        return format_html('{}<br><span class="app-muted app-break">{}</span>', state, record.last_error)

    def render_queued_at(self, record: Message) -> str:
        return plain_datetime(record.queued_at)
