"""Whether somebody can be invited, and whether an invitation can be read and answered; pages and mail ask here."""

from __future__ import annotations

from datetime import date, datetime

from boards import leaving
from invitations.choices import InvitationState
from invitations.models import Invitation
from invitations.rules import invitation_readable_until, may_still_answer
from meetings.choices import MeetingStatus
from meetings.models import Meeting


class NotOpen(Exception):
    """Nobody is asked to the meeting, or can answer, any more; the text says why."""


def check_may_invite(meeting: Meeting, *, on: date) -> None:
    """Raises ``NotOpen`` where nobody can come any more."""
    if meeting.is_off:
        raise NotOpen(f"The meeting is {meeting.get_status_display()}, so nobody can be invited to it.")
    last = meeting.ends_on or meeting.exact_day
    if meeting.status == MeetingStatus.HELD or (last is not None and last < on):
        raise NotOpen("The meeting has been held, so nobody can be invited to it any more.")


def is_readable(invitation: Invitation, *, on: date) -> bool:
    """Whether the link of the invitation still shows it (IN-1)."""
    until = invitation_readable_until(invitation.meeting.exact_day, invitation.meeting.ends_on)
    return until is None or on <= until


def has_left(invitation: Invitation, *, on: date) -> bool:
    """Whether the person who was asked has left, or may not sign in any more. Guests who are not on record stay."""
    if invitation.person is None:
        return leaving.is_switched_off(invitation.email)
    return leaving.has_left(invitation.person, on=on)


def check_may_answer(invitation: Invitation, *, at: datetime) -> None:
    """Raises ``NotOpen``."""
    meeting = invitation.meeting
    if invitation.state == InvitationState.WITHDRAWN:
        raise NotOpen("The partnership office has withdrawn this invitation.")
    if meeting.status == MeetingStatus.CANCELLED:
        raise NotOpen("This meeting is cancelled.")
    if meeting.status == MeetingStatus.POSTPONED:
        raise NotOpen("This meeting is postponed. You will be asked again once there is a new date.")
    if meeting.status == MeetingStatus.HELD or not may_still_answer(meeting.exact_day, meeting.starts_at, at=at):
        raise NotOpen("The meeting has begun or is over, so the answer can’t be changed any more.")
