"""What the mail to somebody who is invited says; asked at the moment of sending whether it is still so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from boards.leaving import has_left, is_switched_off
from core.asks import AskLink
from core.rules.working_days import london_day
from invitations.choices import InvitationState
from invitations.models import Invitation
from invitations.rules import invitation_readable_until
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from meetings.services.calendar_feed import calendar_of_meeting, write_calendar
from outbox.choices import MessageState
from outbox.kinds import Attachment, Letter, NotWanted, kind
from outbox.letters import letter
from outbox.models import Message
from outbox.services.queue import Addressee, queue_mail

# The kinds under which invitations and what changes in them are queued; ``about`` is the invitation's primary key.
INVITATION, INVITATION_CHANGED = "invitation", "invitation-changed"

# What is told, as ``Message.extra`` keeps it.
MOVED, DETAILS, POSTPONED, CANCELLED, WITHDRAWN = "moved", "details", "postponed", "cancelled", "withdrawn"
ASKED, ASKED_AGAIN = "asked", "asked-again"
OPENINGS = {
    ASKED: "Invitation",
    ASKED_AGAIN: "Please answer",
    MOVED: "New date",
    DETAILS: "Changed",
    POSTPONED: "Postponed",
    CANCELLED: "Cancelled",
    WITHDRAWN: "Invitation withdrawn",
}
STATUS_TOLD = {POSTPONED: MeetingStatus.POSTPONED, CANCELLED: MeetingStatus.CANCELLED}


@dataclass(frozen=True)
class InvitationLink(AskLink):
    """How long it can be followed is for the day of the meeting to say (IN-1), which may still move; ``lasts`` is only
    the end of it where no day was ever set.
    """

    invitation: Invitation
    purpose, page, lasts = "invitation", "invitations:reply", timedelta(days=2 * 365)

    @classmethod
    def known(cls, partnership: Any) -> tuple[QuerySet[Any], ...]:
        read = Invitation.objects.select_related("meeting__partnership", "meeting__body", "item", "person")
        return (read.filter(meeting__partnership=partnership),)

    @property
    def partnership(self) -> Any:
        return self.invitation.meeting.partnership

    def is_over(self, *, on: date) -> bool:
        until = invitation_readable_until(self.invitation.meeting.exact_day, self.invitation.meeting.ends_on)
        return until is not None and until < on

    def may_act(self, *, on: date) -> bool:
        """Guests who are not on record stay, unless the address is of an account that is switched off."""
        person = self.invitation.person
        return not (has_left(person, on=on) if person else is_switched_off(self.invitation.email))


def mail_invitations(*, invitations: Sequence[Invitation], at: datetime, key: str = "") -> int:
    """Queue the mail of each; ``key`` tells a second asking apart from the first."""
    return _queue(INVITATION, invitations, ASKED_AGAIN if key else ASKED, at=at, key=key)


def mail_change(*, invitations: Sequence[Invitation], what: str, at: datetime) -> int:
    """Tell those whose invitation has gone out; one that still waits says what is so when it goes."""
    known = Message.objects.filter(kind=INVITATION, about__in=[one.pk for one in invitations])
    told = set(known.filter(state__in=(MessageState.SENT, MessageState.SENDING)).values_list("about", flat=True))
    gone_out = [one for one in invitations if one.pk in told]
    return _queue(INVITATION_CHANGED, gone_out, what, at=at, key=f"{what}-{at:%Y%m%dT%H%M%S.%f}")


def _queue(of_kind: str, invitations: Sequence[Invitation], what: str, *, at: datetime, key: str) -> int:
    reason = "the partnership office has invited you to this meeting"
    return sum(
        queue_mail(
            partnership=one.meeting.partnership,
            kind=of_kind,
            about=one.pk,
            to=[Addressee(one.name, one.email, reason, one.person_id)],
            subject=subject_of(one.meeting, what),
            path=one.meeting.get_absolute_url(),
            at=at,
            key=key,
            extra={"what": what, "held_on": str(one.meeting.held_on)},
        )
        for one in invitations
    )


def subject_of(meeting: Meeting, what: str) -> str:
    """“New date: Board, 16 November 2026”."""
    return f"{OPENINGS[what]}: {meeting.title}, {meeting.when}"


@kind(INVITATION, "Invitation")
def compose_invitation(message: Message, at: datetime) -> Letter:
    """Raises ``NotWanted`` where nobody is asked any more."""
    invitation = _read(message, at=at)
    if closed := invitation.why_closed(at=at):
        raise NotWanted(closed)
    if message.key and invitation.state != InvitationState.ASKED:
        raise NotWanted("They have answered.")
    return _letter("invitations/invitation", invitation, message, ASKED_AGAIN if message.key else ASKED)


@kind(INVITATION_CHANGED, "Change of an invitation")
def compose_change(message: Message, at: datetime) -> Letter:
    """Raises ``NotWanted`` where something else is so by now: another message tells of that."""
    invitation = _read(message, at=at)
    meeting, what = invitation.meeting, message.extra["what"]
    is_withdrawn = invitation.state == InvitationState.WITHDRAWN
    if is_withdrawn != (what == WITHDRAWN):
        raise NotWanted("The invitation has been withdrawn." if is_withdrawn else "The invitation stands.")
    if not is_withdrawn and (str(meeting.held_on) != message.extra["held_on"] or not is_so(meeting, what)):
        raise NotWanted("The meeting has changed again since.")
    return _letter("invitations/invitation_changed", invitation, message, what)


def is_so(meeting: Meeting, what: str) -> bool:
    """Whether the meeting still is as a mail of the change says."""
    return meeting.status == STATUS_TOLD[what] if what in STATUS_TOLD else not meeting.is_off


def _read(message: Message, *, at: datetime) -> Invitation:
    (known,) = InvitationLink.known(message.partnership)
    invitation: Invitation | None = known.filter(pk=message.about).first()
    if invitation is None:
        raise NotWanted("The invitation is gone.")
    if not InvitationLink(invitation).may_act(on=london_day(at)):
        raise NotWanted(f"{invitation.name} has left since they were invited.")
    return invitation


def _letter(template: str, invitation: Invitation, message: Message, what: str) -> Letter:
    meeting = invitation.meeting
    context = {
        "invitation": invitation,
        "meeting": meeting,
        "day": meeting.exact_day,
        "reply_url": InvitationLink(invitation).url,
        "what": what,
        "is_reminder": what == ASKED_AGAIN,
    }
    return letter(template, context, message, subject_of(meeting, what), calendar_file(meeting))


def calendar_file(meeting: Meeting) -> tuple[Attachment, ...]:
    """The meeting as an entry for a calendar, where its day is known."""
    if meeting.exact_day is None:
        return ()
    content = write_calendar(calendar_of_meeting(meeting))
    return (Attachment("meeting.ics", content, "text/calendar"),)
