"""Recommendations are added and reworded; no wording is overwritten."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Max

from core import audit
from core.acts import Refused, act, lock
from core.choices import Precision
from core.models import User
from core.rules.dates import review_due_on
from core.rules.text import one_line
from recommendations.models import Recommendation, Wording
from scrutiny.models import ReportParagraph, TopicGroup

LONGEST_PAPER = 200
WORDS = ("title", "explanation", "task")


def next_number(topic_group: TopicGroup) -> int:
    """The one after the highest."""
    highest: int | None = topic_group.recommendations.aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


@act()
def add_recommendation(
    *,
    recommendation: Recommendation,
    by: User,
    values: Collection[str] = (),
    paragraphs: Iterable[ReportParagraph] = (),
) -> Recommendation:
    """Put a new recommendation into the table of its topic group's report. Raises ``Refused``.

    Its review is due 12 months after the report was received, or after it was made (T-7).
    """
    group = lock(recommendation.topic_group)
    number = recommendation.number
    if same := group.recommendations.filter(number=number).first():
        taken = f"Recommendation {number} is “{same.title}”: the next free number is {next_number(group)}"
        raise Refused(taken, field="number")
    recommendation.partnership, recommendation.topic_group = group.partnership, group
    begins_on, precision = recommendation.begins
    recommendation.review_due_on = review_due_on(begins_on) if begins_on else None
    recommendation.review_precision = precision if begins_on else Precision.UNKNOWN
    recommendation.save()
    recommendation.set_sources(values=values, paragraphs=paragraphs)
    audit.record("recommendation.added", by=by, about=recommendation, scope=group.partnership.slug)
    return recommendation


@act()
def reword(*, wording: Wording, by: User, at: datetime) -> Wording:
    """Put a new wording beside the earlier ones, and let the recommendation repeat it. Raises ``Refused``.

    The first time, the present one becomes number 1.
    """
    recommendation = lock(wording.recommendation)
    latest = recommendation.wordings.order_by("number").last()
    if all(getattr(recommendation, name) == getattr(wording, name) for name in WORDS):
        raise Refused("This is the present wording: change the title, the explanation or the task", field="title")
    before = latest or _first_wording(recommendation)
    # Else the wording as at a day between the two would not be the one that held.
    if before.worded_on and wording.worded_on and wording.worded_on < before.worded_on:
        raise Refused(f"The wording before it is of {before.when}: enter that day or a later one", field="worded_on")
    if latest is None:
        before.save()
    wording.recommendation, wording.number = recommendation, before.number + 1
    wording.recorded_by, wording.recorded_at = by, at
    wording.save()
    for name in WORDS:
        setattr(recommendation, name, getattr(wording, name))
    recommendation.save(update_fields=WORDS)
    audit.record(
        "recommendation.reworded",
        by=by,
        about=recommendation,
        scope=recommendation.partnership.slug,
        paper=wording.paper,
        worded_on=str(wording.worded_on),
        before=before.title,
        after=wording.title,
        reason=wording.change_note,
    )
    return wording


def _first_wording(recommendation: Recommendation) -> Wording:
    """The wording that the recommendation was made with, not saved yet."""
    worded_on, precision = recommendation.begins
    group = recommendation.partnership.words.topic_group.one
    return Wording(
        recommendation=recommendation,
        number=1,
        **{name: getattr(recommendation, name) for name in WORDS},
        paper=one_line(f"Report of the {group}: {recommendation.topic_group.title}")[:LONGEST_PAPER],
        worded_on=worded_on,
        worded_precision=precision if worded_on else Precision.UNKNOWN,
        source=recommendation.source,
    )
