"""Officers are reminded of the summaries that are owed, once a morning, until these are published (RM-1 to RM-3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef

from boards.choices import Role
from boards.models import Partnership, Person, RoleGrant
from boards.services.calendar import holidays_of
from core.acts import act
from core.addresses import address
from core.chores import each
from core.rules.working_days import SummaryState, SummaryTiming, london_day
from meetings.models import Meeting
from meetings.services.clock import SummaryClock
from outbox.kinds import Letter, NotWanted, kind
from outbox.letters import letter
from outbox.models import Message
from outbox.services.queue import Addressee, queue_mail
from summaries.rules import MOST_OVERDUE, calls_for_reminder, is_pressing, is_reminder_time

# The kind of these messages: about the partnership, with the day as their key, so that one goes each morning.
REMINDER = "summary-reminder"
REMINDING = "remind-of-summaries"
# Wider than any reminder day is from its deadline, holidays included; it spares the query what is long past.
AHEAD, BEHIND = timedelta(days=14), timedelta(days=MOST_OVERDUE * 2)


@dataclass(frozen=True)
class Owed:
    """A summary that is owed: how urgent it is, how that was counted, and where it is written."""

    meeting: Meeting
    timing: SummaryTiming
    explanation: str

    @property
    def is_overdue(self) -> bool:
        return self.timing.state == SummaryState.OVERDUE

    @property
    def path(self) -> str:
        return address("summaries:summary_edit", self.meeting.partnership.slug, self.meeting.pk)

    @property
    def url(self) -> str:
        return f"{settings.BASE_URL}{self.path}"


def queue_reminders(*, at: datetime) -> int:
    """Queue this morning's reminders of all partnerships, and return how many; asked every minute, it repeats none.

    One query, where nothing is owed or all have been reminded.
    """
    if not is_reminder_time(at):
        return 0
    today = london_day(at)
    reminded = Message.objects.filter(kind=REMINDER, about=OuterRef("partnership"), key=today.isoformat())
    owing = Meeting.objects.owing_summary(on=today).filter(
        ~Exists(reminded),
        summary_due_on__range=(today - BEHIND, today + AHEAD),
        partnership__is_listed=True,
    )
    deadlines: dict[Partnership, list[date]] = {}
    for meeting in owing.select_related("partnership").order_by("partnership"):
        if meeting.summary_due_on:
            deadlines.setdefault(meeting.partnership, []).append(meeting.summary_due_on)
    return each(
        REMINDING,
        deadlines,
        lambda partnership: _remind(partnership, deadlines[partnership], at=at),
        at=at,
        scope=lambda partnership: partnership.slug,
    )


@act()
def _remind(partnership: Partnership, deadlines: Sequence[date], *, at: datetime) -> int:
    today = london_day(at)
    holidays = holidays_of(partnership, (today.year - 1, today.year, today.year + 1))
    if not calls_for_reminder(deadlines, on=today, holidays=holidays):
        return 0
    owed = summaries_owed(partnership, on=today)
    return queue_mail(
        partnership=partnership,
        kind=REMINDER,
        about=partnership.pk,
        key=today.isoformat(),
        to=reminded_by(partnership, on=today),
        subject=reminder_subject(owed),
        path=owed[0].path if len(owed) == 1 else address("summaries:register", partnership.slug),
        at=at,
    )


def summaries_owed(partnership: Partnership, *, on: date) -> list[Owed]:
    """RM-2: what a reminder of the day lists, the oldest deadline first."""
    owing = Meeting.objects.owing_summary(on=on).filter(partnership=partnership, summary_due_on__gte=on - BEHIND)
    meetings = list(owing.select_related("partnership", "body"))
    clock = SummaryClock(partnership, meetings, today=on)
    return [
        Owed(meeting, timing, clock.explanation(meeting))
        for meeting in meetings
        if meeting.summary_due_on
        and is_pressing(meeting.summary_due_on, on=on, holidays=clock.holidays)
        and (timing := clock.timing(meeting, published_at=None))
    ]


def reminded_by(partnership: Partnership, *, on: date) -> list[Addressee]:
    """RM-3: the partnership's officers on the day; its office where there is none."""
    grants = RoleGrant.objects.current(on=on).filter(partnership=partnership, role=Role.OFFICER, user__is_active=True)
    users = {grant.user_id: grant.user for grant in grants.select_related("user")}
    people = dict(Person.objects.filter(partnership=partnership, user__in=users).values_list("user", "pk"))
    officers = [
        Addressee(str(user), user.email, "officer of the partnership", people.get(pk)) for pk, user in users.items()
    ]
    return officers or [Addressee("Partnership office", partnership.office_email, "the partnership’s office")]


def reminder_subject(owed: Sequence[Owed]) -> str:
    """“Summary due today: Board, 16 November 2026”; “3 summaries to write, 1 of them overdue”."""
    if len(owed) == 1:
        meeting = owed[0].meeting
        return f"Summary {owed[0].timing.words.split(':')[0]}: {meeting.title}, {meeting.when}"
    overdue = sum(one.is_overdue for one in owed)
    return f"{len(owed)} summaries to write{f', {overdue} of them overdue' if overdue else ''}"


@kind(REMINDER, "Reminder of a summary")
def compose_reminder(message: Message, at: datetime) -> Letter:
    """What is owed at the moment of sending; nothing is sent to who is no officer, or where a later mail says it."""
    partnership, today = message.partnership, london_day(at)
    if message.email.casefold() not in {one.email.casefold() for one in reminded_by(partnership, on=today)}:
        raise NotWanted(f"{message.name} is not an officer of the partnership any more.")
    later = Message.objects.of(REMINDER, partnership.pk).filter(email=message.email, key__gt=message.key)
    if later.exists():
        raise NotWanted("A later reminder lists what is still owed.")
    owed = summaries_owed(partnership, on=today)
    if not owed:
        raise NotWanted("The summaries are published, or not owed any more.")
    return letter("summaries/reminder", {"owed": owed}, message, reminder_subject(owed))
