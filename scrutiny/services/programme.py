"""A PPB's topics: decided on, and begun."""

from __future__ import annotations

from datetime import date

from boards.models import Body, BodyName, ReportingLine
from core import audit
from core.acts import Refused, act
from core.addresses import free_code
from core.models import User
from core.rules.dates import format_date
from meetings.models import Meeting
from scrutiny.choices import TopicState
from scrutiny.models import ProgrammeTopic, TopicGroup


@act("topic")
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
    """Record what the PPB decided: *chosen*, or *not taken up* with a reason. Raises ``Refused``."""
    if topic.has_begun:
        raise Refused(f"Its {topic.partnership.words.topic_group.one} is at work, so it was chosen", field="state")
    if state == TopicState.NOT_TAKEN_UP and not decision_reason.strip():
        raise Refused("Enter why it is not taken up", field="decision_reason")
    _check_meeting(topic, decided_at, decided_on, today=today)
    topic.state = TopicState(state)
    topic.decided_on, topic.decided_at = decided_on, decided_at
    topic.decision_reason = decision_reason.strip()
    topic.save()
    audit.record(
        "topic.decided",
        by=by,
        about=topic,
        scope=topic.partnership.slug,
        decision=topic.get_state_display(),
        reason=topic.decision_reason,
    )
    return topic


def _check_meeting(topic: ProgrammeTopic, meeting: Meeting | None, decided_on: date, *, today: date) -> None:
    if decided_on > today:
        raise Refused("The day of the decision must be today or in the past", field="decided_on")
    if meeting is None:
        return
    if not Meeting.objects.of_body(topic.ppb).filter(pk=meeting.pk).exists():
        raise Refused(f"Choose a meeting of {topic.ppb}", field="decided_at")
    if meeting.is_off or meeting.held_on is None:
        raise Refused("That meeting did not take place: choose another, or none", field="decided_at")
    if meeting.held_on != decided_on:
        raise Refused(f"The meeting was on {meeting.when}: enter that day", field="decided_on")


def why_not_startable(topic: ProgrammeTopic) -> str:
    """Why no topic group can begin on it, to the officer; empty where one can."""
    if topic.has_begun:
        return f"It has {topic.partnership.words.topic_group.a} already."
    if topic.state != TopicState.CHOSEN:
        return f"{topic.ppb} has not chosen it yet. Record that decision first."
    return ""


@act("topic")
def start_topic_group(*, topic: ProgrammeTopic, name: str, starts_on: date, by: User) -> TopicGroup:
    """Begin the topic group of a chosen topic: a body that reports to the PPB, and its report as a draft.

    Returns the one that has begun, if there is one. Raises ``Refused``.
    """
    if topic.topic_group is not None:
        return topic.topic_group
    if refusal := why_not_startable(topic):
        raise Refused(refusal, field="name")
    if topic.ppb.starts_on and starts_on < topic.ppb.starts_on:
        first = format_date(topic.ppb.starts_on, topic.ppb.starts_precision)
        raise Refused(f"{topic.ppb} is on record from {first} only", field="starts_on")
    if topic.decided_on and starts_on < topic.decided_on:
        raise Refused(f"It was chosen on {format_date(topic.decided_on)}: enter that day or later", field="starts_on")
    group = _make_group(topic, name=name, starts_on=starts_on)
    topic.topic_group, topic.state = group, TopicState.UNDER_WAY
    topic.save()
    audit.record("topic_group.started", by=by, about=group, scope=group.partnership.slug, topic=topic.title)
    return group


def _make_group(topic: ProgrammeTopic, *, name: str, starts_on: date) -> TopicGroup:
    partnership = topic.partnership
    if partnership.bodies.current(on=starts_on).filter(name__iexact=name).exists():
        raise Refused(f"The partnership has a body called “{name}” already: enter another name", field="name")
    kind = partnership.body_kinds.filter(is_topic_group=True).first()
    if kind is None:
        raise Refused("No kind of board or group studies topics for scrutiny yet: add one", field="name")
    body = Body.objects.create(
        partnership=partnership,
        code=free_code(partnership.bodies.all(), name, otherwise="topic-group"),
        kind=kind,
        name=name,
        starts_on=starts_on,
    )
    BodyName.objects.create(body=body, name=name, starts_on=starts_on)
    ReportingLine.objects.create(body=body, reports_to=topic.ppb, starts_on=starts_on)
    return TopicGroup.objects.create(
        partnership=partnership, body=body, commissioned_by=topic.ppb, title=topic.title, is_draft=True
    )
