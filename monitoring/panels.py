"""What reviews, discussions and follow-ups show on the pages of a recommendation and of a meeting, and on Today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, QuerySet
from django.utils.text import Truncator

from agendas.picks import ITEM_PICKS
from boards.models import Partnership
from boards.panels import ON_TODAY, Task, ago, first_waiting, task_panel
from boards.prepared import prepared
from core.addresses import address
from core.models import FormToken
from core.panels import Panel, PanelRequest
from meetings.models import Meeting
from meetings.panels import MEETING_SIDE, MEETING_SIDE_AHEAD
from monitoring.forms import FollowUpForm
from monitoring.models import FollowOnRecommendation, FollowUp, Review
from monitoring.picking import ITEM_PICKER
from monitoring.services.discussions import meetings_of, recommendations_of
from monitoring.services.follow_ups import why_not_taken_back
from monitoring.timeline import timeline
from recommendations.models import Recommendation
from recommendations.panels import ROW_ACTIONS, SIDE, STORY, Reading

if TYPE_CHECKING:
    from boards.panels import Reader

REQUESTS, REVIEWS = "monitoring:follow_up_requests", "monitoring:reviews"
WORDS_OF_REQUEST = 90

ITEM_PICKS.picker = ITEM_PICKER


@STORY.add(order=70)
def happened_panel(reading: Reading) -> Panel:
    """What has happened, in the order in which it happened."""
    moments = timeline(reading.record, reader=reading.reader, since=reading.since)
    # Who reads everything may read the names of those who recorded it, too.
    names = reading.reader.has_perm("recommendations.comment", reading.partnership)
    return Panel("monitoring/panels/happened.html", {"moments": moments, "names": names})


@SIDE.add(order=30)
def review_due_panel(reading: Reading) -> Panel:
    """By when it is reviewed, or when it was, and where officers record it."""
    return Panel("monitoring/panels/review_due.html", {"may_record": reading.may("progress.add_progress")})


@STORY.add(order=80)
def review_panel(reading: Reading) -> Panel | None:
    """The review after twelve months, what it led to, and the review that this recommendation arose from."""
    recommendation = reading.record
    known = FollowOnRecommendation.objects.filter(recommendation__in=Recommendation.objects.visible_to(reading.reader))
    led_to = Prefetch("follow_ons", known.select_related("recommendation"), "known_follow_ons")
    known_reviews = recommendation.reviews.known_on(reading.on).select_related("meeting__body")
    reviews = list(known_reviews.prefetch_related(led_to).order_by("reviewed_on", "pk"))
    arose_from = _arose_from(recommendation)
    if not reviews and arose_from is None:
        return None
    return Panel("monitoring/panels/review.html", {"reviews": reviews, "arose_from": arose_from})


def _arose_from(recommendation: Recommendation) -> Review | None:
    """The page has fetched it with the recommendation."""
    link: FollowOnRecommendation | None = getattr(recommendation, "arose_from", None)
    return link.review if link else None


@SIDE.add(order=40)
def discussed_panel(reading: Reading) -> Panel | None:
    """Where it was discussed, the newest meeting first; on the page of today those ahead too."""
    known_on = None if reading.is_today else reading.on
    meetings = [
        {"meeting": one.meeting, "is_ahead": _is_ahead(one.meeting, reading.today), "places": one.places}
        for one in meetings_of(reading.record, reader=reading.reader, known_on=known_on)
    ]
    return Panel("monitoring/panels/discussed.html", {"meetings": meetings}) if meetings else None


@MEETING_SIDE.add(order=50)
@MEETING_SIDE_AHEAD.add(order=50)
def discussed_at_meeting_panel(asked: PanelRequest[Meeting]) -> Panel | None:
    """Which recommendations a meeting discusses: the same links from the other end."""
    meeting = asked.record
    if meeting.is_off:
        return None
    discussed = recommendations_of(meeting, reader=asked.reader)
    context = {"discussed": discussed, "is_ahead": _is_ahead(meeting, asked.on), "partnership": meeting.partnership}
    return Panel("monitoring/panels/discussed_at_meeting.html", context) if discussed else None


def _is_ahead(meeting: Meeting, on: date) -> bool:
    return meeting.held_on is not None and meeting.held_on > on


@ROW_ACTIONS.add(order=10)
def follow_up_row(asked: PanelRequest[Partnership]) -> Panel | None:
    """The way to ask for follow-up, from the list."""
    may_ask = asked.reader.has_perm("monitoring.ask_follow_up", asked.record)
    return Panel("monitoring/panels/row.html", {}) if may_ask else None


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


@STORY.add(order=100)
def follow_up_panel(reading: Reading) -> Panel | None:
    """Nothing for somebody who may neither read nor ask."""
    rows = FollowUp.objects.visible_to(reading.reader).filter(
        recommendation=reading.record, asked_at__date__lte=reading.on
    )
    decidable = _decidable(reading)
    asked = [_asked(one, reading, decidable) for one in rows.select_related("asked_by", "item__meeting", "meeting")]
    # An agenda is public; a report in preparation is not.
    may_ask = reading.may("monitoring.ask_follow_up") and not reading.record.topic_group.is_draft
    if not asked and not may_ask:
        return None
    form = FollowUpForm(auto_id="id_follow_up_%s") if may_ask else None
    context = {"asked": asked, "follow_up_form": form, "form_token": FormToken.new()}
    return Panel("monitoring/panels/follow_up.html", context)


def _decidable(reading: Reading) -> set[int]:
    """Primary keys of those that the reader may put on an agenda or decline."""
    if not reading.may("monitoring.decide_follow_ups"):
        return set()
    mine = FollowUp.objects.decidable_by(reading.reader, reading.record.partnership)
    return set(mine.filter(recommendation=reading.record).values_list("pk", flat=True))


def _asked(follow_up: FollowUp, reading: Reading, decidable: set[int]) -> Asked:
    state, tone, words = _became(follow_up, on=reading.today)
    is_open = follow_up.settled_at is None
    meeting = follow_up.item.meeting if follow_up.item else None
    is_past = meeting is not None and meeting.held_on is not None and meeting.held_on <= reading.today
    reader: Any = reading.reader
    return Asked(
        follow_up=follow_up,
        state=state,
        tone=tone,
        words=words,
        meeting=meeting,
        may_take_back=reading.may("monitoring.ask_follow_up") and not why_not_taken_back(follow_up, by=reader),
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


# Today


def follow_ups_requested(partnership: int, reader: Reader, _on: date) -> QuerySet[Any, Any]:
    return FollowUp.objects.visible_to(reader).requested().filter(recommendation__partnership=partnership)


@prepared("partnership")
def _first_requested(partnership: int, reader: Reader, on: date) -> QuerySet[Any, Any]:
    rows = follow_ups_requested(partnership, reader, on).select_related("recommendation", "asked_by")
    of_recommendation = ("recommendation__number", "recommendation__title")
    rows = rows.only("text", "asked_by__name", "asked_by__email", *of_recommendation)
    return first_waiting(rows, "asked_at", on=on, is_moment=True)


@ON_TODAY.add(order=50, page=REQUESTS, rows=follow_ups_requested)
def follow_up_requests(asked: PanelRequest[Partnership]) -> Panel | None:
    """What members ask a meeting to look at again."""
    slug = asked.record.slug

    def task(follow_up: Any) -> Task:
        recommendation = follow_up.recommendation
        return Task(
            f"Recommendation {recommendation.number}: {recommendation.title}",
            f"{address('recommendations:detail', slug, recommendation.pk)}#follow-up",
            "Decide",
            f"{address(REQUESTS, slug)}#recommendation-{recommendation.pk}",
            when=ago(follow_up.waits_since, on=asked.on),
            note=f"{follow_up.asked_by}: “{Truncator(follow_up.text).chars(WORDS_OF_REQUEST)}”",
            about=f"on the request about recommendation {recommendation.number}",
        )

    rows = _first_requested(asked.record.pk, asked.reader, asked.on)
    url = address(REQUESTS, slug)
    return task_panel("follow-up-requests", "Requests for follow-up", rows, task, url=url, page=REQUESTS)


def reviews_due(partnership: int, reader: Reader, on: date) -> QuerySet[Any, Any]:
    return Recommendation.objects.visible_to(reader).filter(partnership=partnership).as_at(on).review_due(on=on)


@prepared("partnership")
def _first_reviews(partnership: int, reader: Reader, on: date) -> QuerySet[Any, Any]:
    rows = reviews_due(partnership, reader, on).select_related(None).prefetch_related(None)
    return first_waiting(rows.only("number", "title", "review_due_on", "review_precision"), "review_due_on", on=on)


@ON_TODAY.add(order=110, page=REVIEWS, rows=reviews_due)
def reviews_to_record(asked: PanelRequest[Partnership]) -> Panel | None:
    """Reviews that are overdue or due within thirty days."""
    slug = asked.record.slug

    def task(one: Any) -> Task:
        state = one.review.state.value
        return Task(
            f"{one.number}. {one.title}",
            f"{address('recommendations:detail', slug, one.pk)}#review",
            "Record review",
            address("monitoring:review_record", slug, one.pk),
            when=state[:1].upper() + state[1:],
            tone=one.review.tone,
            note=f"Due {one.review.due}",
            about=f"of recommendation {one.number}",
        )

    rows = _first_reviews(asked.record.pk, asked.reader, asked.on)
    return task_panel("reviews", "Reviews due", rows, task, url=address(REVIEWS, slug), page=REVIEWS)
