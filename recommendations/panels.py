"""The panels of a recommendation’s page, of meetings and of what delivers it; the places for apps above."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Prefetch

from actions.models import Action
from actions.panels import ON_ACTION
from boards.models import Strategy
from boards.panels import ON_STRATEGY
from core.models import User
from core.panels import Panel, PanelRequest, Place
from meetings.models import Meeting
from meetings.panels import MEETING_SIDE, MEETING_SIDE_AHEAD
from recommendations.choices import DiscussedIn, RecommendationStatus
from recommendations.delivery import delivered_panel, read_delivery
from recommendations.forms.follow_up import FollowUpForm
from recommendations.forms.progress import CommentForm
from recommendations.models import (
    Discussion,
    FollowUp,
    MonitoringDecision,
    Recommendation,
    RecommendationComment,
    Review,
    StatusProposal,
    Wording,
)
from recommendations.querysets import RecommendationQuerySet
from recommendations.rules.wording import Piece, is_changed, word_changes
from recommendations.services.follow_ups import why_not_taken_back
from recommendations.services.responses import answers_known, clock_of, clock_of_one
from recommendations.timeline import timeline
from scrutiny.models import TopicGroup
from scrutiny.panels import ON_TOPIC_GROUP

Reading = PanelRequest[Recommendation]  # read by ``as_at(on)``

# The page of a recommendation, which reads from top to bottom like a story.
STORY: Place[Recommendation] = Place()
# The page on which officers link what delivers a recommendation.
ON_DELIVERY: Place[Recommendation] = Place()


@STORY.add(order=10)
def asked_panel(reading: Reading) -> Panel:
    """What was asked, in which source, and what is known beside the wording."""
    recommendation = reading.record
    return Panel(
        "recommendations/panels/asked.html",
        {
            "paragraphs": list(recommendation.paragraphs.order_by("position")),
            "values": list(recommendation.values_served.all()),
            "may_edit": reading.may("scrutiny.manage_scrutiny"),
        },
    )


Part = tuple[str, tuple[Piece, ...]]


@dataclass(frozen=True)
class WordingShown:
    """One wording, with what its paper changed in the one before; ``parts`` are those that changed."""

    wording: Wording
    parts: Sequence[Part]


@STORY.add(order=20)
def wording_panel(reading: Reading) -> Panel | None:
    """Nothing as long as there is one wording only."""
    wordings = reading.record.wordings_on_day
    if len(wordings) < 2:
        return None
    before: list[Wording | None] = [None, *wordings[:-1]]
    shown = [
        WordingShown(one, _changes(earlier, one) if earlier else ())
        for earlier, one in zip(before, wordings, strict=True)
    ]
    return Panel("recommendations/panels/wording.html", {"wordings": shown})


def _changes(before: Wording, after: Wording) -> list[Part]:
    compared = (
        ("What is asked", word_changes(before.title, after.title)),
        ("Explanation", word_changes(before.explanation, after.explanation)),
        ("What those who answer for it are asked to do", word_changes(before.task, after.task)),
    )
    return [(name, pieces) for name, pieces in compared if is_changed(pieces)]


@STORY.add(order=30)
def responses_panel(reading: Reading) -> Panel | None:
    """Nothing for the public before there is an answer, or a day by which one is due."""
    answers = answers_known(reading.record, on=reading.on)
    clock = clock_of_one(reading.record, on=reading.on)
    may_record = reading.may("scrutiny.manage_scrutiny")
    if not answers and clock.due_on is None and not may_record:
        return None
    return Panel(
        "recommendations/panels/responses.html", {"answers": answers, "clock": clock, "may_record": may_record}
    )


@STORY.add(order=40)
def parties_panel(reading: Reading) -> Panel:
    """Who answers for it."""
    return Panel("recommendations/panels/parties.html", {"may_edit": reading.may("scrutiny.manage_scrutiny")})


@STORY.add(order=50)
def delivery_panel(reading: Reading) -> Panel | None:
    """Nothing for the public where nothing is linked."""
    linked = read_delivery(reading.record)
    may_edit = reading.may("scrutiny.manage_scrutiny")
    if not linked.actions and not linked.priorities and not may_edit:
        return None
    return Panel("recommendations/panels/delivery.html", {"linked": linked, "may_edit": may_edit})


@STORY.add(order=60)
def status_panel(reading: Reading) -> Panel:
    """Where it stands, and why; what took its place, whose place it took, and what is proposed."""
    recommendation = reading.record
    latest = recommendation.changes_on_day[-1] if recommendation.changes_on_day else None
    return Panel(
        "recommendations/panels/status.html",
        {
            "evidence": latest.evidence if latest else "",
            "successor": _successor(reading),
            "predecessors": list(_known(reading).superseded_by_one(recommendation, on=reading.on)),
            "decision": _decision(reading) if recommendation.is_closed else None,
            "proposal": _proposal(reading) if reading.is_today else None,
            "may_propose": reading.may("recommendations.comment"),
            "may_decide": reading.may("recommendations.add_progress"),
        },
    )


def _known(reading: Reading) -> RecommendationQuerySet:
    known = Recommendation.objects.visible_to(reading.reader).filter(partnership=reading.partnership)
    return known.as_at(reading.on).prefetch_related(None)


def _successor(reading: Reading) -> Recommendation | None:
    """R-5: as at the day."""
    recommendation = reading.record
    if recommendation.status_on_day != RecommendationStatus.SUPERSEDED:
        return None
    changes = recommendation.changes_on_day
    pk = changes[-1].superseded_by_id if changes else recommendation.superseded_by_id
    known = Recommendation.objects.visible_to(reading.reader)
    return known.filter(pk=pk).first() if pk else None


def _decision(reading: Reading) -> MonitoringDecision | None:
    decisions = reading.record.monitoring_decisions.known_on(reading.on)
    return decisions.select_related("meeting__body").order_by("-decided_on", "-pk").first()


def _proposal(reading: Reading) -> StatusProposal | None:
    """R-6: the latest, for members; once it is confirmed the status itself says so."""
    known = StatusProposal.objects.visible_to(reading.reader).filter(recommendation=reading.record)
    latest = known.select_related("party", "told_by", "proposed_by").order_by("-proposed_at", "-pk").first()
    return latest if latest is not None and latest.change_id is None else None


@STORY.add(order=70)
def happened_panel(reading: Reading) -> Panel:
    """What has happened, in the order in which it happened."""
    moments = timeline(reading.record, reader=reading.reader, since=reading.since)
    # Who reads everything may read the names of those who recorded it, too.
    names = reading.reader.has_perm("recommendations.comment", reading.partnership)
    return Panel("recommendations/panels/happened.html", {"moments": moments, "names": names})


@STORY.add(order=80)
def review_panel(reading: Reading) -> Panel:
    """The review after twelve months, what it led to, and the review that this recommendation arose from."""
    recommendation = reading.record
    known = Recommendation.objects.visible_to(reading.reader)
    led_to = Prefetch("led_to", known.order_by("number"), "known_led_to")
    reviews = recommendation.reviews.known_on(reading.on).select_related("meeting__body").prefetch_related(led_to)
    return Panel(
        "recommendations/panels/review.html",
        {
            "reviews": list(reviews.order_by("reviewed_on", "pk")),
            "arose_from": _arose_from(reading),
            "may_record": reading.may("recommendations.add_progress"),
        },
    )


def _arose_from(reading: Reading) -> Review | None:
    pk = reading.record.arose_from_id
    return Review.objects.select_related("recommendation").get(pk=pk) if pk else None


@dataclass(frozen=True)
class Mention:
    """On the agenda or in the summary, in which words."""

    label: str
    words: str
    is_members_only: bool


@dataclass(frozen=True)
class AtMeeting:
    meeting: Meeting
    is_ahead: bool
    places: tuple[Mention, ...]


@dataclass(frozen=True)
class OfMeeting:
    recommendation: int
    number: int
    title: str
    places: tuple[Mention, ...]


@STORY.add(order=90)
def discussed_panel(reading: Reading) -> Panel | None:
    """Where it was discussed, the newest meeting first; on the page of today those ahead too."""
    rows = Discussion.objects.visible_to(reading.reader).filter(recommendation=reading.record)
    rows = rows.of_meetings_that_take_place()
    if not reading.is_today:
        rows = rows.known_on(reading.on)
    found = _grouped(rows.select_related("meeting__body", "item").order_by("-meeting__held_on", "-meeting"), _meeting)
    meetings = [AtMeeting(first.meeting, _is_ahead(first.meeting, reading.today), places) for first, places in found]
    return Panel("recommendations/panels/discussed.html", {"meetings": meetings}) if meetings else None


@MEETING_SIDE.add(order=50)
@MEETING_SIDE_AHEAD.add(order=50)
def discussed_at_meeting_panel(asked: PanelRequest[Meeting]) -> Panel | None:
    """Which recommendations a meeting discusses: the same rows from the other end."""
    meeting = asked.record
    if meeting.is_off:
        return None
    rows = Discussion.objects.visible_to(asked.reader).filter(meeting=meeting).select_related("recommendation", "item")
    found = _grouped(rows.order_by("recommendation__topic_group", "recommendation__number"), _recommendation)
    discussed = [
        OfMeeting(first.recommendation_id, first.recommendation.number, first.recommendation.title, places)
        for first, places in found
    ]
    context = {"discussed": discussed, "is_ahead": _is_ahead(meeting, asked.on), "partnership": meeting.partnership}
    return Panel("recommendations/panels/discussed_at_meeting.html", context) if discussed else None


def _grouped(
    rows: Iterable[Discussion], key: Callable[[Discussion], int]
) -> list[tuple[Discussion, tuple[Mention, ...]]]:
    """The rows of one meeting or recommendation together, the agenda before the summary."""
    grouped = ([*found] for _, found in groupby(rows, key=key))
    return [(found[0], tuple(_place(one) for one in sorted(found, key=_agenda_first))) for found in grouped]


def _place(row: Discussion) -> Mention:
    is_members_only = row.item is not None and row.item.is_members_only
    return Mention(row.get_found_in_display(), row.words, is_members_only)


def _agenda_first(row: Discussion) -> bool:
    return row.found_in != DiscussedIn.AGENDA


def _meeting(row: Discussion) -> int:
    return row.meeting_id


def _recommendation(row: Discussion) -> int:
    return row.recommendation_id


def _is_ahead(meeting: Meeting, on: date) -> bool:
    return meeting.held_on is not None and meeting.held_on > on


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
    may_ask = reading.may("recommendations.ask_follow_up") and not reading.record.topic_group.is_draft
    if not asked and not may_ask:
        return None
    form = FollowUpForm(auto_id="id_follow_up_%s") if may_ask else None
    return Panel("recommendations/panels/follow_up.html", {"asked": asked, "follow_up_form": form})


def _decidable(reading: Reading) -> set[int]:
    """Primary keys of those that the reader may put on an agenda or decline."""
    if not reading.may("recommendations.decide_follow_ups"):
        return set()
    mine = FollowUp.objects.decidable_by(reading.reader, reading.record.partnership)
    return set(mine.filter(recommendation=reading.record).values_list("pk", flat=True))


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
        may_take_back=reading.may("recommendations.ask_follow_up")
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


@STORY.add(order=110)
def ask_panel(reading: Reading) -> Panel:
    """What members asked, and what the office answered."""
    comments = RecommendationComment.objects.visible_to(reading.reader).filter(recommendation=reading.record)
    reader, partnership = reading.reader, reading.partnership
    return Panel(
        "recommendations/panels/ask.html",
        {
            "comments": comments.select_related("made_by", "answered_by"),
            "comment_form": CommentForm() if reader.has_perm("recommendations.comment", partnership) else None,
            "may_answer": reader.has_perm("recommendations.answer_comment", partnership),
        },
    )


@ON_ACTION.add(order=10)
def delivered_by_action_panel(asked: PanelRequest[Action]) -> Panel | None:
    """Which recommendations the action delivers, as far as the reader may see them."""
    known = Recommendation.objects.visible_to(asked.reader).filter(delivering_actions__action=asked.record)
    return delivered_panel(known.as_at(asked.on).by_number(), "Recommendations that this action delivers", asked.on)


@ON_STRATEGY.add(order=10)
def served_by_strategy_panel(asked: PanelRequest[Strategy]) -> Panel | None:
    """Which recommendations serve the strategy's priorities."""
    known = Recommendation.objects.visible_to(asked.reader).filter(served_priorities__priority__strategy=asked.record)
    return delivered_panel(
        known.as_at(asked.on).by_number().distinct(), "Recommendations that serve this strategy", asked.on
    )


@ON_TOPIC_GROUP.add(order=10)
def recommended_panel(asked: PanelRequest[TopicGroup]) -> Panel:
    """What the topic group recommended, where each stands, and by when the executive must answer."""
    known = Recommendation.objects.visible_to(asked.reader).filter(topic_group=asked.record)
    return Panel(
        "recommendations/panels/of_topic_group.html",
        {
            "recommendations": known.as_at(asked.on).with_response(on=asked.on).by_number(),
            "clock": clock_of(asked.record, on=asked.on),
            "may_manage": asked.may("scrutiny.manage_scrutiny"),
        },
    )
