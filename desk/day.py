"""What waits for the officer today: one dated reading, a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Min

from actions.models import Action
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
from summaries.models import SummaryComment

if TYPE_CHECKING:
    from boards.models import Partnership
    from core.models import User
    from invitations.models import InvitationQuerySet

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
    silent: tuple[Recommendation, ...]
    ahead: tuple[MeetingAhead, ...]
    behind: tuple[CadenceReading, ...]
    scrutiny: ScrutinyDay

    @property
    def is_anything_waiting(self) -> bool:
        comments = self.summary_comments or self.recommendation_comments
        asked = self.invitations or self.follow_ups_due or self.scrutiny.is_anything_waiting
        return bool(comments or asked or self.failed_mails)


def day_of(partnership: Partnership, *, reader: User, on: date) -> Day:
    """Twenty-three queries, however much waits; four more where a body has a cadence, four where the executive has
    to answer.
    """
    overdue = Action.objects.visible_to(reader).filter(partnership=partnership).overdue(on=on)
    oldest = tuple(
        ActionOverdue(action, age_in_words((on - action.due_on).days))
        for action in overdue.for_list().order_by("due_on", "pk")[:SHOWN]
        if action.due_on
    )
    silent = Recommendation.objects.visible_to(reader).filter(partnership=partnership)
    invited = Invitation.objects.visible_to(reader).filter(meeting__partnership=partnership)
    return Day(
        summaries=summaries_due(partnership, on=on),
        summary_comments=_summary_comments(partnership, reader=reader, on=on),
        recommendation_comments=_recommendation_comments(partnership, reader=reader),
        invitations=_unanswered(invited.unanswered_ahead(on=on), on=on),
        follow_ups_due=invited.follow_up_due(on=on).count(),
        failed_mails=Message.objects.visible_to(reader)
        .filter(partnership=partnership, state=MessageState.FAILED)
        .count(),
        actions_overdue=overdue.count(),
        oldest_actions=oldest,
        silent=tuple(silent.as_at(on).open().silent_longest()[:SHOWN]),
        ahead=meetings_ahead(partnership, on=on, at_most=MEETINGS_SHOWN),
        behind=tuple(bodies_behind(partnership, on=on)),
        scrutiny=scrutiny_of(partnership, reader=reader, on=on),
    )


def meeting_name(body: object, title: str, held_on: date | None, ends_on: date | None = None, *, on: date) -> str:
    """“Safer Halton SSP, Thursday 12 November”."""
    name = str(body or title)
    return f"{name}, {format_weekdays(held_on, ends_on, today=on)}" if held_on else name


def summaries_due(partnership: Partnership, *, on: date) -> tuple[SummaryDue, ...]:
    """Summaries owed on the day, the oldest deadline first."""
    owing = Meeting.objects.filter(partnership=partnership).owing_summary(on=on)
    meetings = list(owing.select_related("body", "summary").defer("summary__draft"))
    clock = SummaryClock(partnership, meetings, today=on)
    return tuple(
        _due(meeting, timing, clock, on=on)
        for meeting in meetings
        if (timing := clock.timing(meeting, published_at=None)) is not None
    )


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


def _summary_comments(partnership: Partnership, *, reader: User, on: date) -> tuple[Waiting, ...]:
    unanswered = SummaryComment.objects.visible_to(reader).unanswered()
    place = "summary__meeting"
    rows = (
        unanswered.filter(summary__meeting__partnership=partnership)
        .order_by()
        .values_list(place, f"{place}__body__name", f"{place}__title", f"{place}__held_on")
        .annotate(Count("pk"), first=Min("made_at"))
        .order_by("first")
    )
    return tuple(
        Waiting(count, meeting_name(body, title, held_on, on=on), pk) for pk, body, title, held_on, count, _ in rows
    )


def _recommendation_comments(partnership: Partnership, *, reader: User) -> tuple[Waiting, ...]:
    unanswered = RecommendationComment.objects.visible_to(reader).unanswered()
    rows = (
        unanswered.filter(recommendation__partnership=partnership)
        .order_by()
        .values_list("recommendation", "recommendation__number", "recommendation__title")
        .annotate(Count("pk"), first=Min("made_at"))
        .order_by("first")
    )
    return tuple(Waiting(count, f"recommendation {number}, {title}", pk) for pk, number, title, count, _ in rows)


def _unanswered(invitations: InvitationQuerySet, *, on: date) -> tuple[Waiting, ...]:
    """Invitations that are not answered, by meeting; the next meeting first."""
    rows = (
        invitations.order_by()
        .values_list("meeting", "meeting__body__name", "meeting__title", "meeting__held_on")
        .annotate(Count("pk"))
        .order_by("meeting__held_on", "meeting")
    )
    return tuple(
        Waiting(count, meeting_name(body, title, held_on, on=on), pk) for pk, body, title, held_on, count in rows
    )


def meetings_ahead(partnership: Partnership, *, on: date, at_most: int) -> tuple[MeetingAhead, ...]:
    """The next meetings, and whether the agenda of each is published; one query."""
    upcoming = Meeting.objects.filter(partnership=partnership).upcoming(on=on)
    meetings = upcoming.select_related("body").only(
        *("title", "held_on", "held_precision", "ends_on", "starts_at", "venue"),
        *("agenda_published_at", "body__name"),
    )
    return tuple(
        MeetingAhead(
            meeting=meeting,
            name=str(meeting.body or meeting.title),
            day=format_weekdays(meeting.held_on, meeting.ends_on, today=on) if meeting.held_on else "",
            starts=format_time(meeting.starts_at) if meeting.starts_at else "",
            has_agenda=meeting.agenda_published_at is not None,
        )
        for meeting in meetings[:at_most]
    )
