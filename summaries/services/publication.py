"""A summary is published: frozen, with its attendance, actions and one delivery per recipient, or not at all."""

from __future__ import annotations

from collections.abc import Collection
from copy import copy
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django_q.tasks import async_task

from actions.choices import ActionStatus
from actions.models import Action
from actions.services.actions import update_action
from actions.services.cascade import ask_to_pass_on
from actions.services.owners import owner_fields, owner_key
from attendance.models import Attendance, Guest
from attendance.rules import guests_in
from core import audit
from core.acts import Refused
from core.choices import Precision
from core.models import User
from core.rules.dates import format_date
from core.rules.working_days import is_before_meeting, london_day
from invitations.services.recipients import BY_HAND, Recipient, added_by_hand, recipients
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from meetings.services.deadlines import due_day
from outbox.services.queue import Addressee, queue_mail
from summaries import signals
from summaries.choices import SUMMARY
from summaries.mail import summary_subject
from summaries.models import MeetingSummary, SummaryRevision
from summaries.services.content import ROWS, SeatAnswer, SummaryContent
from summaries.services.drafts import DraftConflict, row_count
from summaries.services.earlier import earlier_as_published, record_earlier

LEFT_OUT, NO_ADDRESS = "left out", "no e-mail address on record"


class RecipientsChanged(Exception):
    """Others are entitled to it now than those whom the officer was shown."""


def why_not_publishable(*, meeting: Meeting, at: datetime) -> str:
    """Why a summary of this meeting can't be published at the moment; empty if it can (T-3)."""
    if meeting.is_off:
        return f"The meeting was {meeting.get_status_display()}, so there is no summary to publish."
    if meeting.held_on is None or meeting.held_precision != Precision.DAY:
        return "The day of the meeting is not on record. Enter it before you publish the summary."
    last_on = meeting.ends_on or meeting.held_on
    if is_before_meeting(at, held_on=last_on):
        last_day = "last day of the meeting" if meeting.ends_on else "meeting"
        return f"The {last_day} is on {format_date(last_on)}. Its summary can be published from that day on."
    return ""


@transaction.atomic
def publish_summary(
    *,
    summary: MeetingSummary,
    content: SummaryContent,
    version: int,
    by: User,
    at: datetime,
    leave_out: Collection[int] = (),
    shown: Collection[int] | None = None,
    add: Collection[int] = (),
) -> SummaryRevision:
    """Freeze a revision and queue it for everybody entitled to it, save the persons (primary keys) left out.

    ``version`` is the draft's that the officer saw; ``shown`` the entitled persons listed to the officer, if any were;
    ``add`` persons who get it this once.
    Raises ``Refused``, ``DraftConflict`` or ``RecipientsChanged``; then nothing has happened.
    """
    summary = MeetingSummary.objects.select_for_update().get(pk=summary.pk)
    # Held against whoever cancels it at the same moment.
    summary.meeting = meeting = Meeting.objects.select_for_update().get(pk=summary.meeting_id)
    _check(summary, content, version=version, at=at)
    entitled = recipients(meeting=meeting, on=london_day(at))
    if shown is not None and set(shown) != {one.person for one in entitled if one.can_be_mailed}:
        raise RecipientsChanged

    revision = as_published(summary=summary, content=content, by=by, at=at)
    _record_attendance(meeting, content)
    _record_guests(meeting, content)
    record_earlier(meeting, content, by=by, at=at)
    actions = _record_actions(meeting, content, by=by, at=at)
    sent_to = [one for one in entitled if one.can_be_mailed and one.person not in leave_out]
    listed = {one.person for one in entitled}
    added = [one for one in added_by_hand(meeting=meeting, persons=add, on=london_day(at)) if one.person not in listed]
    revision.form_data = content.as_form(actions)
    revision.not_sent_to = [_not_sent(one) for one in entitled if one not in sent_to]
    revision.save()
    _queue(revision, sent_to, at=at)
    _queue(revision, added, at=at, extra={BY_HAND: True})
    ask_to_pass_on(meeting=meeting, key=f"revision-{revision.number}", at=at)
    _close_draft(summary, at=at, by=by)
    if meeting.status != MeetingStatus.HELD:
        was_proposed, meeting.status = meeting.is_proposed, MeetingStatus.HELD
        if was_proposed:
            # As a proposal it had no deadline.
            meeting.summary_due_on = due_day(meeting)
        meeting.save(update_fields=["status", "summary_due_on"])
    _record(revision, sent_to, added, by=by)
    # A receiver that fails must not turn a publication that has happened into an error: the rows are waiting anyway.
    transaction.on_commit(lambda: async_task("summaries.papers.deliver_summary", revision.pk), robust=True)
    transaction.on_commit(lambda: signals.summary_published.send(SummaryRevision, revision=revision), robust=True)
    return revision


