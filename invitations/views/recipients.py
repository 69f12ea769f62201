"""Who gets a mail, as an officer ticks it before it is sent: a published summary, or a notice of a meeting."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from core import clock
from invitations.services.recipients import Recipient, added_by_hand
from meetings.models import Meeting
from meetings.services.contacts import named_with_organisation

ADDED_NONE = "Choose a person before you add to the list."


@dataclass(frozen=True)
class Ticks:
    """What the officer changed about who gets it, persons by primary key; ``told`` is said above the page."""

    left_out: frozenset[int] = frozenset()
    added: frozenset[int] = frozenset()
    told: str = ""


def persons_in(request: HttpRequest, name: str) -> frozenset[int]:
    """The primary keys that the page sent under the name."""
    # Python refuses to read a number of thousands of digits.
    return frozenset(int(one) for one in request.POST.getlist(name) if re.fullmatch(r"\d{1,18}", one, re.ASCII))


def recipients_context(meeting: Meeting, entitled: Sequence[Recipient], ticks: Ticks) -> dict[str, Any]:
    """What ``invitations/recipients.html`` shows; those entitled are ticked unless the officer has changed it."""
    listed = {one.person for one in entitled}
    by_hand = added_by_hand(meeting=meeting, persons=ticks.added, on=clock.today())
    added = [one for one in by_hand if one.person not in listed]
    mailed = [one for one in entitled if one.can_be_mailed]
    return {
        "mailed": [(one, one.person not in ticks.left_out) for one in mailed],
        "added": [(one, one.person not in ticks.left_out) for one in added],
        "without_address": [one for one in entitled if not one.can_be_mailed],
        "count": sum(one.person not in ticks.left_out for one in [*mailed, *added]),
        "can_be_added": _others(meeting, listed | {one.person for one in added}),
        "told": ticks.told,
    }


def _others(meeting: Meeting, listed: set[int]) -> list[tuple[int, str]]:
    """Whom the officer may add: people with an address, who have not left and do not get it anyway."""
    known = meeting.partnership.people.active(on=clock.today()).exclude(email="").select_related("organisation")
    return [(one.pk, named_with_organisation(one)) for one in known if one.pk not in listed]
