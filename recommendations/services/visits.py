"""When a reader last looked, so that the list can say what has changed since."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from boards.models import Partnership
from core.models import User
from recommendations.models import RecommendationVisit
from recommendations.rules import is_same_visit

# Pages of one visit follow one another by the second; not each needs to be written down.
NOTED_EVERY = timedelta(minutes=1)


def note_visit(*, user: User | AnonymousUser, partnership: Partnership, at: datetime) -> datetime | None:
    """Note that the reader looks now; returns when the visit before ended (None: there was none, or no sign-in)."""
    if isinstance(user, AnonymousUser):
        return None
    known = RecommendationVisit.objects.filter(user=user, partnership=partnership).first()
    if known is not None and is_same_visit(known.latest_at, at) and at - known.latest_at < NOTED_EVERY:
        return known.before_at
    return _write_visit(user=user, partnership=partnership, at=at)


@transaction.atomic
def _write_visit(*, user: User, partnership: Partnership, at: datetime) -> datetime | None:
    visit, is_first = RecommendationVisit.objects.select_for_update(no_key=True).get_or_create(
        user=user, partnership=partnership, defaults={"began_at": at, "latest_at": at}
    )
    if is_first:
        return None
    if not is_same_visit(visit.latest_at, at):
        visit.before_at = visit.latest_at
        visit.began_at = at
    visit.latest_at = max(visit.latest_at, at)
    visit.save()
    return visit.before_at


def last_visit_ended(*, user: User | AnonymousUser, partnership: Partnership) -> datetime | None:
    """What ``note_visit`` answered on the page that the reader comes from."""
    if isinstance(user, AnonymousUser):
        return None
    visits = RecommendationVisit.objects.filter(user=user, partnership=partnership)
    return visits.values_list("before_at", flat=True).first()
