"""Progress answers what a party was asked, whoever wrote it down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from core.history import bulk_update
from core.rules.text import compare_key
from recommendations.models import ProgressRequest, ProgressUpdate, ResponsibleParty


def answer_requests(*, update: ProgressUpdate, party: ResponsibleParty | None, at: datetime) -> list[ProgressRequest]:
    """Mark what the update answers: all that waits for the party, before whichever meeting it was asked.

    Without ``party`` it is the one that goes by the name of who reports, as printed or not; else nothing is answered.
    The update keeps the request of the earliest meeting.
    """
    waiting = ProgressRequest.objects.waiting().filter(recommendation=update.recommendation_id)
    asked = list(waiting.select_for_update(of=("self",)).select_related("party").order_by("meeting__held_on", "pk"))
    if party is None and asked:
        names = _names_of(update)
        asked = [one for one in asked if compare_key(update.reported_by) in names.get(one.party_id, set())]
    answered = [one for one in asked if party is None or one.party_id == party.pk]
    for one in answered:
        one.answered_at = at
    if answered:
        bulk_update(answered, ["answered_at"], by=update.recorded_by)
        update.request = answered[0]
        update.save(update_fields=["request"])
    return answered


def _names_of(update: ProgressUpdate) -> dict[int, set[str]]:
    """Party to its names, as the recommendation prints them and as they are on record."""
    lines = update.recommendation.party_lines.select_related("party")
    return {line.party_id: _keys((line.printed_as, line.party.name)) for line in lines}


def _keys(names: Iterable[str]) -> set[str]:
    return {compare_key(name) for name in names}
