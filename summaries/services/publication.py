"""A summary is published: frozen, with its attendance, actions and one delivery per recipient, or not at all."""

from __future__ import annotations

from collections.abc import Collection
from copy import copy
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django_q.tasks import async_task

from actions.choices import ActionStatus
from actions.models import Action
from actions.picks import ACTION_PICKS
from actions.services.actions import update_action
from actions.services.owners import owner_key
from actions.services.sharing import ask_to_share
from attendance.models import Attendance, Guest
from attendance.rules import guests_in
from core import audit
from core.acts import Refused, act, lock
from core.choices import Precision
from core.models import User
from core.rules.dates import format_date
from core.rules.working_days import is_before_meeting, london_day
from invitations.services.recipients import BY_HAND, added_by_hand, recipients
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from meetings.services.deadlines import due_day
from outbox.services.queue import Addressee, queue_mail
from summaries.choices import SUMMARY
from summaries.mail import summary_subject
from summaries.models import MeetingSummary, SummaryVersion
from summaries.services.content import ROWS, SummaryContent
from summaries.services.decisions import record_decisions
from summaries.services.drafts import DraftConflict, row_count
from summaries.services.earlier import record_earlier

LEFT_OUT, NO_ADDRESS = "left out", "no email address on record"


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


@act("summary")
def publish_summary(
    *,
    summary: MeetingSummary,
    content: SummaryContent,
    draft_version: int,
    by: User,
    at: datetime,
    leave_out: Collection[int] = (),
    shown: Collection[int] | None = None,
    add: Collection[int] = (),
) -> SummaryVersion:
    """Freeze a version and queue it for everybody entitled to it, save the persons (primary keys) left out.

    ``draft_version`` is what the officer saw; ``shown`` the entitled persons listed to the officer, if any were;
    ``add`` persons who get it this once.
    Raises ``Refused``, ``DraftConflict`` or ``RecipientsChanged``; then nothing has happened.
    """
    # Held against whoever cancels it at the same moment.
    summary.meeting = meeting = lock(summary.meeting)
    on = london_day(at)
    if reason := why_not_publishable(meeting=meeting, at=at):
        raise Refused(reason)
    if summary.draft_version != draft_version:
        raise DraftConflict(summary)
    if summary.published_at and not content.note:
        raise Refused("The summary is published already. To change it, correct it and say what you corrected.")
    entitled = recipients(meeting=meeting, on=on)
    if shown is not None and set(shown) != {one.person for one in entitled if one.can_be_mailed}:
        raise RecipientsChanged

    before = summary.latest
    version = as_published(summary=summary, content=content, by=by, at=at)
    _record_attendance(meeting, content)
    _record_guests(meeting, content)
    record_earlier(meeting, content, before=before.form_data if before else {}, by=by, at=at)
    version.form_data = content.as_form(_record_actions(meeting, content, before=before, by=by, at=at))
    sent_to = [one for one in entitled if one.can_be_mailed and one.person not in leave_out]
    listed = {one.person for one in entitled}
    added = [one for one in added_by_hand(meeting=meeting, persons=add, on=on) if one.person not in listed]
    version.not_sent_to = [
        {"name": one.name, "reason": LEFT_OUT if one.can_be_mailed else NO_ADDRESS}
        for one in entitled
        if one not in sent_to
    ]
    version.save()
    record_decisions(version)
    _queue(version, sent_to, at=at)
    _queue(version, added, at=at, extra={BY_HAND: True})
    ask_to_share(meeting=meeting, key=f"version-{version.number}", at=at)
    # The draft has become a version. The next version belongs to whoever corrects it.
    summary.published_at = summary.published_at or at
    summary.replace_draft({}, by=by, at=at)
    _mark_as_held(meeting)
    details: dict[str, Any] = {
        "version": version.number,
        "sent_to": len(sent_to) + len(added),
        "left_out": [one["name"] for one in version.not_sent_to if one["reason"] == LEFT_OUT],
    }
    if added:
        details["added"] = [one.name for one in added]
    verb = "summary.published" if version.number == 1 else "summary.corrected"
    audit.record(verb, by=by, about=meeting, scope=meeting.partnership.slug, **details)
    transaction.on_commit(lambda: async_task("summaries.papers.deliver_summary", version.pk), robust=True)
    return version


