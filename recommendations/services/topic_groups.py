"""What a topic group is asked to do, who sits on it, what it hears."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max

from boards.models import Appointment, Body, Organisation, Partnership, Person
from core import audit
from core.choices import Precision
from core.models import User
from core.rules.dates import format_date, review_due_on
from meetings.models import Document, Invitation, Meeting
from recommendations.choices import FindingKind
from recommendations.models import Evidence, Finding, Recommendation, TopicGroup
from recommendations.services.refusal import Refused


class TopicGroupRefused(Refused):
    """Something that can't be done to a topic group."""


@transaction.atomic
def change_topic_group(
    *,
    group: TopicGroup,
    title: str,
    commissioned_by: Body | None,
    received_on: date | None,
    received_precision: str,
    by: User,
) -> int:
    """Change what is known of it; answers for how many recommendations the review's day changed with it (T-7).

    Raises ``TopicGroupRefused``.
    """
    locked = TopicGroup.objects.select_for_update().get(pk=group.pk)
    if locked.is_draft and received_on is not None:
        raise TopicGroupRefused("received_on", "The report is in preparation: record that the PPB had it instead")
    wanted = {
        "title": title,
        "commissioned_by": commissioned_by,
        "received_on": received_on,
        "received_precision": received_precision if received_on else Precision.UNKNOWN,
    }
    changed = [name for name, value in wanted.items() if getattr(locked, name) != value]
    if not changed:
        return 0
    for name in changed:
        setattr(locked, name, wanted[name])
    locked.save()
    audit.record("topic_group.changed", by=by, about=locked, scope=locked.partnership.slug, changed=", ".join(changed))
    return set_review_dates(locked) if {"received_on", "received_precision"} & set(changed) else 0


def set_review_dates(group: TopicGroup) -> int:
    """T-7: twelve months after the report was received; answers how many changed.

    What has been reviewed keeps its day, and so does what was made later than the report.
    """
    due_on = review_due_on(group.received_on) if group.received_on else None
    precision = group.received_precision if due_on else Precision.UNKNOWN
    open_ones = Recommendation.objects.filter(topic_group=group, reviews=None, made_on=None)
    changed = 0
    for recommendation in open_ones.select_for_update(of=("self",)):
        if (recommendation.review_due_on, recommendation.review_precision) == (due_on, precision):
            continue
        recommendation.review_due_on, recommendation.review_precision = due_on, precision
        recommendation.save(update_fields=["review_due_on", "review_precision"])
        changed += 1
    return changed


# Findings


@transaction.atomic
def add_finding(*, group: TopicGroup, kind: str, text: str, source: str = "", by: User) -> Finding:
    """Put a term of reference or another point at the end of its kind; the same one again is answered as it is."""
    locked = TopicGroup.objects.select_for_update().get(pk=group.pk)
    if known := locked.findings.filter(kind=kind, text=text).first():
        return known
    finding = Finding.objects.create(
        topic_group=locked, kind=kind, position=_next(locked, kind), text=text, source=source
    )
    audit.record("finding.added", by=by, about=finding, scope=locked.partnership.slug)
    return finding


@transaction.atomic
def change_finding(*, finding: Finding, kind: str, text: str, source: str = "", by: User) -> Finding:
    """Say it otherwise, or under another heading."""
    group = TopicGroup.objects.select_for_update().get(pk=finding.topic_group_id)
    locked = Finding.objects.select_for_update().get(pk=finding.pk)
    if (locked.kind, locked.text, locked.source) == (kind, text, source):
        return locked
    if locked.kind != kind:
        locked.kind, locked.position = FindingKind(kind), _next(group, kind)
    locked.text, locked.source = text, source
    locked.save()
    audit.record("finding.changed", by=by, about=locked, scope=group.partnership.slug)
    return locked


@transaction.atomic
def remove_finding(*, finding: Finding, by: User) -> None:
    """Take it out; its history stays. Removed already is removed."""
    locked = Finding.objects.select_for_update().filter(pk=finding.pk).first()
    if locked is not None:
        _remove(locked, "finding.removed", by=by)


def _next(group: TopicGroup, kind: str) -> int:
    return (group.findings.filter(kind=kind).aggregate(last=Max("position"))["last"] or 0) + 1


# Members


@transaction.atomic
def add_member(*, group: TopicGroup, person: Person, position: str, starts_on: date, by: User) -> Appointment:
    """Appoint a person to the group from a day on. Raises ``TopicGroupRefused``."""
    body = Body.objects.select_for_update().get(pk=group.body_id)
    if body.starts_on and starts_on < body.starts_on:
        began = format_date(body.starts_on, body.starts_precision)
        raise TopicGroupRefused("starts_on", f"The group began on {began}: enter a later day")
    standing = Appointment.objects.filter(body=body, person=person).overlapping(starts_on, None).first()
    if standing is not None:
        if (standing.position, standing.starts_on, standing.ends_on) == (position, starts_on, None):
            return standing  # a button pressed twice
        raise TopicGroupRefused("person", f"{person} is on the group already, as {standing.get_position_display()}")
    appointment = Appointment.objects.create(body=body, person=person, position=position, starts_on=starts_on)
    audit.record("topic_group.member_added", by=by, about=appointment, scope=body.partnership.slug)
    return appointment


