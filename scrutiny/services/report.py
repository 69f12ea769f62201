"""A report is written paragraph by paragraph, and goes from draft to partnership."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import F

from core import audit
from core.acts import Refused, act
from core.choices import Precision
from core.history import bulk_create, bulk_update
from core.models import User
from meetings.models import Meeting
from scrutiny.choices import ReportStage, StageOutcome, TopicState
from scrutiny.models import ProgrammeTopic, ReportParagraph, StagePassed, TopicGroup
from scrutiny.rules import Numbered, Passed, next_stages, number_key, place_of, why_not_stage
from scrutiny.signals import receipt_changed
from scrutiny.wording import stage_names

# Paragraphs


def place_paragraph(paragraph: ReportParagraph, *, by: User) -> None:
    """Put it where its number belongs among the others, whose order is the officer's."""
    others = list(paragraph.topic_group.paragraphs.exclude(pk=paragraph.pk))
    others.insert(place_of(paragraph.number, [one.number for one in others]), paragraph)
    _renumber(others, by=by)


@act("group")
def add_paragraphs(*, group: TopicGroup, found: Sequence[Numbered], recommended: Sequence[str], by: User) -> int:
    """Put a whole text in, each paragraph where its number belongs. Raises ``Refused``."""
    paragraphs = list(group.paragraphs.all())
    taken = {number_key(one.number) for one in paragraphs}
    if doubled := [one.number for one in found if number_key(one.number) in taken]:
        raise Refused(f"The report has a paragraph {doubled[0]} already: nothing was added", field="text")
    last = _last(paragraphs)
    new = [
        ReportParagraph(
            topic_group=group,
            position=last + place,
            number=one.number,
            text=one.text,
            is_heading=one.is_heading,
            is_recommended=one.number in recommended and not one.is_heading,
        )
        for place, one in enumerate(found, start=1)
    ]
    for paragraph in bulk_create(new, by=by):
        paragraphs.insert(place_of(paragraph.number, [one.number for one in paragraphs]), paragraph)
    _renumber(paragraphs, by=by)
    audit.record("report.text_added", by=by, about=group, scope=group.partnership.slug, paragraphs=len(new))
    return len(new)


@act("paragraph")
def move_paragraph(*, paragraph: ReportParagraph, is_up: bool, by: User) -> None:
    """Change places with the one before it, or after it; at the edge it stays. The caller has locked its report."""
    group = paragraph.topic_group
    paragraphs = list(group.paragraphs.all())
    place = next(place for place, one in enumerate(paragraphs) if one.pk == paragraph.pk)
    other = place - 1 if is_up else place + 1
    if not 0 <= other < len(paragraphs):
        return
    paragraphs[place], paragraphs[other] = paragraphs[other], paragraphs[place]
    _renumber(paragraphs, by=by)
    audit.record("report.paragraph_moved", by=by, about=paragraph, scope=group.partnership.slug)


@act("paragraph")
def mark_not_carried(*, paragraph: ReportParagraph, reason: str, by: User) -> ReportParagraph:
    """SC-2: say why no recommendation carries what the paragraph recommends; without a reason, take that back.

    Of what a recommendation carries in part, it says what is left out. Raises ``Refused``.
    """
    if not paragraph.is_recommended:
        raise Refused("The paragraph recommends nothing: there is nothing to account for", field="reason")
    paragraph.not_carried_reason = reason
    paragraph.save(update_fields=["not_carried_reason"])
    verb = "report.paragraph_not_carried" if reason else "report.paragraph_open_again"
    audit.record(verb, by=by, about=paragraph, scope=paragraph.topic_group.partnership.slug, reason=reason)
    return paragraph


def _last(paragraphs: Sequence[ReportParagraph]) -> int:
    return max((one.position for one in paragraphs), default=0)


def _renumber(paragraphs: Sequence[ReportParagraph], *, by: User) -> None:
    """Places from 1 in this order: first out of the way, as no two may ever share one."""
    changed = [one for place, one in enumerate(paragraphs, start=1) if one.position != place]
    free = max([len(paragraphs), _last(paragraphs)])
    ReportParagraph.objects.filter(pk__in=[one.pk for one in changed]).update(position=F("position") + free)
    for place, one in enumerate(paragraphs, start=1):
        one.position = place
    bulk_update(changed, ["position"], by=by)


# Stages


def passed_so_far(group: TopicGroup) -> list[Passed]:
    """What SC-1 reads: the stages in the order in which they were recorded."""
    stages = StagePassed.objects.filter(topic_group=group).in_order()
    return [Passed(one.stage, one.happened_on, one.happened_precision, one.outcome) for one in stages]


def makes_public(group: TopicGroup, stage: str, outcome: str) -> bool:
    """Whether recording the stage brings the report out: the PPB has had it, and has not sent it back."""
    return group.is_draft and stage == ReportStage.PPB and outcome != StageOutcome.REFERRED_BACK


def possible_stages(group: TopicGroup) -> list[ReportStage]:
    return next_stages(passed_so_far(group))


def check_stage(group: TopicGroup, *, stage: str, happened_on: date, meeting: Meeting | None, today: date) -> None:
    """SC-1. Raises ``Refused``."""
    refusal = why_not_stage(
        stage,
        happened_on,
        passed=passed_so_far(group),
        names=stage_names(group.partnership.words),
        today=today,
        meeting_on=meeting.held_on if meeting else None,
        meeting_is_off=meeting is not None and (meeting.is_off or meeting.held_on is None),
    )
    if refusal is not None:
        raise Refused(refusal.sentence, field=refusal.field)


@act("group")
def pass_stage(
    *,
    group: TopicGroup,
    stage: str,
    happened_on: date,
    outcome: str,
    note: str,
    by: User,
    at: datetime,
    today: date,
    meeting: Meeting | None = None,
) -> StagePassed:
    """Record that the report was at a stage (SC-1). Raises ``Refused``.

    The PPB's brings it out: the report is public and received, and its recommendations get their day of review (T-7).
    """
    facts = {"stage": stage, "happened_on": happened_on, "outcome": outcome, "meeting": meeting, "note": note}
    newest = group.stages.in_order().last()
    if newest is not None and all(getattr(newest, name) == value for name, value in facts.items()):
        return newest  # a button pressed twice
    check_stage(group, stage=stage, happened_on=happened_on, meeting=meeting, today=today)
    passed = StagePassed.objects.create(topic_group=group, recorded_by=by, recorded_at=at, **facts)
    scope = group.partnership.slug
    audit.record("report.stage_passed", by=by, about=group, scope=scope, stage=passed.stage_name, outcome=outcome)
    if makes_public(group, stage, outcome):
        _bring_out(group, on=happened_on, by=by)
    return passed


def _bring_out(group: TopicGroup, *, on: date, by: User) -> None:
    group.is_draft = False
    if group.received_on is None:
        group.received_on, group.received_precision = on, Precision.DAY
    group.save()
    receipt_changed.send(sender=TopicGroup, group=group)
    for topic in ProgrammeTopic.objects.select_for_update(no_key=True).filter(
        topic_group=group, state=TopicState.UNDER_WAY
    ):
        topic.state = TopicState.REPORTED
        topic.save(update_fields=["state"])
    audit.record("report.made_public", by=by, about=group, scope=group.partnership.slug)
