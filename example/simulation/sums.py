"""What the ledger of a simulated year says, held against what the portal's own pages and rows say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count

from actions.models import Sharing
from attendance.models import Attendance
from attendance.rules import Tally, Year
from attendance.services import Matrix, attendance_by_organisation, matrix_of
from core.models import AuditEvent
from example.simulation.place import REFUSED
from example.simulation.script import Fate
from example.simulation.year import SimulatedYear
from outbox.choices import MessageState
from outbox.models import Message
from summaries.choices import SUMMARY
from summaries.models import SummaryComment
from summaries.services.register import Register, register_of
from summaries.services.reminders import REMINDER

READER = AnonymousUser()


@dataclass(frozen=True)
class Sum:
    """One figure, as the ledger counted it and as the portal shows it."""

    name: str
    ledger: int
    portal: int

    @property
    def agrees(self) -> bool:
        return self.ledger == self.portal


def sums_of(played: SimulatedYear) -> list[Sum]:
    """Every figure of the year that can be counted in two ways."""
    return [*_register(played), *_attendance(played), *_mail(played), *_audit(played), *_sharing(played)]


def _register(played: SimulatedYear) -> list[Sum]:
    ledger, found = played.ledger, _register_of(played)
    counted = found.punctuality
    held = [one for one in ledger.meetings if not one.is_off and one.held_on <= played.year.last_day]
    published = [one for one in held if one.published_on]
    waiting = [one for one in held if not one.published_on]
    overdue = sum(one.due_on < played.year.last_day for one in waiting)
    return [
        Sum("Meetings that owe a summary", len(held), counted.total),
        Sum("Meetings that were off", sum(one.is_off for one in ledger.meetings), found.off),
        Sum("Summaries on time", sum(one.is_on_time for one in published), counted.on_time),
        Sum("Summaries late", sum(not one.is_on_time for one in published), counted.late),
        Sum("Summaries overdue", overdue, counted.overdue),
        Sum("Summaries within their deadline", len(waiting) - overdue, counted.open),
        Sum(
            "Working days late, all together",
            sum(_late(played, one.due_on, one.published_on) for one in held),
            sum(one.timing.working_days for one in found.late),
        ),
        Sum("Register by body adds up", counted.total, sum(one.punctuality.total for one in found.by_body)),
        Sum("Register by officer adds up", counted.total, sum(one.punctuality.total for one in found.by_officer)),
        Sum("Register by quarter adds up", counted.total, sum(one.punctuality.total for one in found.by_quarter)),
    ]


def _late(played: SimulatedYear, due_on: date, published_on: date | None) -> int:
    return played.ledger.working_days_since(due_on, published_on or played.year.last_day)


def _register_of(played: SimulatedYear) -> Register:
    year = Year.financial(played.year)
    return register_of(played.place.partnership, year=year, reader=READER, on=played.year.last_day)


def _attendance(played: SimulatedYear) -> list[Sum]:
    year, sums = Year.financial(played.year), []
    seats = 0
    for code, states in sorted(played.ledger.states.items()):
        matrix = _matrix_of(played, code, year)
        seats += matrix.tally.recorded
        published = sum(one.body == code and one.published_on is not None for one in played.ledger.meetings)
        sums += [
            Sum(f"{code}: meetings in the matrix", published, len(matrix.columns)),
            Sum(f"{code}: seats present", states.get("present", 0), matrix.tally.present),
            Sum(f"{code}: deputies", states.get("deputy", 0), matrix.tally.deputy),
            Sum(f"{code}: apologies", states.get("apologies", 0), matrix.tally.apologies),
            Sum(f"{code}: absent", states.get("absent", 0), matrix.tally.absent),
            Sum(f"{code}: columns add up", matrix.tally.recorded, sum(one.tally.recorded for one in matrix.columns)),
        ]
    organisations = attendance_by_organisation(played.place.partnership, year=year, reader=READER)
    everywhere = sum((one.tally for one in organisations), Tally())
    marks = Attendance.objects.filter(meeting__partnership=played.place.partnership).count()
    return [
        *sums,
        Sum("Seats over all organisations", seats, everywhere.recorded),
        Sum("Rows of attendance", seats, marks),
    ]


def _matrix_of(played: SimulatedYear, code: str, year: Year) -> Matrix:
    return matrix_of(played.place.bodies[code], year=year, reader=READER, on=played.year.last_day)


def _mail(played: SimulatedYear) -> list[Sum]:
    messages = Message.objects.filter(partnership=played.place.partnership)
    summaries, reminders = messages.filter(kind=SUMMARY), messages.filter(kind=REMINDER)
    states = dict(messages.order_by().values_list("state").annotate(Count("pk")))
    refused = summaries.filter(email=REFUSED)
    settled = sum(states.get(state, 0) for state in (MessageState.SENT, MessageState.FAILED, MessageState.DROPPED))
    return [
        Sum("Summaries emailed, over all recipients of the day", played.ledger.summaries_to, summaries.count()),
        Sum("Refused by the mailbox, and given up", refused.count(), states.get(MessageState.FAILED, 0)),
        Sum("Reminders, over all officers of the day", played.ledger.reminders, reminders.count()),
        Sum("Messages that still wait", 0, messages.count() - settled),
        Sum("Messages that may have gone twice", 0, messages.filter(may_be_double=True).count()),
    ]


def _audit(played: SimulatedYear) -> list[Sum]:
    events = AuditEvent.objects.filter(scope=played.place.partnership.slug).order_by()
    verbs = dict(events.values_list("verb").annotate(Count("pk")))
    meetings = played.ledger.meetings
    fates = [one.fate for one in meetings]
    return [
        Sum("Audit: scheduled", len(meetings), verbs.get("meeting.scheduled", 0)),
        Sum(
            "Audit: published", sum(one.published_on is not None for one in meetings), verbs.get("summary.published", 0)
        ),
        Sum("Audit: cancelled", fates.count(Fate.CANCELLED), verbs.get("meeting.cancelled", 0)),
        Sum(
            "Audit: postponed", fates.count(Fate.MOVED) + fates.count(Fate.POSTPONED), verbs.get("meeting.postponed", 0)
        ),
        Sum("Audit: holiday added", 1, verbs.get("holiday.added", 0)),
        Sum("Audit: comments", played.ledger.comments, verbs.get("summary.commented", 0)),
    ]


def _sharing(played: SimulatedYear) -> list[Sum]:
    asked = Sharing.objects.filter(action__partnership=played.place.partnership)
    comments = SummaryComment.objects.filter(summary__meeting__partnership=played.place.partnership)
    return [
        Sum("Organisations asked to share an action", played.ledger.asked, asked.count()),
        Sum("Shared", played.ledger.shared, asked.exclude(shared_at=None).count()),
        Sum("Comments", played.ledger.comments, comments.count()),
    ]
