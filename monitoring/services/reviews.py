"""The review after twelve months: it is recorded, may reopen, and may lead to new recommendations (T-7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.text import Truncator

from boards.models import Partnership
from core import audit
from core.acts import Refused, act, lock
from core.models import User
from monitoring.choices import ReviewOutcome
from monitoring.models import Review
from monitoring.services.decisions import is_closed_now, resume_monitoring
from progress.services.status import change_status
from recommendations.choices import RecommendationStatus
from recommendations.models import Recommendation, RecommendationOwner, RecommendationQuerySet, Wording
from recommendations.services.editing import add_recommendation, next_number
from scrutiny.models import TopicGroup

LONGEST_REASON = 1000


def reviews_due(partnership: Partnership, on: date) -> RecommendationQuerySet:
    """What the office is warned of: those whose review is overdue or due within 30 days, the oldest first."""
    return Recommendation.objects.filter(partnership=partnership).as_at(on).review_due(on=on)


@act()
def record_review(
    *,
    review: Review,
    by: User,
    at: datetime,
    needs_follow_up: bool = False,
    follow_ons: Sequence[tuple[str, str]] = (),
) -> Review:
    """Save a new review, and do what it decided. Raises ``Refused``.

    A reopened recommendation gets the status *needs follow-up*, too, if it ``needs_follow_up``. ``follow_ons`` are
    title and explanation of each new recommendation that it leads to.
    """
    # The report first, as wherever recommendations are added to it.
    group = lock(review.recommendation.topic_group)
    review.recommendation = lock(review.recommendation)
    _check(review, has_follow_ons=bool(follow_ons), at=at)
    review.recorded_by, review.recorded_at = by, at
    review.save()
    about = review.recommendation
    outcome = review.get_outcome_display()
    audit.record("recommendation.reviewed", by=by, about=about, scope=about.partnership.slug, outcome=outcome)
    if review.outcome == ReviewOutcome.REOPEN:
        _reopen(review, needs_follow_up=needs_follow_up, by=by, at=at)
    for title, explanation in follow_ons:
        _lead_to(review, title, explanation, group, by=by, at=at)
    return review


def _check(review: Review, *, has_follow_ons: bool, at: datetime) -> None:
    if refusal := review.recommendation.day_fault(review.reviewed_on, noun="the day of the review", at=at):
        raise Refused(refusal, field="reviewed_on")
    if review.meeting is not None and review.meeting.held_on != review.reviewed_on:
        held = review.meeting.when
        raise Refused(f"The meeting was on {held}: enter that day, or choose no meeting", field="reviewed_on")
    if review.outcome == ReviewOutcome.FOLLOWED and not has_follow_ons:
        raise Refused("Write at least one new recommendation, or choose another outcome", field="outcome")
    if review.outcome != ReviewOutcome.FOLLOWED and has_follow_ons:
        followed = ReviewOutcome.FOLLOWED.label
        raise Refused(f"Choose “{followed}”, or empty the new recommendations below", field="outcome")
    if review.outcome == ReviewOutcome.REOPEN and review.meeting is None and is_closed_now(review.recommendation):
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


def _lead_to(review: Review, title: str, explanation: str, group: TopicGroup, *, by: User, at: datetime) -> None:
    """The same owners are asked, until somebody changes that; its own review comes twelve months after."""
    old, made_on = review.recommendation, review.reviewed_on
    number = next_number(group)
    new = Recommendation(topic_group=group, number=number, title=title, explanation=explanation, made_on=made_on)
    add_recommendation(recommendation=new, by=by)
    review.follow_ons.create(recommendation=new)
    Wording.objects.create(
        recommendation=new,
        number=1,
        title=new.title,
        explanation=new.explanation,
        paper=f"Review of recommendation {old.number}",
        worded_on=made_on,
        recorded_by=by,
        recorded_at=at,
    )
    for line in old.owner_lines.all():
        copied = {name: getattr(line, name) for name in ("owner", "printed_as", "position", "is_lead")}
        RecommendationOwner.objects.create(recommendation=new, **copied)
    audit.record("recommendation.arose_from_review", by=by, about=new, scope=old.partnership.slug, reviewed=str(old))
