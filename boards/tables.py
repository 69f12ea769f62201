"""Columns of the lists of organisations, roles and audit events."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString

from boards.choices import Role
from boards.models import Organisation, RoleGrant
from boards.roles import needs_two_steps
from core.addresses import address
from core.audit_words import act_in_words
from core.models import AuditEvent, User
from core.rules.dates import format_date, format_range
from core.tables import Listing
from core.templatetags.dates import plain_datetime

BREAKS = {"td": {"class": "app-break"}}
NUMERIC = {"td": {"class": "app-numeric"}, "th": {"class": "app-numeric"}}


def detail_in_words(value: Any) -> str:
    """A detail of an act as people write it: days in words, lists with commas, nothing for nothing."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(detail_in_words, value)))
    if isinstance(value, dict):
        return ", ".join(filter(None, map(detail_in_words, value.values())))
    text = "" if value is None else str(value)
    try:
        return format_date(date.fromisoformat(text))
    except ValueError:
        return text


class OrganisationTable(Listing):
    name = tables.Column(verbose_name="Organisation")
    sector = tables.Column(verbose_name="Sector", order_by=("sector__sort_order", "name"), default="None stated")
    kind = tables.Column(verbose_name="Kind", default="")
    seats_on_day = tables.Column(verbose_name="Seats", attrs=NUMERIC)

    class Meta:
        attrs = {"caption": "Organisations", "cards": True}
        order_by = ("name",)
        empty_text = "No organisations match"

    def __init__(self, *args: Any, on: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on_query = "" if on == today else f"?on={on.isoformat()}"

    def render_name(self, record: Organisation) -> SafeString:
        return format_html(
            '<a class="govuk-link" href="{}{}">{}</a>', record.get_absolute_url(), self.on_query, record.name
        )


class RoleTable(Listing):
    user = tables.Column(verbose_name="Person", order_by=("user__name", "user__email"))
    role = tables.Column(verbose_name="Role")
    starts_on = tables.Column(verbose_name="Held")
    granted_by = tables.Column(verbose_name="Given by", default="", orderable=False)
    has_two_steps = tables.Column(verbose_name="Two-step sign-in")
    change = tables.Column(verbose_name="Change", orderable=False, empty_values=())

    class Meta:
        attrs = {"caption": "Roles", "cards": True}
        order_by = ("user",)
        empty_text = "No roles match"

    def __init__(self, *args: Any, reader: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader
        self.today = today

    def render_user(self, record: RoleGrant) -> SafeString:
        return format_html(
            '<a class="govuk-link" href="{}">{}</a>{}<br><span class="app-muted app-break">{}</span>',
            address("boards:account", record.partnership.slug, record.user_id),
            record.user,
            "" if record.user.is_active else " (switched off)",
            record.user.email,
        )

    def render_role(self, record: RoleGrant) -> str:
        return record.role_name

    def render_starts_on(self, record: RoleGrant) -> str:
        words = format_range(record.starts_on, record.starts_precision, record.ends_on, record.ends_precision)
        return words[0].upper() + words[1:]

    def render_has_two_steps(self, value: bool, record: RoleGrant) -> str:
        if value:
            return "Yes"
        is_needed = needs_two_steps(Role(record.role), record.partnership.two_step_from)
        return "No: needed" if is_needed else "No"

    def render_change(self, record: RoleGrant) -> SafeString | str:
        if record.ends_on and record.ends_on < self.today:
            return "Ended"
        if record.user_id == self.reader.pk and record.role == Role.ADMIN:
            return format_html('<span class="app-muted">{}</span>', "This is you")
        return format_html(
            '<a class="govuk-link" href="{}">End<span class="govuk-visually-hidden"> the role {} of {}</span></a><br>'
            '<a class="govuk-link" href="{}">Email again<span class="govuk-visually-hidden"> about the role {} to {}'
            "</span></a>",
            address("boards:role_end", record.partnership.slug, record.pk),
            record.role_name,
            record.user,
            # The page is of the outbox, which knows the mail.
            address("outbox:role_again", record.partnership.slug, record.pk),
            record.role_name,
            record.user,
        )


class AuditTable(Listing):
    made_at = tables.Column(verbose_name="When", orderable=False)
    made_by = tables.Column(verbose_name="Who", orderable=False, empty_values=())
    verb = tables.Column(verbose_name="What", orderable=False, attrs=BREAKS)
    details = tables.Column(verbose_name="Details", orderable=False, empty_values=(), attrs=BREAKS)

    class Meta:
        attrs = {"caption": "Audit trail", "cards": True}
        empty_text = "No entries match your filters"

    def __init__(self, *args: Any, slug: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slug = slug

    def render_made_at(self, record: AuditEvent) -> str:
        return plain_datetime(record.made_at)

    def render_made_by(self, record: AuditEvent) -> str:
        if record.made_by:
            return str(record.made_by)
        # Only what comes from outside has a network address.
        return "Not signed in" if record.network else "Automatic"

    def render_verb(self, record: Any) -> SafeString:
        words = format_html("<strong>{}</strong><br>{}", act_in_words(record), record.about_label)
        if not record.has_changes:
            return words
        return format_html(
            '{}<br><a class="govuk-link" href="{}">What changed<span class="govuk-visually-hidden">: {}, {}</span></a>',
            words,
            address("office:act", self.slug, record.pk),
            record.about_label,
            plain_datetime(record.made_at),
        )

    def render_details(self, record: AuditEvent) -> str:
        details = {key.replace("_", " "): detail_in_words(value) for key, value in record.details.items()}
        parts = [f"{key}: {words}" for key, words in details.items() if words]
        if record.times > 1:
            parts.insert(0, f"{record.times} times, the last at the time shown")
        if record.network:
            parts.append(f"network address: {record.network}")
        return "; ".join(parts)
