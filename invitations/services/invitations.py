"""Somebody is asked to a meeting, answers, and what follows from it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from agendas.models import AgendaItem
from boards.models import Organisation, Person
from core import audit
from core.asks import once_a_day
from core.history import bulk_create
from core.models import User
from core.rules.dates import format_date
from core.rules.working_days import london_day
from invitations.choices import InvitationState
from invitations.mail import WITHDRAWN, mail_change, mail_invitations
from invitations.models import Invitation
from invitations.services.state import NotOpen, check_may_answer, check_may_invite, has_left
from meetings.models import Meeting


@dataclass(frozen=True)
class Invitee:
    """Somebody to be asked, on record or not. Without an address they are asked by other means."""

    name: str
    email: str = ""
    person: Person | None = None
    organisation: Organisation | None = None
    reason: str = ""

    @property
    def key(self) -> str:
        """By what two invitations to the same person are told to be the same."""
        return self.email.casefold() or self.name.casefold()


@dataclass(frozen=True)
class Reply:
    """What somebody answers; ``comes_instead`` names who comes where they can't."""

    state: str
    note: str = ""
    comes_instead: str = ""
    needs: str = ""


def invited_already(meeting: Meeting, item: AgendaItem | None) -> set[str]:
    """``Invitee.key`` of everybody with a standing invitation to the item, or to the whole meeting."""
    asked = meeting.invitations.standing().filter(item=item).values_list("email", "name")
    return {email.casefold() or name.casefold() for email, name in asked}


@transaction.atomic
def invite(
    *,
    meeting: Meeting,
    invitees: Iterable[Invitee],
    by: User | None,
    at: datetime,
    item: AgendaItem | None = None,
    message: str = "",
) -> list[Invitation]:
    """Ask each who is not asked yet, and queue their mail. Raises ``NotOpen``.

    The meeting is held meanwhile, so that a button pressed twice asks nobody twice.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    check_may_invite(meeting, on=london_day(at))
    known = invited_already(meeting, item)
    fresh = {one.key: one for one in invitees if one.key not in known}
    invitations = [
        Invitation(
            meeting=meeting,
            item=item,
            person=one.person,
            organisation=one.organisation,
            name=one.name,
            email=one.email,
            message=message,
            asked_by=by,
            asked_at=at,
        )
        for one in fresh.values()
    ]
    made: list[Invitation] = bulk_create(invitations, by=by)
    mail_invitations(invitations=made, at=at)
    if made:
        names = [one.name for one in made]
        audit.record("invitation.sent", by=by, about=meeting, scope=meeting.partnership.slug, to=names)
    return made


@transaction.atomic
def answer_invitation(*, invitation: Invitation, reply: Reply, at: datetime, by: User | None = None) -> Invitation:
    """Put an answer down; by nobody's hand if it came by link. Raises ``NotOpen``.

    An officer may write down what somebody said until whenever; the same answer again changes nothing.
    """
    invitation = _held(invitation)
    if by is None:
        check_may_answer(invitation, at=at)
    elif invitation.state == InvitationState.WITHDRAWN:
        raise NotOpen("The invitation is withdrawn. Invite them again to put an answer down.")
    instead = reply.comes_instead if reply.state == InvitationState.DECLINED else ""
    said = {"state": reply.state, "answer_note": reply.note, "comes_instead": instead, "needs": reply.needs}
    if all(getattr(invitation, name) == value for name, value in said.items()):
        return invitation
    for name, value in said.items():
        setattr(invitation, name, value)
    invitation.answered_at = None if reply.state == InvitationState.ASKED else at
    invitation.save()
    _record("invitation.answered", invitation, by=by, answer=invitation.get_state_display())
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User, at: datetime) -> Invitation:
    """Take an invitation back, and tell whoever was asked; once."""
    invitation = _held(invitation)
    if invitation.state == InvitationState.WITHDRAWN:
        return invitation
    invitation.state = InvitationState.WITHDRAWN
    invitation.save()
    mail_change(invitations=[invitation], what=WITHDRAWN, at=at)
    _record("invitation.withdrawn", invitation, by=by)
    return invitation


@transaction.atomic
def withdraw_unsaid(*, invitation: Invitation, by: User) -> None:
    """Take back the invitation of somebody who leaves: they are not told, as they get no more mail."""
    invitation = _held(invitation)
    if invitation.state != InvitationState.WITHDRAWN:
        invitation.state = InvitationState.WITHDRAWN
        invitation.save()
        _record("invitation.withdrawn", invitation, by=by)


@transaction.atomic
def remind_invited(*, meeting: Meeting, by: User, at: datetime) -> int:
    """Write again to everybody who has not answered, once a day; answers how many mails wait. Raises ``NotOpen``."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    day = london_day(at)
    check_may_invite(meeting, on=day)
    waiting = [
        one
        for one in meeting.invitations.filter(state=InvitationState.ASKED).exclude(email="").select_related("person")
        if not has_left(one, on=day)
    ]
    sent = mail_invitations(invitations=waiting, at=at, key=once_a_day("reminder", at=at))
    if sent:
        audit.record("invitation.reminded", by=by, about=meeting, scope=meeting.partnership.slug, mails=sent)
    return sent


@transaction.atomic
def note_who_came(*, meeting: Meeting, came: Mapping[int, bool | None], by: User) -> int:
    """Mark who came, by primary key of the invitation; answers how many marks changed."""
    changed = 0
    for invitation in meeting.invitations.standing().select_for_update().filter(pk__in=came):
        if invitation.came != came[invitation.pk]:
            invitation.came = came[invitation.pk]
            invitation.save(update_fields=["came"])
            changed += 1
    if changed:
        audit.record("invitation.came", by=by, about=meeting, scope=meeting.partnership.slug, marks=changed)
    return changed


@transaction.atomic
def note_follow_up(
    *, invitation: Invitation, text: str, due_on: date | None, done_on: date | None, by: User
) -> Invitation:
    """Keep what follows from somebody's coming, by when, and whether it is done."""
    invitation = _held(invitation)
    said = {"follow_up": text, "follow_up_due_on": due_on, "followed_up_on": done_on}
    if all(getattr(invitation, name) == value for name, value in said.items()):
        return invitation
    for name, value in said.items():
        setattr(invitation, name, value)
    invitation.save(update_fields=list(said))
    _record("invitation.follow_up", invitation, by=by, due=format_date(due_on) if due_on else "")
    return invitation


def _held(invitation: Invitation) -> Invitation:
    """The invitation as it is now, with its meeting; nobody else changes it meanwhile."""
    held = Invitation.objects.select_for_update(of=("self",))
    return held.select_related("meeting__partnership", "person").get(pk=invitation.pk)


def _record(verb: str, invitation: Invitation, *, by: User | None, **details: str) -> None:
    meeting = invitation.meeting
    audit.record(verb, by=by, about=meeting, scope=meeting.partnership.slug, who=invitation.name, **details)
