"""A year played day by day, with the services that officers and the worker use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Protocol

from actions.models import Sharing
from actions.services.sharing import share
from attendance.choices import AttendanceState
from boards.models import Seat
from boards.services.calendar import add_holiday
from core.models import User
from core.rules.dates import FinancialYear
from core.rules.working_days import LONDON, bank_holiday_names
from example.simulation.place import Place, make_place
from example.simulation.script import MOVED_BY, ONE_DAY, Fate, Ledger, Planned, year_of_meetings
from meetings.models import Meeting
from meetings.services.scheduling import cancel_meeting, postpone_meeting, schedule_meeting
from outbox.services.digests import gather_digests
from outbox.services.sending import send_due
from summaries.models import MeetingSummary
from summaries.services.comments import add_comment
from summaries.services.content import ActionAnswer, SeatAnswer, SummaryContent
from summaries.services.publication import publish_summary
from summaries.services.reminders import queue_reminders

MORNING, NOON, LAST_MINUTE = time(8), time(12), time(23, 59)
REASON = "The venue is flooded"
# The mail server is away from the evening on which this summary is published, over the whole of the next day.
SERVER_AWAY_AT = 5
SERVER_AWAY_FOR = timedelta(days=2)
SHARED_AFTER = timedelta(days=3)
ACTIONS = ("Open two evenings a week", "Publish the waiting times")


class Server(Protocol):
    """The mail server of the year."""

    def go_away(self) -> None: ...

    def come_back(self) -> None: ...


class SimulatedYear:
    """``play`` it; afterwards the portal holds the year, and ``ledger`` says what should have come of it."""

    place: Place
    ledger: Ledger

    def __init__(self, year: FinancialYear, server: Server) -> None:
        self.year, self.server = year, server
        self.days = (year.first_day + timedelta(days=n) for n in range((year.last_day - year.first_day).days + 1))
        self.meetings: dict[int, Meeting] = {}
        self.later: dict[date, list[Callable[[date], None]]] = {}

    def play(self) -> None:
        years = (self.year.start, self.year.start + 1)
        holidays = set(bank_holiday_names("england-and-wales", years))
        self.ledger = year_of_meetings(self.year.start, holidays)
        self.place = make_place(first=self.year.first_day, last=self.year.last_day)
        self._plan()
        for day in self.days:
            self._play_day(day)
        # What the last day has queued goes out on the next, before work begins: nobody is reminded any more.
        self._send(_at(self.year.last_day + ONE_DAY, time(7)))

    def _plan(self) -> None:
        first = _at(self.year.first_day, time(0, 30))
        for planned in self.ledger.meetings:
            body = self.place.bodies[planned.body]
            meeting = Meeting(
                partnership=self.place.partnership, body=body, title=f"{body} meeting", held_on=planned.held_on
            )
            officer = self._officer(self.year.first_day)
            self.meetings[planned.number] = schedule_meeting(meeting=meeting, by=officer, at=first)
            if planned.fate not in (Fate.PUBLISHED, Fate.FORGOTTEN):
                self._on(planned.held_on - ONE_DAY, self._call_off, planned)
        forgotten = next(one for one in self.ledger.meetings if one.fate == Fate.FORGOTTEN)
        self._on(forgotten.held_on + ONE_DAY, self._add_holiday, forgotten)

    def _on(self, day: date, happen: Callable[[Planned, date], None], planned: Planned) -> None:
        self.later.setdefault(day, []).append(lambda on: happen(planned, on))

    def _play_day(self, day: date) -> None:
        if self.ledger.is_reminder_due(day):
            self.ledger.reminders += len(self.place.officers_on(day))
        if day == self.ledger.meetings[SERVER_AWAY_AT].publish_on + SERVER_AWAY_FOR:
            self.server.come_back()
        self._send(_at(day, MORNING), reminders=True)
        if day == self.ledger.meetings[SERVER_AWAY_AT].publish_on:
            self.server.go_away()
        for happen in self.later.pop(day, []):
            happen(day)
        for planned in self.ledger.meetings:
            if planned.publish_on == day and planned.fate in (Fate.PUBLISHED, Fate.MOVED):
                self._publish(planned, day)

    def _send(self, at: datetime, *, reminders: bool = False) -> None:
        """What the worker does each minute; once a day is enough, as nothing waits for a shorter time."""
        if reminders:
            queue_reminders(at=at)
        gather_digests(at=at)
        send_due(now=lambda: at)

    # What happens to the meetings

    def _call_off(self, planned: Planned, day: date) -> None:
        meeting, by, at = self.meetings[planned.number], self._officer(day), _at(day, NOON)
        if planned.fate == Fate.CANCELLED:
            cancel_meeting(meeting=meeting, reason=REASON, by=by, at=at)
            return
        to_on = None
        if planned.fate == Fate.MOVED:
            planned.held_on = to_on = planned.held_on + MOVED_BY
            self.ledger.set_days(planned)
        postpone_meeting(meeting=meeting, to_on=to_on, reason=REASON, by=by, at=at)

    def _add_holiday(self, planned: Planned, day: date) -> None:
        """The next working day but one becomes a bank holiday: open deadlines move, settled ones do not."""
        added = self.ledger.working_day_after(day, 2)
        add_holiday(
            partnership=self.place.partnership, day=added, name="One-off", by=self._officer(day), at=_at(day, NOON)
        )
        self.ledger.holidays.add(added)
        for one in self.ledger.meetings:
            if one.published_on is None and not one.is_off:
                self.ledger.set_days(one)

    def _publish(self, planned: Planned, day: date) -> None:
        """At the last minute of the day, which is still on time on the due day."""
        meeting = self.meetings[planned.number]
        publish_summary(
            summary=MeetingSummary.objects.create(meeting=meeting),
            content=SummaryContent(
                key_issues="<p>Waiting times</p>",
                seats=[self._seat(planned, seat) for seat in self._seats(planned)],
                actions=[ActionAnswer(what, owner=self.place.bodies["board"]) for what in ACTIONS],
            ),
            draft_version=0,
            by=self._officer(day),
            at=_at(day, LAST_MINUTE),
        )
        planned.published_on = day
        self.ledger.summaries_to += len(self.place.scrutiny_addresses_on(day))
        asked = {organisation for seat in self._seats(planned) for organisation in _organisations(seat)}
        self.ledger.asked += len(asked) * len(ACTIONS)
        self._on(day + SHARED_AFTER, self._share, planned)

    def _seats(self, planned: Planned) -> list[Seat]:
        body = self.place.bodies[planned.body]
        return list(body.seats.current(on=planned.held_on).with_holders(on=planned.held_on))

    def _seat(self, planned: Planned, seat: Seat) -> SeatAnswer:
        turn = (planned.number * 7 + seat.number * 3) % 10
        state = {0: AttendanceState.APOLOGIES, 1: AttendanceState.DEPUTY, 2: AttendanceState.ABSENT}.get(
            turn, AttendanceState.PRESENT
        )
        counted = self.ledger.states.setdefault(planned.body, {})
        counted[state.value] = counted.get(state.value, 0) + 1
        [holding] = seat.holdings_on_day
        deputy = "A deputy" if state == AttendanceState.DEPUTY else ""
        return SeatAnswer(seat, state, str(holding.holder), deputy)

    def _share(self, planned: Planned, day: date) -> None:
        """Every other organisation says so, and a councillor asks about every fourth summary."""
        meeting, at = self.meetings[planned.number], _at(day, NOON)
        actions = list(meeting.actions.values_list("pk", flat=True))
        asked = {one.organisation for one in Sharing.objects.filter(action__in=actions).select_related("organisation")}
        for organisation in sorted(asked, key=lambda one: one.name)[::2]:
            person = self.place.people[organisation.pk]
            passed = share(organisation=organisation, actions=actions, note="To all teams", at=at, person=person)
            self.ledger.shared += len(passed)
        if planned.number % 4 == 0:
            add_comment(summary=meeting.summary, text="What about the evenings?", by=self._officer(day), at=at)
            self.ledger.comments += 1

    def _officer(self, day: date) -> User:
        return self.place.officers_on(day)[-1]


def _organisations(seat: Seat) -> list[int | None]:
    return [holding.organisation_id for holding in seat.holdings_on_day]


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=LONDON)
