"""Meetings of the year, whether their summaries came on time, and the actions that were agreed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch

from actions.choices import ActionStatus
from actions.models import Action
from attendance.models import Attendance
from attendance.rules import Tally
from boards.models import Partnership
from boards.services.calendar import holidays_of
from boards.words import Words
from core.rules.shares import per_cent
from core.rules.working_days import SummaryState, SummaryTiming, london_day, summary_timing
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from reports.rules import ReportedYear, counted, counted_in_words, falls_in

TONES = {SummaryState.ON_TIME: "green", SummaryState.LATE: "amber", SummaryState.OVERDUE: "red"}


@dataclass(frozen=True, slots=True)
class HeldMeeting:
    """A meeting that took place; ``timing`` is None where no summary was owed.

    ``board_seats`` is how the Board's seats were filled, at its own meetings and at joint ones.
    """

    meeting: Meeting
    when: str
    body_name: str
    timing: SummaryTiming | None
    board_seats: Tally

    @property
    def tone(self) -> str:
        return TONES.get(self.timing.state, "grey") if self.timing else "grey"


@dataclass(frozen=True, slots=True)
class BodyRow:
    """What a body's year comes to. ``owed`` counts the summaries whose day has come."""

    name: str
    held: int
    owed: int
    on_time: int
    late: int
    missing: int


@dataclass(frozen=True, slots=True)
class ActionCounts:
    agreed: int
    done: int
    open: int
    overdue: int
    dropped: int


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """Meetings held in the year until the day; ``unheld`` were announced, and no record says that they took place.

    ``off`` counts those that were cancelled, or postponed to a day that is not known.
    """

    held: tuple[HeldMeeting, ...]
    unheld: tuple[HeldMeeting, ...]
    rows: tuple[BodyRow, ...]
    total: BodyRow
    actions: ActionCounts
    off: int
    shows_attendance_rates: bool
    words: Words

    @property
    def on_time_share(self) -> int | None:
        return per_cent(self.total.on_time, self.total.owed)

    @property
    def board_attendance(self) -> int | None:
        """Share of the Board's seats that were filled, over all meetings with their attendance on record (A-1).

        None where the partnership keeps its rates to its members: the report is for everyone.
        """
        if not self.shows_attendance_rates:
            return None
        return self._board_seats.percent

    @property
    def _board_seats(self) -> Tally:
        return sum((one.board_seats for one in self.held), Tally())

    @property
    def lead(self) -> str:
        if not self.held:
            return "The records name no meeting of this year as held."
        words = f"{counted_in_words(len(self.held), 'meeting').capitalize()} took place."
        if self.total.owed:
            words += (
                f" {self.total.on_time} of {self.total.owed} summaries ({self.on_time_share}%) reached the councillors "
                "who scrutinise the partnership within five working days."
            )
        return words

    @property
    def notes(self) -> list[str]:
        """What else the year's meetings come to, a sentence each."""
        notes = []
        if self.board_attendance is not None:
            known = sum(one.board_seats.recorded > 0 for one in self.held)
            notes.append(
                f"At the {self.words.board.one}, {self.board_attendance}% of seats were filled, by the member or a "
                f"deputy, at the {counted_in_words(known, 'meeting')} with attendance recorded."
            )
        if self.actions.agreed:
            overdue = f", {self.actions.overdue} of them overdue" if self.actions.overdue else ""
            notes.append(
                f"{counted(self.actions.agreed, 'action')} agreed: {self.actions.done} done, "
                f"{self.actions.open} open{overdue}, {self.actions.dropped} no longer needed."
            )
        if self.off:
            was, are = ("was", "is") if self.off == 1 else ("were", "are")
            notes.append(f"{counted(self.off, 'meeting')} that {was} cancelled or postponed {are} not counted.")
        return notes

    @property
    def waiting_note(self) -> str:
        """Of the meetings held, those whose summary is not among the ones that are due."""
        waiting = sum(one.timing is not None and one.timing.state == SummaryState.DUE for one in self.held)
        if not waiting:
            return ""
        its = "its summary does" if waiting == 1 else "their summaries do"
        return f"For {counted(waiting, 'meeting')} the five working days were not over: {its} not count as due."

    @property
    def gaps(self) -> tuple[str, ...]:
        found = []
        if not self.held:
            found.append("No meeting of this year is on record as held")
        if self.total.missing:
            found.append(f"{counted(self.total.missing, 'summary', 'summaries')} not published yet")
        if self.unheld:
            found.append(f"{counted(len(self.unheld), 'announced meeting')} without a record of being held")
        return tuple(found)


