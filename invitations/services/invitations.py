"""Somebody is asked to a meeting and answers, hears what changes, and is marked as having come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import Q

from boards.choices import ContactPurpose
from boards.leaving import Ending, Endings, Leaver
from boards.models import Appointment, Organisation, Partnership, Person, SeatHolding
from core import audit
from core.acts import Refused, act
from core.asks import once_a_day
from core.history import bulk_create
from core.models import User
from core.querysets import holds_on
from core.rules.dates import format_date
from core.rules.working_days import london_day
from invitations.choices import InvitationState
from invitations.mail import (
    CANCELLED,
    DETAILS,
    MOVED,
    POSTPONED,
    WITHDRAWN,
    InvitationLink,
    mail_change,
    mail_invitations,
)
from invitations.models import DistributionLine, Invitation
from invitations.services.recipients import remove_line
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from meetings.services.contacts import contacts_of
from meetings.services.scheduling import Arrangement

BODY, CONTACTS = "body", "contacts"


def why_closed(meeting: Meeting, *, on: date) -> str:
    """Why nobody can be invited any more, in a sentence; empty while somebody can."""
    if meeting.is_off:
        return f"The meeting is {meeting.get_status_display()}, so nobody can be invited to it."
    last = meeting.ends_on or meeting.exact_day
    if meeting.status == MeetingStatus.HELD or (last is not None and last < on):
        return "The meeting has been held, so nobody can be invited to it any more."
    return ""


def check_open(meeting: Meeting, *, on: date) -> None:
    """Raises ``Refused`` where nobody can be invited any more."""
    if refusal := why_closed(meeting, on=on):
        raise Refused(refusal)


@act("meeting")
def invite(*, meeting: Meeting, invitations: Iterable[Invitation], by: User | None, at: datetime) -> list[Invitation]:
    """Ask each who is not asked yet, and queue their mail; returns the new ones. Raises ``Refused``."""
    check_open(meeting, on=london_day(at))
    known = invited_already(meeting)
    fresh = {one.key: one for one in invitations if one.key not in known}
    for one in fresh.values():
        one.meeting, one.asked_by, one.asked_at = meeting, by, at
    made: list[Invitation] = bulk_create([*fresh.values()], by=by)
    mail_invitations(invitations=made, at=at)
    if made:
        _record("invitation.sent", meeting, by=by, to=[one.name for one in made])
    return made


def invited_already(meeting: Meeting) -> set[tuple[int | None, str]]:
    """``Invitation.key`` of everybody with a standing invitation to the meeting or one of its items."""
    return {one.key for one in meeting.invitations.standing().only("item", "email", "name")}


@act("invitation")
def answer_invitation(
    *, invitation: Invitation, answer: Mapping[str, str], at: datetime, by: User | None = None
) -> Invitation:
    """Put an answer down, by the names of its fields; by nobody's hand if it came by link. Raises ``Refused``.

    An officer may write down what somebody said until whenever; the same answer again changes nothing.
    """
    if by is None and (refusal := invitation.why_closed(at=at)):
        raise Refused(refusal)
    if invitation.state == InvitationState.WITHDRAWN:
        raise Refused("The invitation is withdrawn. Invite them again to put an answer down.")
    if answer["state"] != InvitationState.DECLINED:
        answer = {**answer, "comes_instead": ""}
    if any(getattr(invitation, name) != value for name, value in answer.items()):
        for name, value in answer.items():
            setattr(invitation, name, value)
        invitation.answered_at = None if invitation.state == InvitationState.ASKED else at
        invitation.save()
        answered = {"who": invitation.name, "answer": invitation.get_state_display()}
        _record("invitation.answered", invitation.meeting, by=by, **answered)
    return invitation


@act("invitation")
def withdraw_invitation(*, invitation: Invitation, by: User, at: datetime | None = None) -> None:
    """Take an invitation back, once, and tell whoever was asked; without ``at`` they are not told."""
    if invitation.state == InvitationState.WITHDRAWN:
        return
    invitation.state = InvitationState.WITHDRAWN
    invitation.save()
    if at is not None:
        mail_change(invitations=[invitation], what=WITHDRAWN, at=at)
    _record("invitation.withdrawn", invitation.meeting, by=by, who=invitation.name)


@act("meeting")
def remind_invited(*, meeting: Meeting, by: User, at: datetime) -> int:
    """Write again to everybody who has not answered, once a day; returns how many mails wait. Raises ``Refused``."""
    day = london_day(at)
    check_open(meeting, on=day)
    asked = meeting.invitations.filter(state=InvitationState.ASKED).exclude(email="").select_related("person")
    waiting = [one for one in asked if InvitationLink(one).may_act(on=day)]
    sent = mail_invitations(invitations=waiting, at=at, key=once_a_day("reminder", at=at))
    if sent:
        _record("invitation.reminded", meeting, by=by, mails=sent)
    return sent


@act("meeting")
def note_who_came(*, meeting: Meeting, came: Mapping[int, bool | None], by: User) -> int:
    """Mark who came, by primary key of the invitation; returns how many marks changed."""
    changed = 0
    for invitation in meeting.invitations.standing().select_for_update(no_key=True).filter(pk__in=came):
        if invitation.came != came[invitation.pk]:
            invitation.came = came[invitation.pk]
            invitation.save(update_fields=["came"])
            changed += 1
    if changed:
        _record("invitation.came", meeting, by=by, marks=changed)
    return changed


def _record(verb: str, meeting: Meeting, *, by: User | None, **details: Any) -> None:
    audit.record(verb, by=by, about=meeting, scope=meeting.partnership.slug, **details)


# Several people at once


def groups(partnership: Partnership, *, on: date) -> list[tuple[str, str]]:
    """The groups that can be invited together, each with its key and its name."""
    bodies = partnership.bodies.current(on=on).filter(is_proposed=False).only("partnership", "code", "name")
    return [
        (CONTACTS, "The contacts of every organisation that holds a seat"),
        *((f"{BODY}:{body.code}", f"Everybody on {body.name}") for body in bodies),
    ]


def members_of(group: str, *, partnership: Partnership, on: date, **asked: Any) -> list[Invitation]:
    """An invitation, ``asked`` for something and not sent yet, of each who belongs to the group on the day, by name."""
    kind, _, code = group.partition(":")
    found: list[tuple[Person, Organisation | None, str]] = []
    if kind == BODY:
        body = partnership.bodies.get(code=code)
        in_seat = Q(seat__body=body) & holds_on(on, "seat__")
        held = Appointment.objects.current(on=on).of_active_people().filter(Q(body=body) | in_seat)
        people = [one.person for one in held.select_related("person__organisation")]
        found = [(person, person.organisation, f"on {body}") for person in people]
    else:
        seats = SeatHolding.objects.current(on=on).filter(holds_on(on, "seat__"), organisation__isnull=False)
        organisations = partnership.organisations.filter(pk__in=seats.order_by().values("organisation")).in_bulk()
        for pk, people in contacts_of(organisations, on=on, purpose=ContactPurpose.INVITATIONS).items():
            found += [(person, organisations[pk], f"contact of {organisations[pk]}") for person in people]
    invitations = {}
    for person, organisation, reason in found:
        one = Invitation(person=person, name=person.name, email=person.email, organisation=organisation, **asked)
        one.reason = reason
        invitations[one.key] = one
    return sorted(invitations.values(), key=lambda one: one.name.casefold())


# What changes


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


def tell_invited(meeting: Meeting, before: Arrangement, at: datetime, **_: Any) -> None:
    """Hears ``meetings.signals.meeting_changed``: tells everybody invited, in the transaction of the change.

    A new day is a new question: whoever had answered is asked anew. What was on record long ago is put right quietly.
    """
    after, today = Arrangement.of(meeting), london_day(at)
    what = change_between(before, after)
    is_ahead = any(day is not None and day >= today for day in (before.held_on, after.held_on))
    if not what or not is_ahead or after.status == MeetingStatus.HELD:
        return
    invitations = list(meeting.invitations.standing().select_for_update(no_key=True))
    for invitation in invitations:
        invitation.meeting = meeting
        if what in (MOVED, POSTPONED) and invitation.state != InvitationState.ASKED:
            invitation.state, invitation.answered_at, invitation.comes_instead = InvitationState.ASKED, None, ""
            invitation.save(update_fields=["state", "answered_at", "comes_instead"])
    mail_change(invitations=invitations, what=what, at=at)


def endings(leaver: Leaver) -> Endings:
    """What ends when somebody leaves: invitations, of which they are not told, and lists that name them."""
    choices, theirs = [], Q(email__iexact=leaver.email) if leaver.email else Q(pk=None)
    if leaver.person is not None:
        theirs |= Q(person=leaver.person)
        named = DistributionLine.objects.filter(person=leaver.person, body__partnership=leaver.partnership)
        choices += [
            Ending(
                f"list-{line.pk}",
                f"Summaries of {line.body}: on the list by name",
                partial(_end_line, line),
            )
            for line in named.select_related("body")
        ]
    ahead = Q(meeting__held_on=None) | Q(meeting__held_on__gte=leaver.on)
    invited = Invitation.objects.standing().filter(theirs, ahead, meeting__partnership=leaver.partnership)
    choices += [
        Ending(
            f"invitation-{one.pk}",
            f"Invitation to {one.meeting.title}, {format_date(one.meeting.held_on, one.meeting.held_precision)}",
            partial(_end_invitation, one),
        )
        for one in invited.select_related("meeting").order_by("meeting__held_on", "pk")
    ]
    return Endings(choices)


def _end_line(line: DistributionLine, by: User) -> None:
    remove_line(line=line, by=by)


def _end_invitation(invitation: Invitation, by: User) -> None:
    withdraw_invitation(invitation=invitation, by=by)


def invite_at_new_address(user: User, before: str, **_: Any) -> None:
    """Invitations that stand are theirs at the new address, too."""
    here = user.role_grants.values("partnership")
    standing = Invitation.objects.standing().filter(meeting__partnership__in=here, email=before)
    for one in standing.filter(meeting__status=MeetingStatus.PLANNED):
        alike = Invitation.objects.standing().filter(meeting=one.meeting_id, item=one.item_id, email=user.email)
        if not alike.exists():
            one.email = user.email
            one.save()
