"""What an owner was asked before a meeting, for whoever holds its link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from meetings.models import Meeting
from progress.models import ProgressRequest, ProgressUpdate
from progress.services.request_reading import asked_of
from recommendations.choices import SETTLED_STATUSES
from recommendations.models import Owner, Recommendation


@dataclass(frozen=True)
class LinkReading:
    """``waiting`` are still to be answered; ``answered`` go with what was said; ``elsewhere`` is open beside them.

    ``asked`` is everything that the owner was asked about, in whatever state it is now.
    """

    asked: list[Recommendation]
    waiting: list[Recommendation]
    answered: list[tuple[ProgressRequest, list[ProgressUpdate]]]
    elsewhere: list[Recommendation]
    answer_by: date | None

    def was_reported(self, recommendation: Recommendation, text: str) -> bool:
        """Whether these words are on record already, as after a button pressed twice."""
        reported = (updates for one, updates in self.answered if one.recommendation_id == recommendation.pk)
        return any(update.text == text for updates in reported for update in updates)


def read_link(*, meeting: Meeting, owner: Owner, on: date) -> LinkReading:
    """The same number of queries, whatever was asked."""
    requests = ProgressRequest.objects.filter(meeting=meeting, owner=owner)
    requested = list(requests.select_related("recommendation__partnership").order_by("recommendation__number"))
    asked = {one.recommendation_id: one for one in requested}
    theirs = Recommendation.objects.filter(Q(pk__in=asked) | Q(owners=owner), topic_group__is_draft=False)
    known = list(theirs.distinct().as_at(on).by_number())
    still = [one for one in known if not one.is_closed and one.status_shown not in SETTLED_STATUSES]
    waiting = [one for one in still if one.pk in asked and not asked[one.pk].answered_at and owner in asked_of(one)]
    updates: dict[int, list[ProgressUpdate]] = {}
    for update in ProgressUpdate.objects.filter(request__in=requested).order_by("position"):
        updates.setdefault(update.request_id or 0, []).append(update)
    return LinkReading(
        asked=[one for one in known if one.pk in asked],
        waiting=waiting,
        answered=[(one, updates.get(one.pk, [])) for one in requested if one.answered_at],
        elsewhere=[one for one in still if one.pk not in asked and owner in asked_of(one)],
        answer_by=min((asked[one.pk].answer_by for one in waiting), default=None),
    )