@transaction.atomic
def add_new_member(*, group: TopicGroup, name: str, position: str, starts_on: date, by: User) -> Appointment:
    """As ``add_member``, for somebody whom the partnership may not know yet; refused, nobody is put on record."""
    person = _name_person(group.partnership, name, by=by)
    return add_member(group=group, person=person, position=position, starts_on=starts_on, by=by)


def _name_person(partnership: Partnership, name: str, *, by: User) -> Person:
    """Somebody whom the partnership does not know yet; the same name again is the same person."""
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    if known := Person.objects.filter(partnership=partnership, name__iexact=name).first():
        return known
    person = Person.objects.create(partnership=partnership, name=name)
    audit.record("person.added", by=by, about=person, scope=partnership.slug)
    return person


@transaction.atomic
def end_membership(*, appointment: Appointment, ends_on: date, by: User) -> Appointment:
    """End an appointment; ``ends_on`` is its last day (T-5). Raises ``TopicGroupRefused``."""
    locked = Appointment.objects.select_for_update().get(pk=appointment.pk)
    if locked.starts_on and ends_on < locked.starts_on:
        began = format_date(locked.starts_on, locked.starts_precision)
        raise TopicGroupRefused("ends_on", f"It began on {began}: enter that day or a later one")
    locked.ends_on, locked.ends_precision = ends_on, Precision.DAY
    locked.save()
    audit.record(
        "topic_group.member_ended", by=by, about=locked, scope=locked.person.partnership.slug, last=ends_on.isoformat()
    )
    return locked


# Evidence


@dataclass(frozen=True)
class EvidencePlan:
    """What an officer says of a piece of evidence. Of a meeting's document or invitation, the meeting is known."""

    kind: str
    given_by: str
    text: str
    given_on: date | None = None
    organisation: Organisation | None = None
    meeting: Meeting | None = None
    invitation: Invitation | None = None
    document: Document | None = None
    is_members_only: bool = False

    @property
    def as_fields(self) -> dict[str, object]:
        fields = {name: getattr(self, name) for name in self.__dataclass_fields__}
        belongs = self.invitation or self.document
        of = belongs.meeting if self.meeting is None and belongs is not None else self.meeting
        given_on = self.given_on or (of.held_on if of else None)
        precision = Precision.DAY if self.given_on or not of else of.held_precision
        return fields | {
            "meeting": of,
            "given_on": given_on,
            "given_precision": precision if given_on else Precision.UNKNOWN,
        }


@transaction.atomic
def add_evidence(*, group: TopicGroup, plan: EvidencePlan, by: User) -> Evidence:
    """Write down what the group heard; the same one again is answered as it is. Raises ``TopicGroupRefused``."""
    locked = TopicGroup.objects.select_for_update().get(pk=group.pk)
    fields = _checked(plan)
    if known := locked.evidence.filter(**fields).first():
        return known
    evidence = Evidence.objects.create(topic_group=locked, **fields)
    audit.record("evidence.added", by=by, about=evidence, scope=locked.partnership.slug)
    return evidence


@transaction.atomic
def change_evidence(*, evidence: Evidence, plan: EvidencePlan, by: User) -> Evidence:
    """Say something else of it. Raises ``TopicGroupRefused``."""
    locked = Evidence.objects.select_for_update().get(pk=evidence.pk)
    for name, value in _checked(plan).items():
        setattr(locked, name, value)
    locked.save()
    audit.record("evidence.changed", by=by, about=locked, scope=locked.topic_group.partnership.slug)
    return locked


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: User) -> None:
    """Take it out; its history stays. Removed already is removed."""
    locked = Evidence.objects.select_for_update().filter(pk=evidence.pk).first()
    if locked is not None:
        _remove(locked, "evidence.removed", by=by)


def _remove(part: Finding | Evidence, verb: str, *, by: User) -> None:
    audit.record(verb, by=by, about=part, scope=part.topic_group.partnership.slug, text=part.text[:500])
    part._history_user = by  # type: ignore[union-attr]  # read by simple_history
    part.delete()


def _checked(plan: EvidencePlan) -> dict[str, object]:
    """What points at two meetings would contradict itself; what shows a members' paper must not be more public."""
    fields = plan.as_fields
    for name, thing in (("invitation", plan.invitation), ("document", plan.document)):
        if thing is not None and thing.meeting != fields["meeting"]:
            raise TopicGroupRefused(name, "It belongs to another meeting than the one chosen")
    if plan.document is not None and not plan.is_members_only:
        item = plan.document.item
        if plan.document.is_members_only or (item is not None and item.is_members_only):
            raise TopicGroupRefused("is_members_only", "The document is for members only: tick this as well")
    return fields
