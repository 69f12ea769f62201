"""Whoever is invited hears when the meeting moves, changes or does not take place."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from core.rules.working_days import london_day
from invitations.choices import InvitationState
from invitations.mail import CANCELLED, DETAILS, MOVED, POSTPONED, mail_change
from invitations.models import Invitation
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from meetings.services.scheduling import Arrangement


def change_between(before: Arrangement, after: Arrangement) -> str:
    """What those invited are to be told; empty for nothing."""
    if before == after:
        return ""
    if after.status == MeetingStatus.CANCELLED:
        return CANCELLED if before.status != MeetingStatus.CANCELLED else ""
    if after.status == MeetingStatus.POSTPONED:
        return POSTPONED if before.status != MeetingStatus.POSTPONED else ""
    was_off = before.status in (MeetingStatus.CANCELLED, MeetingStatus.POSTPONED)
    if was_off or (before.held_on, before.ends_on) != (after.held_on, after.ends_on):
        return MOVED
    same_place = (before.starts_at, before.ends_at, before.venue) == (after.starts_at, after.ends_at, after.venue)
    return "" if same_place else DETAILS


def tell_invited(*, meeting: Meeting, before: Arrangement, at: datetime) -> int:
    """Tell everybody invited what has changed, in the transaction of the change; answers how many mails wait.

    A new day is a new question: whoever had answered is asked anew. What was on record long ago is put right quietly.
    """
    after = Arrangement.of(meeting)
    what = change_between(before, after)
    today = london_day(at)
    is_ahead = any(day is not None and day >= today for day in (before.held_on, after.held_on))
    if not what or not is_ahead or after.status == MeetingStatus.HELD:
        return 0
    standing = meeting.invitations.standing().select_for_update()
    invitations = list(standing)
    for invitation in invitations:
        invitation.meeting = meeting
        if what in (MOVED, POSTPONED):
            _ask_anew(invitation)
    return mail_change(invitations=invitations, what=what, at=at)


def on_meeting_changed(meeting: Meeting, before: Arrangement, at: datetime, **_: Any) -> None:
    """Hears ``meetings.signals.meeting_changed``, within the transaction of the change."""
    tell_invited(meeting=meeting, before=before, at=at)


def _ask_anew(invitation: Invitation) -> None:
    if invitation.state == InvitationState.ASKED:
        return
    invitation.state = InvitationState.ASKED
    invitation.answered_at = None
    invitation.comes_instead = ""
    invitation.save(update_fields=["state", "answered_at", "comes_instead"])
