"""The review after twelve months: it is recorded, may reopen, and may lead to new recommendations (T-7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.text import Truncator

from boards.models import Partnership
from core import audit
from core.acts import Refused
from core.models import User
from meetings.models import Meeting
from monitoring.choices import ReviewOutcome
from monitoring.models import FollowOnRecommendation, Review
from monitoring.services.decisions import is_closed_now, resume_monitoring
from progress.services.status import change_status, day_fault
from recommendations.choices import RecommendationStatus
from recommendations.models import Recommendation, RecommendationParty, RecommendationQuerySet, Wording
from recommendations.services.editing import Particulars, Words, add_recommendation, next_number
from scrutiny.models import TopicGroup

LONGEST_REASON = 1000
TEXTS = {"achieved": "what was achieved", "cost": "at what cost", "next_steps": "what comes next"}


@dataclass(frozen=True, slots=True)
class FollowOn:
    """A new recommendation that a review leads to."""

    title: str
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class ReviewContent:
    """What a review found. ``needs_follow_up``: a reopened recommendation gets that status, too."""

    reviewed_on: date
    achieved: str
    cost: str
    next_steps: str
    outcome: str
    meeting: Meeting | None = None
    needs_follow_up: bool = False
    follow_ons: Sequence[FollowOn] = field(default=())


def reviews_due(partnership: Partnership, on: date) -> RecommendationQuerySet:
    """What the office is warned of: monitored ones whose review is overdue or due within 30 days, the oldest first."""
    monitored = Recommendation.objects.filter(partnership=partnership).as_at(on).monitored()
    return monitored.review_due(on=on)


@transaction.atomic
def record_review(*, recommendation: Recommendation, content: ReviewContent, by: User, at: datetime) -> Review:
    """Record it, and do what it decided: reopen, or write new recommendations. Raises ``Refused``."""
    group = TopicGroup.objects.select_for_update().get(pk=recommendation.topic_group_id)
    locked = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    _refuse_what_cannot_be(locked, content, at=at)
    review = Review.objects.create(
        recommendation=locked,
        reviewed_on=content.reviewed_on,
        meeting=content.meeting,
        achieved=content.achieved.strip(),
        cost=content.cost.strip(),
        next_steps=content.next_steps.strip(),
        outcome=content.outcome,
        recorded_by=by,
        recorded_at=at,
    )
    audit.record(
        "recommendation.reviewed",
        by=by,
        about=locked,
        scope=locked.partnership.slug,
        outcome=review.get_outcome_display(),
    )
    if content.outcome == ReviewOutcome.REOPEN:
        _reopen(review, needs_follow_up=content.needs_follow_up, by=by, at=at)
    for follow_on in content.follow_ons:
        _lead_to(review, follow_on, group, by=by, at=at)
    return review


def _refuse_what_cannot_be(locked: Recommendation, content: ReviewContent, *, at: datetime) -> None:
    for name, noun in TEXTS.items():
        if not getattr(content, name).strip():
            raise Refused(f"Enter {noun}", field=name)
    if refusal := day_fault(locked, content.reviewed_on, noun="the day of the review", at=at):
        raise Refused(refusal, field="reviewed_on")
    if content.meeting is not None and content.meeting.held_on != content.reviewed_on:
        held = content.meeting.when
        raise Refused(f"The meeting was on {held}: enter that day, or choose no meeting", field="reviewed_on")
    if content.outcome == ReviewOutcome.FOLLOWED and not content.follow_ons:
        raise Refused("Write at least one new recommendation, or choose another outcome", field="outcome")
    if content.outcome != ReviewOutcome.FOLLOWED and content.follow_ons:
        followed = ReviewOutcome.FOLLOWED.label
        raise Refused(f"Choose “{followed}”, or empty the new recommendations below", field="outcome")
    if content.outcome == ReviewOutcome.REOPEN and is_closed_now(locked) and content.meeting is None:
        raise Refused("It is closed: choose the meeting that decided to monitor it again", field="meeting")


def _reopen(review: Review, *, needs_follow_up: bool, by: User, at: datetime) -> None:
    recommendation = review.recommendation
    reason = Truncator(f"Reopened by the review: {review.next_steps}").chars(LONGEST_REASON)
    field = "meeting"
    try:
        if is_closed_now(recommendation) and review.meeting is not None:
            resume_monitoring(recommendation=recommendation, meeting=review.meeting, reason=reason, by=by, at=at)
        field = "reviewed_on"
        if needs_follow_up and recommendation.status != RecommendationStatus.NEEDS_FOLLOW_UP:
            change_status(
                recommendation=recommendation,
                to_status=RecommendationStatus.NEEDS_FOLLOW_UP,
                reason=reason,
                changed_on=review.reviewed_on,
                meeting=review.meeting,
                by=by,
                at=at,
            )
    except Refused as refusal:
        raise Refused(str(refusal), field=field) from refusal


def _lead_to(review: Review, follow_on: FollowOn, group: TopicGroup, *, by: User, at: datetime) -> Recommendation:
    """The same parties are asked, until somebody changes that; its own review comes twelve months after."""
    old = review.recommendation
    new = add_recommendation(
        topic_group=group,
        number=next_number(group),
        words=Words(follow_on.title, follow_on.explanation),
        particulars=Particulars(),
        made_on=review.reviewed_on,
        by=by,
    )
    FollowOnRecommendation.objects.create(review=review, recommendation=new)
    Wording.objects.create(
        recommendation=new,
        number=1,
        title=new.title,
        explanation=new.explanation,
        paper=f"Review of recommendation {old.number}",
        worded_on=review.reviewed_on,
        recorded_by=by,
        recorded_at=at,
    )
    for line in old.party_lines.all():
        RecommendationParty.objects.create(
            recommendation=new,
            party=line.party,
            printed_as=line.printed_as,
            position=line.position,
            is_lead=line.is_lead,
        )
    audit.record("recommendation.arose_from_review", by=by, about=new, scope=old.partnership.slug, reviewed=str(old))
    return new