def read_meetings(partnership: Partnership, reported: ReportedYear) -> MeetingFacts:
    """The year's meetings, oldest first."""
    known = Meeting.objects.filter(
        partnership=partnership, held_on__range=(date(reported.year.start, 1, 1), reported.as_at)
    ).exclude(ends_on__gt=reported.as_at)
    marks = Prefetch("attendance", Attendance.objects.select_related("seat__body__kind"))
    took_place = known.taking_place().select_related("body", "summary").prefetch_related(marks)
    meetings = [
        meeting
        for meeting in took_place.order_by("held_on", "pk")
        if falls_in(meeting.held_on, meeting.held_precision, reported.year)
    ]
    off = [
        day
        for day, precision in known.off().values_list("held_on", "held_precision")
        if falls_in(day, precision, reported.year)
    ]
    holidays = holidays_of(partnership, range(reported.year.start, reported.year.start + 3))
    shown = [_show(meeting, holidays=holidays, on=reported.as_at) for meeting in meetings]
    held = tuple(one for one in shown if _was_held(one.meeting))
    rows = tuple(_row(name, ones) for name, ones in _by_body(held).items())
    return MeetingFacts(
        held=held,
        unheld=tuple(one for one in shown if not _was_held(one.meeting)),
        rows=rows,
        total=_row("All meetings", held),
        actions=_count_actions(partnership, reported, [one.meeting.pk for one in held]),
        off=len(off),
        shows_attendance_rates=partnership.shows_attendance_rates,
        words=partnership.words,
    )


def _was_held(meeting: Meeting) -> bool:
    """Recorded as held, or its day is past and its summary's clock runs; what old papers only announce is neither."""
    return meeting.status == MeetingStatus.HELD or meeting.summary_due_on is not None


def _show(meeting: Meeting, *, holidays: frozenset[date], on: date) -> HeldMeeting:
    timing = None
    if meeting.last_on and meeting.summary_due_on:
        timing = summary_timing(
            meeting.last_on, meeting.summary_due_on, _published_at(meeting, on=on), today=on, holidays=holidays
        )
    return HeldMeeting(
        meeting=meeting,
        when=meeting.when,
        body_name=meeting.body.name if meeting.body else "Partnership event",
        timing=timing,
        board_seats=Tally.of(one.state for one in meeting.attendance.all() if one.seat.body.kind.is_board),
    )


def _published_at(meeting: Meeting, *, on: date) -> datetime | None:
    """As at the day: what was published later was not out yet."""
    published_at = meeting.summary.published_at if hasattr(meeting, "summary") else None
    return published_at if published_at and london_day(published_at) <= on else None


def _by_body(held: Iterable[HeldMeeting]) -> dict[str, list[HeldMeeting]]:
    ordered = sorted(held, key=lambda one: (one.meeting.body.sort_order if one.meeting.body else 999, one.body_name))
    grouped: dict[str, list[HeldMeeting]] = {}
    for one in ordered:
        grouped.setdefault(one.body_name, []).append(one)
    return grouped


def _row(name: str, held: Iterable[HeldMeeting]) -> BodyRow:
    held = list(held)
    states = Counter(one.timing.state for one in held if one.timing)
    on_time, late, missing = states[SummaryState.ON_TIME], states[SummaryState.LATE], states[SummaryState.OVERDUE]
    return BodyRow(name, len(held), on_time + late + missing, on_time, late, missing)


def _count_actions(partnership: Partnership, reported: ReportedYear, meetings: list[int]) -> ActionCounts:
    agreed = list(
        Action.objects.filter(partnership=partnership, meeting__in=meetings).values_list(
            "status", "due_on", "closed_on"
        )
    )
    # As at the day: what was closed later was still open then.
    closed = Counter(status for status, _, closed_on in agreed if closed_on and closed_on <= reported.as_at)
    still_open = [due_on for _, due_on, closed_on in agreed if closed_on is None or closed_on > reported.as_at]
    return ActionCounts(
        agreed=len(agreed),
        done=closed[ActionStatus.DONE],
        dropped=closed[ActionStatus.DROPPED],
        open=len(still_open),
        overdue=sum(due_on is not None and due_on < reported.as_at for due_on in still_open),
    )
