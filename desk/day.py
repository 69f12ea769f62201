"""What waits for the officer today: one dated reading, a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Min, QuerySet, Window

from actions.models import Action
from boards.models import Partnership
from boards.prepared import prepared
from core.querysets import number_of
from core.rules.dates import age_in_words, format_time, format_weekdays
from core.rules.working_days import SummaryState, SummaryTiming
from desk.scrutiny import ScrutinyDay, scrutiny_of
from invitations.models import Invitation
from meetings.choices import SUMMARY_TONES
from meetings.models import Meeting
from meetings.services.cadence import CadenceReading, bodies_behind
from meetings.services.clock import SummaryClock
from outbox.choices import MessageState
from outbox.models import Message
from recommendations.models import Recommendation, RecommendationComment
from recommendations.rules import Silence, silence_since
from summaries.models import SummaryComment

if TYPE_CHECKING:
    from core.models import User

SHOWN = 5
MEETINGS_SHOWN = 6


@dataclass(frozen=True)
class SummaryDue:
    """A meeting whose summary is owed: ``tag`` says how urgent it is, ``clock`` how that was counted."""

    meeting: Meeting
    name: str
    tag: str
    tone: str
    clock: str
    has_draft: bool


@dataclass(frozen=True)
class Waiting:
    """Something that somebody waits for, gathered at the place where it is seen to."""

    count: int
    name: str
    pk: int


@dataclass(frozen=True)
class ActionOverdue:
    action: Action
    age: str


@dataclass(frozen=True)
class Silent:
    """A recommendation of which more progress is expected, and how long nobody has reported any."""

    pk: int
    number: int
    title: str
    silence: Silence


@dataclass(frozen=True)
class MeetingAhead:
    meeting: Meeting
    name: str
    day: str
    starts: str
    has_agenda: bool


@dataclass(frozen=True)
class Day:
    """All that *Today* shows."""

    summaries: tuple[SummaryDue, ...]
    summary_comments: tuple[Waiting, ...]
    recommendation_comments: tuple[Waiting, ...]
    invitations: tuple[Waiting, ...]
    follow_ups_due: int
    failed_mails: int
    actions_overdue: int
    oldest_actions: tuple[ActionOverdue, ...]
    silent: tuple[Silent, ...]
    ahead: tuple[MeetingAhead, ...]
    behind: tuple[CadenceReading, ...]
    scrutiny: ScrutinyDay

    @property
    def is_anything_waiting(self) -> bool:
        comments = self.summary_comments or self.recommendation_comments
        asked = self.invitations or self.follow_ups_due or self.scrutiny.is_anything_waiting
        return bool(comments or asked or self.failed_mails)


def day_of(partnership: Partnership, *, reader: User, on: date) -> Day:
    """Fifteen queries, however much waits; four more where a body has a cadence, four where the executive has to
    answer.
    """
    key = partnership.pk
    overdue = list(_actions_overdue(key, reader, on))
    ((follow_ups_due, failed_mails),) = _numbers(key, reader, on)
    return Day(
        summaries=summaries_due(partnership, on=on),
        summary_comments=tuple(
            Waiting(count, meeting_name(body, title, held_on, on=on), pk)
            for pk, body, title, held_on, count, _ in _summary_comments(key, reader)
        ),
        recommendation_comments=tuple(
            Waiting(count, f"recommendation {number}, {title}", pk)
            for pk, number, title, count, _ in _recommendation_comments(key, reader)
        ),
        invitations=tuple(
            Waiting(count, meeting_name(body, title, held_on, on=on), pk)
            for pk, body, title, held_on, count in _unanswered(key, reader, on)
        ),
        follow_ups_due=follow_ups_due,
        failed_mails=failed_mails,
        actions_overdue=overdue[0].number_overdue if overdue else 0,
        oldest_actions=tuple(ActionOverdue(one, age_in_words((on - one.due_on).days)) for one in overdue),
        silent=tuple(
            Silent(pk, number, title, silence_since(day, precision, has_progress=has_progress, on=on))
            for pk, number, title, day, precision, has_progress in _silent(key, reader, on)
        ),
        ahead=meetings_ahead(partnership, on=on, at_most=MEETINGS_SHOWN),
        behind=tuple(bodies_behind(partnership, on=on)),
        scrutiny=scrutiny_of(partnership, reader=reader, on=on),
    )


@prepared("partnership")
def _actions_overdue(partnership: int, reader: User, on: date) -> QuerySet[Any]:
    """Those longest overdue, each with ``number_overdue``, how many there are."""
    overdue = Action.objects.visible_to(reader).filter(partnership=partnership).overdue(on=on).for_list()
    return overdue.annotate(number_overdue=Window(Count("pk"))).order_by("due_on", "pk")[:SHOWN]


@prepared("partnership")
def _numbers(partnership: int, reader: User, on: date) -> QuerySet[Partnership, Any]:
    """What follows from invitations and is due, and messages that failed."""
    follow_ups = Invitation.objects.visible_to(reader).filter(meeting__partnership=partnership).follow_up_due(on=on)
    failed = Message.objects.visible_to(reader).filter(partnership=partnership, state=MessageState.FAILED)
    return Partnership.objects.filter(pk=partnership).values_list(number_of(follow_ups), number_of(failed))


@prepared("partnership")
def _silent(partnership: int, reader: User, on: date) -> QuerySet[Recommendation, Any]:
    open_ones = Recommendation.objects.visible_to(reader).filter(partnership=partnership).as_at(on).open()
    longest = open_ones.silent_longest().with_title(on=on).with_latest_precision(on=on)
    shown = ("pk", "number", "title_on_day", "latest_reported_on", "latest_precision", "has_progress")
    return longest.values_list(*shown)[:SHOWN]


def meeting_name(body: object, title: str, held_on: date | None, ends_on: date | None = None, *, on: date) -> str:
    """“Safer Halton SSP, Thursday 12 November”."""
    name = str(body or title)
    return f"{name}, {format_weekdays(held_on, ends_on, today=on)}" if held_on else name


def summaries_due(partnership: Partnership, *, on: date) -> tuple[SummaryDue, ...]:
    """Summaries owed on the day, the oldest deadline first."""
    meetings = list(_owing(partnership.pk, on))
    clock = SummaryClock(partnership, meetings, today=on)
    return tuple(
        _due(meeting, timing, clock, on=on)
        for meeting in meetings
        if (timing := clock.timing(meeting, published_at=None)) is not None
    )


@prepared("partnership")
def _owing(partnership: int, on: date) -> QuerySet[Meeting]:
    owing = Meeting.objects.filter(partnership=partnership).owing_summary(on=on)
    return owing.select_related("body", "summary").defer("summary__draft")


def _due(meeting: Meeting, timing: SummaryTiming, clock: SummaryClock, *, on: date) -> SummaryDue:
    tag = timing.words
    if timing.state == SummaryState.DUE:
        left = timing.working_days
        tag = "due on the next working day" if left == 1 else f"due in {left} working days"
    summary = getattr(meeting, "summary", None)
    return SummaryDue(
        meeting=meeting,
        name=meeting_name(meeting.body, meeting.title, meeting.held_on, meeting.ends_on, on=on),
        tag=tag[0].upper() + tag[1:],
        tone=SUMMARY_TONES[timing.state],
        clock=clock.explanation(meeting),
        has_draft=summary is not None and summary.saved_at is not None,
    )


@prepared("partnership")
def _summary_comments(partnership: int, reader: User) -> QuerySet[SummaryComment, Any]:
    place = "summary__meeting"
    return (
        SummaryComment.objects.visible_to(reader)
        .unanswered()
        .filter(summary__meeting__partnership=partnership)
        .order_by()
        .values_list(place, f"{place}__body__name", f"{place}__title", f"{place}__held_on")
        .annotate(Count("pk"), first=Min("made_at"))
        .order_by("first")
    )


@prepared("partnership")
def _recommendation_comments(partnership: int, reader: User) -> QuerySet[RecommendationComment, Any]:
    return (
        RecommendationComment.objects.visible_to(reader)
        .unanswered()
        .filter(recommendation__partnership=partnership)
        .order_by()
        .values_list("recommendation", "recommendation__number", "recommendation__title")
        .annotate(Count("pk"), first=Min("made_at"))
        .order_by("first")
    )


@prepared("partnership")
def _unanswered(partnership: int, reader: User, on: date) -> QuerySet[Invitation, Any]:
    """Invitations that are not answered, by meeting; the next meeting first."""
    return (
        Invitation.objects.visible_to(reader)
        .filter(meeting__partnership=partnership)
        .unanswered_ahead(on=on)
        .order_by()
        .values_list("meeting", "meeting__body__name", "meeting__title", "meeting__held_on")
        .annotate(Count("pk"))
        .order_by("meeting__held_on", "meeting")
    )


def meetings_ahead(partnership: Partnership, *, on: date, at_most: int) -> tuple[MeetingAhead, ...]:
    """The next meetings, and whether the agenda of each is published; one query."""
    return tuple(
        MeetingAhead(
            meeting=meeting,
            name=str(meeting.body or meeting.title),
            day=format_weekdays(meeting.held_on, meeting.ends_on, today=on) if meeting.held_on else "",
            starts=format_time(meeting.starts_at) if meeting.starts_at else "",
            has_agenda=meeting.agenda_published_at is not None,
        )
        for meeting in _upcoming(partnership.pk, on, at_most)
    )


@prepared("partnership")
def _upcoming(partnership: int, on: date, at_most: int) -> QuerySet[Meeting]:
    upcoming = Meeting.objects.filter(partnership=partnership).upcoming(on=on)
    return upcoming.select_related("body").only(
        *("title", "held_on", "held_precision", "ends_on", "starts_at", "venue"),
        *("agenda_published_at", "body__name"),
    )[:at_most]
