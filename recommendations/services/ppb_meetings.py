"""The meetings of the PPBs that commission topic groups: the one that was, and the one that comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from boards.models import Body, Partnership
from boards.prepared import prepared
from core.choices import Precision
from core.rules.dates import format_date
from core.rules.working_days import LONDON, london_day
from meetings.choices import MeetingStatus
from meetings.models import Meeting, MeetingQuerySet
from recommendations.models import Recommendation
from scrutiny.models import TopicGroup

if TYPE_CHECKING:
    from recommendations.models import Reader


@dataclass(frozen=True)
class LastPpb:
    """The PPB's latest meeting; what is recorded after ``moment`` is new since."""

    held_on: date
    moment: datetime

    @property
    def when(self) -> str:
        return format_date(self.held_on)


def last_ppb(partnership: Partnership, *, at: datetime) -> LastPpb | None:
    """The newest meeting that any PPB with a topic group has begun, one query; None where none is on record."""
    for held_on, starts_at in _begun(partnership.pk, london_day(at)):
        moment = _begins(held_on, starts_at)
        if held_on is not None and moment <= at:
            return LastPpb(held_on, moment)
    return None


@prepared("partnership")
def _begun(partnership: int, on: date) -> QuerySet[Meeting, Any]:
    commissioning = TopicGroup.objects.filter(partnership=partnership, commissioned_by__isnull=False)
    held = Meeting.objects.of_bodies(commissioning.order_by().values("commissioned_by")).filter(
        partnership=partnership, held_precision=Precision.DAY, held_on__lte=on
    )
    return held.taking_place().order_by("-held_on", "-starts_at").values_list("held_on", "starts_at")[:2]


class ComingPpbs:
    """The planned meetings of the partnership's PPBs that have not begun; three queries."""

    def __init__(self, partnership: Partnership, *, at: datetime) -> None:
        bodies = Body.objects.filter(partnership=partnership).order_by()
        self.scrutinising = set(bodies.scrutinising().values_list("pk", flat=True))
        commissioning = TopicGroup.objects.filter(partnership=partnership).order_by().values("commissioned_by")
        of_ppbs = bodies.filter(Q(kind__scrutinises=True) | Q(pk__in=commissioning)).values("pk")
        planned = Meeting.objects.of_bodies(of_ppbs).upcoming(on=london_day(at)).filter(held_precision=Precision.DAY)
        # Without an hour, a meeting of today may be over already.
        self.planned = [
            (meeting, {meeting.body_id, *(one.body_id for one in meeting.joint_bodies.all())})
            for meeting in planned.prefetch_related("joint_bodies")
            if _begins(meeting.held_on, meeting.starts_at) > at
        ]

    def next_for(self, recommendation: Recommendation, *, after: Meeting | None = None) -> Meeting | None:
        """The next meeting of the PPB that commissioned the topic group; fetch that with it.

        Where nobody is on record as having commissioned it, of any PPB. With ``after``, one that comes later than that.
        """
        commissioner = recommendation.topic_group.commissioned_by_id
        ppbs = {commissioner} if commissioner else self.scrutinising
        for meeting, bodies in self.planned:
            is_later = after is None or after.held_on is None or _comes_after(meeting, after)
            if is_later and ppbs & bodies:
                return meeting
        return None


def _comes_after(meeting: Meeting, other: Meeting) -> bool:
    assert meeting.held_on is not None  # asked of the database
    assert other.held_on is not None  # asked by the caller
    return meeting.pk != other.pk and meeting.held_on >= other.held_on


def held_ppb_meetings(partnership: Partnership, *, on: date) -> MeetingQuerySet:
    """Where something can have been decided: meetings of PPBs on a known day that has come, the newest first."""
    ppbs = Body.objects.scrutinising().filter(partnership=partnership).order_by()
    held = Meeting.objects.of_bodies(ppbs.values("pk")).filter(partnership=partnership, held_on__lte=on)
    return held.filter(held_precision=Precision.DAY).taking_place().newest_first()


def _begins(held_on: date | None, starts_at: time | None) -> datetime:
    """The moment at which it begins; that of the day's first minute where no hour is known."""
    assert held_on is not None  # asked of meetings on a known day only
    return datetime.combine(held_on, starts_at or time.min, tzinfo=LONDON).astimezone(UTC)


QUICK_DATES = 6


def ppb_meetings_held(partnership: Partnership, *, reader: Reader, today: date) -> list[Meeting]:
    """The last meetings of its PPBs, the newest first: “the table as it stood at last year’s PPB”; one query."""
    return list(_held(partnership.pk, reader, today))


@prepared("partnership")
def _held(partnership: int, reader: Reader, today: date) -> QuerySet[Meeting]:
    held = Meeting.objects.visible_to(reader).filter(
        partnership=partnership,
        body__kind__scrutinises=True,
        status=MeetingStatus.HELD,
        held_precision=Precision.DAY,
        held_on__lte=today,
    )
    return held.select_related("body").order_by("-held_on", "body__name")[:QUICK_DATES]
