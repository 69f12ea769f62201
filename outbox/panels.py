"""What was sent to a person, on their page."""

from __future__ import annotations

from django.db.models import Q

from boards.models import Person
from boards.panels import ON_PERSON, Line, list_panel
from core.addresses import address
from core.panels import Panel, PanelRequest
from core.templatetags.dates import plain_date
from outbox.models import Message

MOST = 10


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
