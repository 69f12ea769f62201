"""How a body keeps its cadence, and dates that are proposed for it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Max, QuerySet

from boards.models import Body, Partnership
from boards.prepared import prepared
from boards.services.calendar import holiday_names_of
from core.acts import act
from core.models import User
from core.rules.dates import Cadence, add_months
from meetings.choices import MeetingStatus
from meetings.models import JointBody, Meeting
from meetings.rules import (
    MONTHS_IN_A_YEAR,
    CadenceState,
    Pattern,
    Proposal,
    cadence_state,
    cadence_words,
    place_in_month,
    propose_days,
)
from meetings.services.scheduling import schedule_meeting, why_not_on

TAKES_PLACE = (MeetingStatus.HELD, MeetingStatus.PLANNED)
OFF = (MeetingStatus.CANCELLED, MeetingStatus.POSTPONED)
THIRD, WEDNESDAY = 3, 2


@dataclass(frozen=True)
class CadenceReading:
    """A body, where it stands against its cadence (C-3), and the same in words."""

    body: Body
    state: CadenceState
    words: str


def cadence_of_body(body: Body) -> Cadence | None:
    """None where nothing is said of how often it meets."""
    return Cadence(body.meetings_per_cycle, body.cycle_years) if body.meetings_per_cycle else None


def read_cadences(bodies: Iterable[Body], *, on: date) -> list[CadenceReading]:
    """Of those that have a cadence; four queries, however many bodies. Joint meetings count for each body."""
    kept = {body.pk: body for body in bodies if body.meetings_per_cycle}
    longest = max((body.cycle_years for body in kept.values()), default=1)
    since = add_months(on, -MONTHS_IN_A_YEAR * longest)
    days: dict[int, set[date]] = defaultdict(set)
    asked = tuple(kept)
    read = (_own_days, _joint_days, _last_own_days, _last_joint_days) if asked else ()
    for pk, day in (row for rows in read for row in rows(asked, since)):
        days[pk].add(day)
    return [_reading(body, days[pk], on=on) for pk, body in kept.items()]


def _own(bodies: tuple[int, ...]) -> QuerySet[Meeting]:
    return Meeting.objects.filter(body__in=bodies, status__in=TAKES_PLACE, held_on__isnull=False).order_by()


def _joint(bodies: tuple[int, ...]) -> QuerySet[JointBody]:
    return JointBody.objects.filter(body__in=bodies, meeting__status__in=TAKES_PLACE).order_by()


@prepared()
def _own_days(bodies: tuple[int, ...], since: date) -> QuerySet[Any, Any]:
    return _own(bodies).filter(held_on__gt=since).values_list("body", "held_on")


@prepared()
def _joint_days(bodies: tuple[int, ...], since: date) -> QuerySet[Any, Any]:
    return _joint(bodies).filter(meeting__held_on__gt=since).values_list("body", "meeting__held_on")


@prepared()
def _last_own_days(bodies: tuple[int, ...], since: date) -> QuerySet[Any, Any]:
    earlier = _own(bodies).filter(held_on__lte=since)
    return earlier.values("body").annotate(last=Max("held_on")).values_list("body", "last")


@prepared()
def _last_joint_days(bodies: tuple[int, ...], since: date) -> QuerySet[Any, Any]:
    earlier = _joint(bodies).filter(meeting__held_on__lte=since)
    return earlier.values("body").annotate(last=Max("meeting__held_on")).values_list("body", "last")


def _reading(body: Body, days: set[date], *, on: date) -> CadenceReading:
    cadence = cadence_of_body(body)
    assert cadence is not None  # others were left out
    met, planned = [day for day in days if day <= on], [day for day in days if day > on]
    state = cadence_state(cadence, met=met, planned=planned, began=body.starts_on, on=on)
    return CadenceReading(body, state, cadence_words(state, on=on))


def bodies_behind(partnership: Partnership, *, on: date) -> list[CadenceReading]:
    """Bodies that exist on the day and have met less often than they should; five queries."""
    kept = _bodies_with_cadence(partnership.pk, on)
    return [reading for reading in read_cadences(kept, on=on) if reading.state.is_behind]


@prepared("partnership")
def _bodies_with_cadence(partnership: int, on: date) -> QuerySet[Body]:
    kept = Body.objects.current(on=on).filter(partnership=partnership)
    return kept.filter(meetings_per_cycle__isnull=False, is_proposed=False)


@dataclass(frozen=True)
class Start:
    """Where proposing begins: the day after which a meeting is wanted, and when in the month the body has met."""

    first: date
    nth: int
    weekday: int


def usual_start_of(body: Body, *, on: date) -> Start:
    """From the body's last twelve meetings on known days; a body that has never met is given third Wednesdays."""
    met = Meeting.objects.of_body(body).filter(status__in=TAKES_PLACE, held_on__isnull=False)
    days = list(met.order_by("-held_on").values_list("held_on", flat=True)[:12])
    places = Counter(place_in_month(day) for day in days if day)
    nth, weekday = places.most_common(1)[0][0] if places else (THIRD, WEDNESDAY)
    cadence, first = cadence_of_body(body), on
    if cadence and days and days[0]:
        months = MONTHS_IN_A_YEAR * cadence.years // cadence.times
        first = max(on, add_months(days[0].replace(day=1), max(months, 1)))
    return Start(first, nth, weekday if weekday <= 4 else WEDNESDAY)


@dataclass(frozen=True)
class Suggestion:
    """A proposed day, and what else is on that day: the body's own meeting, or those of others."""

    proposal: Proposal
    own: tuple[Meeting, ...]
    others: tuple[Meeting, ...]
    problem: str

    @property
    def is_possible(self) -> bool:
        return not self.own and not self.problem


def suggest_days(body: Body, pattern: Pattern, *, first: date, last: date, at_most: int) -> list[Suggestion]:
    """The days of C-2 with what they clash with; three queries."""
    names = holiday_names_of(body.partnership, range(first.year, last.year + 1))
    proposals = propose_days(pattern, first=first, last=last, names=names, at_most=at_most)
    on_days: dict[date, list[Meeting]] = defaultdict(list)
    known = Meeting.objects.filter(partnership=body.partnership, held_on__in=[one.day for one in proposals])
    for meeting in known.exclude(status__in=OFF).select_related("partnership", "body").prefetch_related("joint_bodies"):
        if meeting.held_on:
            on_days[meeting.held_on].append(meeting)
    return [_suggestion(body, proposal, on_days[proposal.day]) for proposal in proposals]


def _suggestion(body: Body, proposal: Proposal, meetings: list[Meeting]) -> Suggestion:
    own = tuple(one for one in meetings if body.pk in (one.body_id, *(each.body_id for each in one.joint_bodies.all())))
    others = tuple(one for one in meetings if one not in own)
    return Suggestion(proposal, own, others, why_not_on(body, proposal.day))


@act("body")
def propose_meetings(
    *, body: Body, days: Iterable[date], starts_at: time | None, venue: str, by: User, at: datetime
) -> list[Meeting]:
    """Make proposed meetings on these days. Where the body meets on a day already, nothing is added."""
    known = Meeting.objects.of_body(body).exclude(status__in=OFF)
    taken = set(known.filter(held_on__in=list(days)).values_list("held_on", flat=True))
    made = []
    for day in sorted(set(days) - taken):
        meeting = Meeting(partnership=body.partnership, body=body, title=body.name, held_on=day, venue=venue)
        meeting.starts_at, meeting.status = starts_at, MeetingStatus.PROPOSED
        made.append(schedule_meeting(meeting=meeting, by=by, at=at))
    return made
