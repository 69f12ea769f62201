"""How punctual the summaries were: each that was owed, and the shares by body, by quarter and by officer (L-1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Q, Subquery

from attendance.rules import Year, quarter_of
from boards.models import Body, Partnership
from core.charts import Part, StackedBar, stacked_bar
from core.rules.dates import FinancialYear, financial_year
from core.rules.working_days import SummaryState, SummaryTiming
from meetings.choices import SUMMARY_TONES
from meetings.models import Meeting, MeetingQuerySet
from meetings.services.clock import SummaryClock
from summaries.models import SummaryVersion
from summaries.rules import Punctuality

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from core.models import User

NOBODY = "not published yet"


@dataclass(frozen=True)
class RegisterLine:
    """A meeting of the register; ``officer`` published the first version of its summary."""

    meeting: Meeting
    timing: SummaryTiming
    published_at: datetime | None
    officer: str

    @property
    def tone(self) -> str:
        return SUMMARY_TONES[self.timing.state]

    @property
    def is_late(self) -> bool:
        return self.timing.state in (SummaryState.LATE, SummaryState.OVERDUE)


@dataclass(frozen=True)
class Share:
    """The punctuality of a body, a quarter or an officer."""

    name: str
    punctuality: Punctuality


@dataclass(frozen=True)
class Register:
    """All meetings of the year whose summary is owed, the latest first, and those that were off."""

    year: Year
    lines: list[RegisterLine]
    off: int

    @property
    def punctuality(self) -> Punctuality:
        return Punctuality.of(line.timing.state for line in self.lines)

    @property
    def late(self) -> list[RegisterLine]:
        """Published late or still overdue, the longest first."""
        return sorted((one for one in self.lines if one.is_late), key=lambda one: one.timing.working_days, reverse=True)

    def shares(self, name: Callable[[RegisterLine], str]) -> list[Share]:
        """The lines with the same name together, by name."""
        found = groupby(sorted(self.lines, key=name), key=name)
        return [Share(key, Punctuality.of(line.timing.state for line in lines)) for key, lines in found]

    @property
    def by_body(self) -> list[Share]:
        return self.shares(lambda one: str(one.meeting.body or one.meeting.title))

    @property
    def by_quarter(self) -> list[Share]:
        # Only a meeting with its day has a deadline.
        return self.shares(lambda one: quarter_of(one.meeting.held_on or self.year.first_day, self.year))

    @property
    def by_officer(self) -> list[Share]:
        return self.shares(lambda one: one.officer)

    @property
    def chart(self) -> StackedBar:
        """On time, late and overdue as one bar: the shares of what the sentence counts (L-1)."""
        counted = self.punctuality
        return stacked_bar(
            [
                Part("On time", counted.on_time, "green"),
                Part("Late", counted.late, "amber"),
                Part("Overdue, not published yet", counted.overdue, "red"),
            ]
        )


def register_of(
    partnership: Partnership, *, year: Year, reader: User | AnonymousUser, on: date, body: Body | None = None
) -> Register:
    """As it stands on the day; four queries however many meetings."""
    known = _known(partnership, reader, body).filter(held_on__range=(year.first_day, year.last_day))
    first = SummaryVersion.objects.filter(summary__meeting=OuterRef("pk"), number=1)
    owed = known.of_summary_clock(on=on).select_related("body", "summary").defer("summary__draft")
    # Annotated with what the type checker does not follow.
    meetings: list[Any] = list(
        owed.annotate(officer=Subquery(first.values("published_by__name")[:1])).order_by("-held_on", "-pk")
    )
    clock = SummaryClock(partnership, meetings, today=on)
    lines = []
    for meeting in meetings:
        published_at = meeting.summary.published_at if hasattr(meeting, "summary") else None
        if timing := clock.timing(meeting, published_at=published_at):
            lines.append(RegisterLine(meeting, timing, published_at, meeting.officer or NOBODY))
    # What ``Body.is_owing_summaries`` says, of the body whose meeting it is.
    owing = Q(body__owes_summary=True) | Q(body__owes_summary=None, body__kind__owes_summary=True)
    return Register(year=year, lines=lines, off=known.off().filter(owing, held_on__lte=on).count())


def register_years(partnership: Partnership, *, reader: User | AnonymousUser, on: date) -> list[Year]:
    """The financial years with meetings whose summary was owed, the newest first."""
    days = _known(partnership, reader, None).of_summary_clock(on=on).order_by("held_on")
    ends = [days.values_list("held_on", flat=True).first(), days.values_list("held_on", flat=True).last()]
    years = [financial_year(day).start for day in ends if day]
    return [Year.financial(FinancialYear(start)) for start in range(max(years), min(years) - 1, -1)] if years else []


def _known(partnership: Partnership, reader: User | AnonymousUser, body: Body | None) -> MeetingQuerySet:
    known = Meeting.objects.visible_to(reader).filter(partnership=partnership)
    return known if body is None else known.of_body(body)
