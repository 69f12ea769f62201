"""Recommendations are added, described and reworded; no wording is overwritten."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from core import audit
from core.acts import Refused
from core.choices import Precision
from core.models import User
from core.rules.dates import format_date, review_due_on
from core.rules.text import one_line
from recommendations.models import Recommendation, RecommendationValue, Wording
from scrutiny.models import ReportParagraph, TopicGroup

LONGEST_PAPER = 200


@dataclass(frozen=True)
class Words:
    """What is asked: ``explanation`` has one point a line, ``task`` is what each party is asked to do."""

    title: str
    explanation: str = ""
    task: str = ""


@dataclass(frozen=True)
class Particulars:
    """What is known of a recommendation beside its wording. ``paragraphs`` are those of its report."""

    priority: str = ""
    target_on: date | None = None
    resources_needed: str = ""
    note: str = ""
    values: Collection[str] = ()
    paragraphs: Sequence[ReportParagraph] = ()


# Added and described


def next_number(topic_group: TopicGroup) -> int:
    """The one after the highest."""
    highest: int | None = topic_group.recommendations.aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


@transaction.atomic
def add_recommendation(
    *,
    topic_group: TopicGroup,
    number: int,
    words: Words,
    particulars: Particulars,
    by: User,
    made_on: date | None = None,
) -> Recommendation:
    """Put a recommendation into a report's table. Raises ``Refused``.

    ``made_on`` is the day of one that came after the report. Its review is due 12 months after the report was
    received, or after it was made (T-7).
    """
    group = TopicGroup.objects.select_for_update(of=("self",)).select_related("partnership").get(pk=topic_group.pk)
    same = group.recommendations.filter(number=number).first()
    if same is not None:
        raise Refused(
            f"Recommendation {number} is “{same.title}”: the next free number is {next_number(group)}", field="number"
        )
    _check(group, particulars, made_on=made_on)
    begins, precision = begin_of(group, made_on)
    recommendation = Recommendation(
        partnership=group.partnership,
        topic_group=group,
        number=number,
        title=words.title,
        explanation=words.explanation,
        task=words.task,
        made_on=made_on,
        review_due_on=review_due_on(begins) if begins else None,
        review_precision=precision if begins else Precision.UNKNOWN,
    )
    _write_particulars(recommendation, particulars)
    audit.record("recommendation.added", by=by, about=recommendation, scope=group.partnership.slug)
    return recommendation


@transaction.atomic
def change_particulars(*, recommendation: Recommendation, particulars: Particulars, by: User) -> Recommendation:
    """Say what is known of it beside its wording. Raises ``Refused``."""
    held = _held(recommendation)
    _check(held.topic_group, particulars, made_on=held.made_on)
    _write_particulars(held, particulars)
    audit.record("recommendation.changed", by=by, about=held, scope=held.partnership.slug)
    return held


def _held(recommendation: Recommendation) -> Recommendation:
    """As it stands now, held against whoever changes it at the same moment."""
    rows = Recommendation.objects.select_for_update(of=("self",)).select_related("partnership", "topic_group")
    return rows.get(pk=recommendation.pk)


def _check(topic_group: TopicGroup, particulars: Particulars, *, made_on: date | None) -> None:
    first_day, precision = begin_of(topic_group, made_on)
    if particulars.target_on and first_day and particulars.target_on < first_day:
        raise Refused(
            f"The report was received {format_date(first_day, precision)}: it must be done on that day or later",
            field="target_on",
        )
    if any(one.topic_group_id != topic_group.pk for one in particulars.paragraphs):
        raise Refused("Enter paragraphs of this report", field="paragraphs")


def begin_of(topic_group: TopicGroup, made_on: date | None) -> tuple[date | None, str]:
    """From when a recommendation can be carried out or answered; of “September 2012” the first day."""
    return (made_on, Precision.DAY) if made_on else (topic_group.received_on, topic_group.received_precision)


def _write_particulars(recommendation: Recommendation, particulars: Particulars) -> None:
    recommendation.priority = particulars.priority
    recommendation.target_on = particulars.target_on
    recommendation.resources_needed = particulars.resources_needed
    recommendation.note = particulars.note
    recommendation.save()
    recommendation.paragraphs.set(particulars.paragraphs)
    kept = {one.value: one for one in recommendation.values_served.all()}
    for value, one in kept.items():
        if value not in particulars.values:
            one.delete()
    for value in particulars.values:
        if value not in kept:
            RecommendationValue.objects.create(recommendation=recommendation, value=value)


# Wordings


@dataclass(frozen=True)
class Rewording:
    """New words: in which paper, of which day, and why."""

    words: Words
    paper: str
    worded_on: date
    change_note: str


class OutdatedWording(Refused):
    """Somebody else has reworded it since the form was opened; ``latest`` is what they wrote."""

    def __init__(self, latest: Wording) -> None:
        self.latest = latest
        super().__init__(
            "Somebody else has reworded it meanwhile: read their wording above, then send yours again if it is to "
            "follow theirs",
            field="title",
        )


def wording_number(recommendation: Recommendation) -> int:
    """The number of the present wording, which a form carries; 0 where there has been only one."""
    highest: int | None = recommendation.wordings.aggregate(highest=Max("number"))["highest"]
    return highest or 0


@transaction.atomic
def reword(*, recommendation: Recommendation, new: Rewording, seen: int, by: User, at: datetime) -> Wording:
    """Put a new wording beside the earlier ones. The first time, the present one becomes number 1.

    ``seen`` is the ``wording_number`` that the form was opened with. Raises ``Refused`` and ``OutdatedWording``.
    """
    held = _held(recommendation)
    latest = held.wordings.order_by("number").last()
    if latest is not None and latest.number != seen:
        if latest.recorded_by_id == by.pk and _is_same(latest, new):
            return latest  # a button pressed twice
        raise OutdatedWording(latest)
    if (held.title, held.explanation, held.task) == (new.words.title, new.words.explanation, new.words.task):
        raise Refused("This is the present wording: change the title, the explanation or the task", field="title")
    first = latest or _first_wording(held)
    _check_day(first, new.worded_on)
    if latest is None:
        first.save()
    wording = _write_wording(held, new, number=first.number + 1, by=by, at=at)
    audit.record(
        "recommendation.reworded",
        by=by,
        about=held,
        scope=held.partnership.slug,
        paper=new.paper,
        worded_on=new.worded_on.isoformat(),
        before=first.title,
        after=wording.title,
        reason=new.change_note,
    )
    return wording


def _write_wording(held: Recommendation, new: Rewording, *, number: int, by: User, at: datetime) -> Wording:
    """The recommendation repeats its latest wording."""
    words = {"title": new.words.title, "explanation": new.words.explanation, "task": new.words.task}
    for name, value in words.items():
        setattr(held, name, value)
    held.save(update_fields=list(words))
    return Wording.objects.create(
        recommendation=held,
        number=number,
        **words,
        paper=new.paper,
        worded_on=new.worded_on,
        change_note=new.change_note,
        recorded_by=by,
        recorded_at=at,
    )


def _is_same(wording: Wording, new: Rewording) -> bool:
    return (wording.title, wording.explanation, wording.task) == (
        new.words.title,
        new.words.explanation,
        new.words.task,
    )


def _first_wording(recommendation: Recommendation) -> Wording:
    """The wording that the recommendation was made with, not saved yet."""
    worded_on, precision = begin_of(recommendation.topic_group, recommendation.made_on)
    paper = one_line(f"Report of the topic group: {recommendation.topic_group.title}")
    return Wording(
        recommendation=recommendation,
        number=1,
        title=recommendation.title,
        explanation=recommendation.explanation,
        task=recommendation.task,
        paper=paper[:LONGEST_PAPER],
        worded_on=worded_on,
        worded_precision=precision if worded_on else Precision.UNKNOWN,
        source=recommendation.source,
    )


def _check_day(before: Wording, worded_on: date) -> None:
    # Else the wording as at a day between the two would not be the one that held.
    if before.worded_on and worded_on < before.worded_on:
        raise Refused(f"The wording before it is of {before.when}: enter that day or a later one", field="worded_on")
