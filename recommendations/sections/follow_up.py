"""What PPB members want a meeting to look at, what became of it, and the box to ask for more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from boards.panels import Panel
from core.models import User
from core.rules.dates import format_date
from meetings.models import Meeting
from recommendations.forms.follow_up import FollowUpForm
from recommendations.models import FollowUp
from recommendations.sections.reading import Reading
from recommendations.services.follow_ups import why_not_taken_back


@dataclass(frozen=True)
class Asked:
    """A follow-up in words; ``meeting`` is the one that looks at it, or looked."""

    follow_up: FollowUp
    state: str
    tone: str
    words: str
    meeting: Meeting | None
    may_take_back: bool
    may_settle: bool


def section(reading: Reading) -> Panel | None:
    """Nothing for somebody who may neither read nor ask."""
    rows = FollowUp.objects.visible_to(reading.reader).filter(
        recommendation=reading.recommendation, asked_at__date__lte=reading.on
    )
    asked = [_asked(one, reading) for one in rows.select_related("asked_by", "item__meeting", "meeting")]
    # An agenda is public; a report in preparation is not.
    may_ask = reading.may("ask_follow_up") and not reading.recommendation.topic_group.is_draft
    if not asked and not may_ask:
        return None
    form = FollowUpForm(auto_id="id_follow_up_%s") if may_ask else None
    return Panel("recommendations/sections/follow_up.html", {"asked": asked, "follow_up_form": form})


def _asked(follow_up: FollowUp, reading: Reading) -> Asked:
    state, tone, words = _became(follow_up, on=reading.today)
    is_open = follow_up.settled_at is None
    meeting = follow_up.item.meeting if follow_up.item else None
    is_past = meeting is not None and meeting.held_on is not None and meeting.held_on <= reading.today
    reader = reading.reader
    return Asked(
        follow_up=follow_up,
        state=state,
        tone=tone,
        words=words,
        meeting=meeting,
        may_take_back=reading.may("ask_follow_up")
        and isinstance(reader, User)
        and not why_not_taken_back(follow_up, by=reader),
        may_settle=is_open and not is_past and reading.may("manage_scrutiny"),
    )


def _became(follow_up: FollowUp, *, on: date) -> tuple[str, str, str]:
    """In one word, its colour, and in a sentence."""
    if follow_up.is_taken_back:
        return "taken back", "grey", ""
    if follow_up.settled_at is not None:
        return "settled", "grey", f"The partnership office: {follow_up.settled_reason}"
    if follow_up.item is None:
        before = follow_up.meeting
        if before is None:
            return "waiting", "amber", "It goes on the agenda as soon as a meeting is planned."
        taken_off = f"It was taken off the agenda of {before.title}, {format_date(before.held_on)}"
        return "waiting", "amber", f"{taken_off}, and waits for the meeting after that."
    meeting = follow_up.item.meeting
    if meeting.is_off:
        return "waiting", "amber", f"The meeting was {meeting.get_status_display()}, so it waits for the next one."
    if meeting.held_on is not None and meeting.held_on <= on:
        return "was on the agenda", "green", ""
    if meeting.agenda_published_at is None:
        return "on the agenda", "blue", "The agenda is not public yet."
    return "on the agenda", "blue", ""
