"""What PPB members want a meeting to look at, what became of it, and the box to ask for more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from boards.panels import Panel
from core.models import User
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
    may_decide: bool
    is_requested: bool


def section(reading: Reading) -> Panel | None:
    """Nothing for somebody who may neither read nor ask."""
    rows = FollowUp.objects.visible_to(reading.reader).filter(
        recommendation=reading.recommendation, asked_at__date__lte=reading.on
    )
    decidable = _decidable(reading)
    asked = [_asked(one, reading, decidable) for one in rows.select_related("asked_by", "item__meeting", "meeting")]
    # An agenda is public; a report in preparation is not.
    may_ask = reading.may("ask_follow_up") and not reading.recommendation.topic_group.is_draft
    if not asked and not may_ask:
        return None
    form = FollowUpForm(auto_id="id_follow_up_%s") if may_ask else None
    return Panel("recommendations/sections/follow_up.html", {"asked": asked, "follow_up_form": form})


def _decidable(reading: Reading) -> set[int]:
    """Primary keys of those that the reader may put on an agenda or decline."""
    if not reading.may("decide_follow_ups"):
        return set()
    mine = FollowUp.objects.decidable_by(reading.reader, reading.recommendation.partnership)
    return set(mine.filter(recommendation=reading.recommendation).values_list("pk", flat=True))


def _asked(follow_up: FollowUp, reading: Reading, decidable: set[int]) -> Asked:
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
        may_decide=is_open and not is_past and follow_up.pk in decidable,
        is_requested=follow_up.is_requested,
    )


def _became(follow_up: FollowUp, *, on: date) -> tuple[str, str, str]:
    """In one word, its colour, and in a sentence."""
    if follow_up.is_taken_back:
        return "taken back", "grey", ""
    if follow_up.settled_at is not None:
        word = "settled" if follow_up.placed_at else "declined"
        return word, "grey", f"Reason: {follow_up.settled_reason}"
    decides = "The partnership office or the chair decides whether it goes on the next agenda."
    if follow_up.item is None:
        before = follow_up.meeting
        if before is None:
            return "requested", "amber", decides
        taken_off = f"It was taken off the agenda of {before.title}, {before.when}."
        return "requested", "amber", f"{taken_off} {decides}"
    meeting = follow_up.item.meeting
    if meeting.is_off:
        return "requested", "amber", f"The meeting was {meeting.get_status_display()}. {decides}"
    if meeting.held_on is not None and meeting.held_on <= on:
        return "was on the agenda", "green", ""
    if meeting.agenda_published_at is None:
        return "on the agenda", "blue", "The agenda is not public yet."
    return "on the agenda", "blue", ""
