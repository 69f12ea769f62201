"""Who gets a mail, as an officer ticks it before it is sent: a published summary, or a notice of a meeting."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from core import clock
from invitations.services.recipients import added_by_hand
from meetings.models import Meeting
from meetings.services.contacts import named_with_organisation
from outbox.services.queue import Addressee

ADDED_NONE = "Choose a person before you add to the list."

Keys = frozenset[int]


@dataclass(frozen=True)
class Ticks:
    """What the page sent, persons by primary key: ``shown`` on the list, ``added`` by hand, and of both the
    ``chosen``. ``told`` says why it is to be looked at again; empty where it can be sent.
    """

    shown: Keys = frozenset()
    added: Keys = frozenset()
    chosen: Keys = frozenset()
    told: str = ""

    @property
    def left_out(self) -> Keys:
        return (self.shown | self.added) - self.chosen


def ticks_of(request: HttpRequest, *, changed: str, then: str) -> Ticks:
    """What the officer sent; ``changed`` and ``then`` are words of the page: “who is told”, “send”."""

    def persons(name: str) -> Keys:
        # Python refuses to read a number of thousands of digits.
        return frozenset(int(one) for one in request.POST.getlist(name) if re.fullmatch(r"\d{1,18}", one, re.ASCII))

    shown, added, chosen = (persons(name) for name in ("shown", "added", "send_to"))
    if request.POST.get("do") == "add":
        fresh = persons("add")
        told = f"You have added to the list. Check it, then {then}." if fresh else ADDED_NONE
        return Ticks(shown, added | fresh, chosen | fresh, told)
    # Without scripts, the button still names the number from before the ticks were changed.
    is_as_shown = request.POST.get("people") == str(len(chosen))
    told = "" if is_as_shown else f"You have changed {changed}. Check the list, then {then}."
    return Ticks(shown, added, chosen, told)


def recipients_context(meeting: Meeting, entitled: Sequence[Addressee], ticks: Ticks) -> dict[str, Any]:
    """What ``invitations/recipients.html`` shows; those entitled are ticked unless the officer has changed it."""
    on, listed = clock.today(), {one.person for one in entitled}
    added = [one for one in added_by_hand(meeting=meeting, persons=ticks.added, on=on) if one.person not in listed]
    listed |= {one.person for one in added}
    # Whom the officer may add: people with an address, who have not left and do not get it anyway.
    known = meeting.partnership.people.active(on=on).exclude(email="").select_related("organisation")
    ticked = [(one, one.person not in ticks.left_out) for one in entitled if one.can_be_mailed]
    ticked_too = [(one, one.person not in ticks.left_out) for one in added]
    return {
        "mailed": ticked,
        "added": ticked_too,
        "without_address": [one for one in entitled if not one.can_be_mailed],
        "count": sum(is_ticked for _, is_ticked in ticked + ticked_too),
        "can_be_added": [(one.pk, named_with_organisation(one)) for one in known if one.pk not in listed],
        "told": ticks.told,
    }
