"""What was sent to a person, on their page, and on Today what could not be delivered."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from boards.models import Partnership, Person
from boards.panels import ON_PERSON, ON_TODAY, Line, Task, ago, first_waiting, list_panel, task_panel
from boards.prepared import prepared
from core.addresses import address
from core.panels import Panel, PanelRequest
from core.templatetags.dates import plain_date
from outbox.choices import MessageState
from outbox.models import Message

if TYPE_CHECKING:
    from boards.panels import Reader

MOST = 10
EMAIL_LOG = "outbox:list"


@ON_PERSON.add(order=40)
def emails_of_person(asked: PanelRequest[Person]) -> Panel | None:
    """The latest emails to the person, or to their address, for those who may see the email log."""
    person = asked.record
    theirs = Q(person=person) | Q(email__iexact=person.email) if person.email else Q(person=person)
    known = Message.objects.visible_to(asked.reader).filter(theirs, partnership=asked.partnership)
    shown = list(known.order_by("-queued_at", "-pk")[: MOST + 1])
    lines = [
        Line(
            one.subject,
            address("outbox:message", asked.partnership.slug, one.pk),
            f"{one.state_words[:1].upper()}{one.state_words[1:]}, {plain_date(one.queued_at)}",
        )
        for one in shown[:MOST]
    ]
    more = f"Only the latest {MOST} are shown." if len(shown) > MOST else ""
    return list_panel("Emails", anchor="emails", lines=lines, more=more)


def undelivered(partnership: int, reader: Reader, _on: date) -> QuerySet[Any, Any]:
    return Message.objects.visible_to(reader).filter(partnership=partnership, state=MessageState.FAILED)


@prepared("partnership")
def _first_undelivered(partnership: int, reader: Reader, on: date) -> QuerySet[Any, Any]:
    rows = undelivered(partnership, reader, on).only("name", "email", "subject", "queued_at")
    return first_waiting(rows, "queued_at", on=on, is_moment=True)


@ON_TODAY.add(order=20, page=EMAIL_LOG, rows=undelivered)
def undelivered_emails(asked: PanelRequest[Partnership]) -> Panel | None:
    """Emails that could not be delivered: someone does not know what they should."""
    slug = asked.record.slug

    def task(message: Any) -> Task:
        url = address("outbox:message", slug, message.pk)
        return Task(
            f"To {message.name}: {message.subject}",
            url,
            "See why",
            url,
            when=ago(message.waits_since, on=asked.on),
            note=message.email,
            about=f"the email to {message.name} was not delivered",
        )

    rows = _first_undelivered(asked.record.pk, asked.reader, asked.on)
    url = f"{address(EMAIL_LOG, slug)}?state=failed"
    return task_panel("emails", "Emails not delivered", rows, task, url=url, page=EMAIL_LOG)