def _record(revision: SummaryRevision, sent_to: list[Recipient], added: list[Recipient], *, by: User) -> None:
    meeting = revision.summary.meeting
    details: dict[str, Any] = {
        "revision": revision.number,
        "sent_to": len(sent_to) + len(added),
        "left_out": [one["name"] for one in revision.not_sent_to if one["reason"] == LEFT_OUT],
    }
    if added:
        details["added"] = [one.name for one in added]
    verb = "summary.published" if revision.number == 1 else "summary.corrected"
    audit.record(verb, by=by, about=meeting, scope=meeting.partnership.slug, **details)


def as_published(*, summary: MeetingSummary, content: SummaryContent, by: User | None, at: datetime) -> SummaryRevision:
    """The revision that publication would write, not saved: what the preview shows is what will be read."""
    return SummaryRevision(
        summary=summary,
        number=(summary.revisions.aggregate(last=Max("number"))["last"] or 0) + 1,
        note=content.note if summary.published_at else "",
        key_issues=content.key_issues,
        decisions=content.decisions,
        others_present=content.others_present,
        attendance=[_seat_as_published(answer) for answer in content.seats],
        actions=[_action_as_published(action) for action in _agreed_actions(summary.meeting, content)],
        from_last_time=[earlier_as_published(answer) for answer in content.earlier],
        published_at=at,
        published_by=by,
    )


def _check(summary: MeetingSummary, content: SummaryContent, *, version: int, at: datetime) -> None:
    if reason := why_not_publishable(meeting=summary.meeting, at=at):
        raise Refused(reason)
    if summary.version != version:
        raise DraftConflict(summary)
    if summary.published_at and not content.note:
        raise Refused("The summary is published already. To change it, correct it and say what you corrected.")


def _record_attendance(meeting: Meeting, content: SummaryContent) -> None:
    marked = {answer.seat.pk: answer for answer in content.seats}
    for stale in meeting.attendance.exclude(seat__in=marked):
        stale.delete()
    known = {row.seat_id: row for row in meeting.attendance.select_related("departed_at")}
    for pk, answer in marked.items():
        row = known.get(pk) or Attendance(meeting=meeting, seat=answer.seat)
        said = (answer.state, answer.deputy, answer.departure, answer.item)
        if (row.state, row.deputy_name, row.departure, row.departed_at) != said:
            row.state, row.deputy_name, row.departure, row.departed_at = said
            row.save()


def _record_guests(meeting: Meeting, content: SummaryContent) -> None:
    """Who was there without a seat, as others present names them; who stays stays the same row (A-4)."""
    named = guests_in(content.others_present)
    for known in meeting.guests.all():
        guest = (known.name, known.organisation_name)
        if guest in named:
            named.remove(guest)
        else:
            known.delete()
    for name, organisation_name in named:
        Guest.objects.create(meeting=meeting, name=name, organisation_name=organisation_name)