def as_published(*, summary: MeetingSummary, content: SummaryContent, by: User | None, at: datetime) -> SummaryVersion:
    """The version that publication would write, not saved: what the preview shows is what will be read."""
    return SummaryVersion(
        summary=summary,
        number=(summary.versions.aggregate(last=Max("number"))["last"] or 0) + 1,
        note=content.note if summary.published_at else "",
        key_issues=content.key_issues,
        decisions=content.decisions,
        others_present=content.others_present,
        attendance=[answer.as_published() for answer in content.seats],
        actions=[_action_as_published(action) for action in _agreed_actions(summary.meeting, content)],
        from_last_time=[answer.as_published() for answer in content.earlier],
        published_at=at,
        published_by=by,
    )


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


def _record_actions(
    meeting: Meeting, content: SummaryContent, *, before: SummaryVersion | None, by: User, at: datetime
) -> list[Action]:
    """New actions are added, reworded ones changed; one that a correction takes out is closed, not deleted.

    Since the version ``before``, an action may have passed to another owner or been carried to another day: a
    correction that leaves owner or day alone does not take that back. Nor does it touch what has been picked for the
    action since, unless it picks another recommendation.
    """
    kept = {answer.action.pk for answer in content.actions if answer.action}
    for gone in meeting.actions.open().exclude(pk__in=kept):
        text, on = f"Taken out when the summary was corrected: {content.note}", london_day(at)
        update_action(action=gone, status=ActionStatus.DROPPED, text=text, reported_on=on, by=by, at=at)
    agreed = _agreed_actions(meeting, content)
    days_before = {(said.number, said.due_on) for said in (before.actions_agreed if before else [])}
    form = before.form_data if before else {}
    owners_before, picked_before = (
        {form.get(f"{ROWS}-{row}-id"): form.get(f"{ROWS}-{row}-{name}") for row in range(row_count(form))}
        for name in ("owner", "recommendation")
    )
    for action, answer in zip(agreed, content.actions, strict=True):
        known = answer.action
        if known and owners_before.get(str(action.pk)) == owner_key(answer.owner):
            action.owner = known.owner
        if known and (action.number, action.due_on) in days_before:
            action.due_on = known.due_on
        if known is None or _wording(action) != _wording(known):
            action.save()
        picked = int(picked_before.get(str(action.pk)) or 0)
        if picked != (answer.recommendation or 0):
            picks = {"add": {answer.recommendation or 0}, "remove": {picked}}
            ACTION_PICKS.picker.change(action, by=by, **picks)
    return agreed


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
        action.what, action.owner, action.due_on, action.item = answer.what, answer.owner, answer.due_on, answer.item
        agreed.append(action)
    return agreed


def _action_as_published(action: Action) -> dict[str, object]:
    due_on = action.due_on.isoformat() if action.due_on else None
    return {"number": action.number, "what": action.what, "owner": str(action.owner), "due_on": due_on}


def _mark_as_held(meeting: Meeting) -> None:
    if meeting.status != MeetingStatus.HELD:
        was_proposed, meeting.status = meeting.is_proposed, MeetingStatus.HELD
        if was_proposed:
            # As a proposal it had no deadline.
            meeting.summary_due_on = due_day(meeting)
        meeting.save(update_fields=["status", "summary_due_on"])


def _queue(
    version: SummaryVersion, sent_to: list[Addressee], *, at: datetime, extra: dict[str, Any] | None = None
) -> None:
    meeting = version.summary.meeting
    queue_mail(
        partnership=meeting.partnership,
        kind=SUMMARY,
        about=version.pk,
        to=sent_to,
        subject=summary_subject(version),
        path=meeting.get_absolute_url(),
        at=at,
        extra=extra,
    )
