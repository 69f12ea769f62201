"""A PPB's topics: suggested, decided on, and begun."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.text import slugify

from boards.choices import BodyKind
from boards.models import Body, BodyName, Partnership, ReportingLine
from core import audit
from core.acts import Refused
from core.models import User
from core.rules.dates import format_date
from meetings.models import Meeting
from recommendations.choices import TopicState
from recommendations.models import ProgrammeTopic, TopicGroup

DECIDED = (TopicState.CHOSEN, TopicState.NOT_TAKEN_UP)
BEGUN = (TopicState.UNDER_WAY, TopicState.REPORTED)
FIELDS = ("ppb", "year", "title", "reason", "suggested_by")


class TopicRefused(Refused):
    """Something that can't be done to a topic."""


@transaction.atomic
def add_topic(
    *, partnership: Partnership, ppb: Body, year: int, title: str, reason: str, suggested_by: str, by: User
) -> ProgrammeTopic:
    """Suggest a topic for a year of a PPB's programme. Raises ``TopicRefused``."""
    Body.objects.select_for_update().get(pk=ppb.pk)
    same = ProgrammeTopic.objects.filter(ppb=ppb, year=year, title__iexact=title).first()
    if same is not None:
        if (same.reason, same.suggested_by) == (reason, suggested_by):
            return same  # a button pressed twice
        raise TopicRefused(
            "title", f"The programme has “{same.title}” already: change that one, or enter another title"
        )
    topic = ProgrammeTopic.objects.create(
        partnership=partnership, ppb=ppb, year=year, title=title, reason=reason, suggested_by=suggested_by
    )
    audit.record("topic.added", by=by, about=topic, scope=partnership.slug)
    return topic


@transaction.atomic
def change_topic(
    *, topic: ProgrammeTopic, ppb: Body, year: int, title: str, reason: str, suggested_by: str, by: User
) -> ProgrammeTopic:
    """Say something else of a topic. Raises ``TopicRefused``."""
    locked = _lock(topic)
    wanted = {"ppb": ppb, "year": year, "title": title, "reason": reason, "suggested_by": suggested_by}
    changed = [name for name in FIELDS if getattr(locked, name) != wanted[name]]
    if not changed:
        return locked
    if locked.state in BEGUN and {"ppb", "year"} & set(changed):
        raise TopicRefused("ppb", "Its topic group is at work: the board and the year of the programme stay")
    if locked.decided_at and "ppb" in changed:
        raise TopicRefused("ppb", f"{locked.ppb} has decided on it: the board stays")
    others = ProgrammeTopic.objects.filter(ppb=ppb, year=year, title__iexact=title).exclude(pk=locked.pk)
    if others.exists():
        raise TopicRefused("title", f"The programme has “{title}” already: enter another title")
    for name in changed:
        setattr(locked, name, wanted[name])
    locked.save()
    audit.record("topic.changed", by=by, about=locked, scope=locked.partnership.slug, changed=", ".join(changed))
    return locked


@transaction.atomic
def decide_on_topic(
    *,
    topic: ProgrammeTopic,
    state: str,
    decided_on: date,
    by: User,
    decided_at: Meeting | None = None,
    decision_reason: str = "",
    today: date,
) -> ProgrammeTopic:
    """Record what the PPB decided: *chosen*, or *not taken up* with a reason. Raises ``TopicRefused``."""
    locked = _lock(topic)
    if locked.state in BEGUN:
        raise TopicRefused("state", "Its topic group is at work, so it was chosen")
    if state == TopicState.NOT_TAKEN_UP and not decision_reason.strip():
        raise TopicRefused("decision_reason", "Enter why it is not taken up")
    _check_meeting(locked, decided_at, decided_on, today=today)
    locked.state = TopicState(state)
    locked.decided_on, locked.decided_at = decided_on, decided_at
    locked.decision_reason = decision_reason.strip()
    locked.save()
    audit.record(
        "topic.decided",
        by=by,
        about=locked,
        scope=locked.partnership.slug,
        decision=locked.get_state_display(),
        reason=locked.decision_reason,
    )
    return locked


def _check_meeting(topic: ProgrammeTopic, meeting: Meeting | None, decided_on: date, *, today: date) -> None:
    if decided_on > today:
        raise TopicRefused("decided_on", "The day of the decision must be today or in the past")
    if meeting is None:
        return
    if not Meeting.objects.of_body(topic.ppb).filter(pk=meeting.pk).exists():
        raise TopicRefused("decided_at", f"Choose a meeting of {topic.ppb}")
    if meeting.is_off or meeting.held_on is None:
        raise TopicRefused("decided_at", "That meeting did not take place: choose another, or none")
    if meeting.held_on != decided_on:
        raise TopicRefused("decided_on", f"The meeting was on {meeting.when}: enter that day")


def why_not_startable(topic: ProgrammeTopic) -> str:
    """Why no topic group can begin on it, to the officer; empty where one can."""
    if topic.state in BEGUN:
        return "It has a topic group already."
    if topic.state != TopicState.CHOSEN:
        return f"{topic.ppb} has not chosen it yet. Record that decision first."
    return ""


@transaction.atomic
def start_topic_group(*, topic: ProgrammeTopic, name: str, starts_on: date, by: User) -> TopicGroup:
    """Begin the topic group of a chosen topic: a body that reports to the PPB, and its report as a draft.

    The same again, by a button pressed twice, is answered as it is. Raises ``TopicRefused``.
    """
    locked = _lock(topic)
    if locked.topic_group is not None:
        return locked.topic_group
    if refusal := why_not_startable(locked):
        raise TopicRefused("name", refusal)
    if locked.ppb.starts_on and starts_on < locked.ppb.starts_on:
        first = format_date(locked.ppb.starts_on, locked.ppb.starts_precision)
        raise TopicRefused("starts_on", f"{locked.ppb} is on record from {first} only")
    if locked.decided_on and starts_on < locked.decided_on:
        raise TopicRefused("starts_on", f"It was chosen on {format_date(locked.decided_on)}: enter that day or later")
    group = _make_group(locked, name=name, starts_on=starts_on)
    locked.topic_group, locked.state = group, TopicState.UNDER_WAY
    locked.save()
    audit.record("topic_group.started", by=by, about=group, scope=group.partnership.slug, topic=locked.title)
    return group


def _make_group(topic: ProgrammeTopic, *, name: str, starts_on: date) -> TopicGroup:
    partnership = topic.partnership
    if partnership.bodies.current(on=starts_on).filter(name__iexact=name).exists():
        raise TopicRefused("name", f"The partnership has a body called “{name}” already: enter another name")
    body = Body.objects.create(
        partnership=partnership,
        code=_free_code(partnership, name),
        kind=BodyKind.TOPIC_GROUP,
        name=name,
        starts_on=starts_on,
    )
    BodyName.objects.create(body=body, name=name, starts_on=starts_on)
    ReportingLine.objects.create(body=body, reports_to=topic.ppb, starts_on=starts_on)
    return TopicGroup.objects.create(
        partnership=partnership, body=body, commissioned_by=topic.ppb, title=topic.title, is_draft=True
    )


def _free_code(partnership: Partnership, name: str) -> str:
    """An address that no body has: “parking”, else “parking-2”."""
    stem = slugify(name)[:54].strip("-") or "topic-group"
    taken = set(partnership.bodies.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for code in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if code not in taken)


def _lock(topic: ProgrammeTopic) -> ProgrammeTopic:
    # Without its relations: an outer join can't be locked.
    return ProgrammeTopic.objects.select_for_update().get(pk=topic.pk)