def _record_actions(meeting: Meeting, content: SummaryContent, *, by: User, at: datetime) -> list[Action]:
    """New actions are added, reworded ones changed; one that a correction takes out is closed, not deleted."""
    kept = {answer.action.pk for answer in content.actions if answer.action}
    for gone in meeting.actions.open().exclude(pk__in=kept):
        update_action(
            action=gone,
            status=ActionStatus.DROPPED,
            text=f"Taken out when the summary was corrected: {content.note}",
            reported_on=london_day(at),
            by=by,
            at=at,
        )
    agreed = _agreed_actions(meeting, content)
    days_before, owners_before = _days_before(meeting), _owners_before(meeting)
    for action, answer in zip(agreed, content.actions, strict=True):
        if answer.action and owners_before.get(str(action.pk)) == owner_key(answer.owner):
            # Passed to another owner since, perhaps: a correction that leaves the owner alone does not take that back.
            for field, owner in owner_fields(answer.action.owner).items():
                setattr(action, field, owner)
        if answer.action and (action.number, action.due_on) in days_before:
            # Carried since, perhaps: a correction that leaves the day alone does not take that back.
            action.due_on = answer.action.due_on
        if answer.action is None or _wording(action) != _wording(answer.action):
            action.save()
    return agreed


def _days_before(meeting: Meeting) -> set[tuple[int, date | None]]:
    """The number of each action in the latest revision, with the day by which it was to be done."""
    latest = SummaryRevision.objects.filter(summary__meeting=meeting).order_by("-number").first()
    return {
        (said["number"], date.fromisoformat(said["due_on"]) if said["due_on"] else None)
        for said in (latest.actions if latest else [])
    }


def _owners_before(meeting: Meeting) -> dict[str, str]:
    """Each action, by primary key, with its owner as the form of the latest revision names it."""
    latest = SummaryRevision.objects.filter(summary__meeting=meeting).order_by("-number").first()
    form = latest.form_data if latest else {}
    rows = range(row_count(form))
    return {form.get(f"{ROWS}-{row}-id", ""): form.get(f"{ROWS}-{row}-owner", "") for row in rows}


def _wording(action: Action) -> tuple[object, ...]:
    owner = action.owner_organisation_id, action.owner_body_id, action.owner_person_id
    return action.what, *owner, action.due_on, action.item_id


def _agreed_actions(meeting: Meeting, content: SummaryContent) -> list[Action]:
    """The actions as the content words them, none of it saved; new ones take the next numbers."""
    number = meeting.actions.aggregate(last=Max("number"))["last"] or 0
    agreed = []
    for answer in content.actions:
        action = copy(answer.action)
        if action is None:
            number += 1
            action = Action(partnership=meeting.partnership, body=meeting.body, meeting=meeting, number=number)
        action.what, action.due_on, action.item = answer.what, answer.due_on, answer.item
        for field, owner in answer.owner_fields.items():
            setattr(action, field, owner)
        agreed.append(action)
    return agreed


def _seat_as_published(answer: SeatAnswer) -> dict[str, object]:
    seat: dict[str, object] = {
        "number": answer.seat.number,
        "label": answer.seat.label,
        "holder": answer.holder,
        "state": answer.state,
        "deputy": answer.deputy,
    }
    further = {"body": answer.body, "left": answer.left}
    return seat | {name: words for name, words in further.items() if words}


def _action_as_published(action: Action) -> dict[str, object]:
    return {
        "number": action.number,
        "what": action.what,
        "owner": str(action.owner),
        "due_on": action.due_on.isoformat() if action.due_on else None,
    }


def _not_sent(recipient: Recipient) -> dict[str, str]:
    return {"name": recipient.name, "reason": LEFT_OUT if recipient.can_be_mailed else NO_ADDRESS}


def _queue(
    revision: SummaryRevision, sent_to: list[Recipient], *, at: datetime, extra: dict[str, Any] | None = None
) -> None:
    meeting = revision.summary.meeting
    queue_mail(
        partnership=meeting.partnership,
        kind=SUMMARY,
        about=revision.pk,
        to=[Addressee(one.name, one.email, one.reason, one.person) for one in sent_to],
        subject=summary_subject(revision),
        path=meeting.get_absolute_url(),
        at=at,
        extra=extra,
    )


def _close_draft(summary: MeetingSummary, *, at: datetime, by: User) -> None:
    """The draft has become a revision. The next version belongs to whoever corrects it."""
    summary.draft = {}
    summary.version += 1
    summary.saved_by, summary.saved_at, summary.saved_from = by, at, ""
    summary.published_at = summary.published_at or at
    summary.save()
