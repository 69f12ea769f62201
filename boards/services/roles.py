"""Giving and ending what a signed-in person may do in a partnership."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import partial

from allauth.account.models import EmailAddress
from django.db.models import Q

from boards.choices import Position, Role
from boards.leaving import Ending, Endings, Leaver, from_above, gather, leaver_of
from boards.models import Appointment, Body, Contact, Partnership, Person, RoleGrant
from boards.signals import role_given
from core import audit
from core.acts import Refused, act, lock
from core.choices import Precision
from core.models import User
from core.rules.dates import ONE_DAY


@dataclass(frozen=True)
class Granted:
    """``is_new_user`` says that the account was made for it; the mail of the role has a link to set its password."""

    grant: RoleGrant
    is_new_user: bool


@act("partnership")
def grant_role(
    *,
    partnership: Partnership,
    email: str,
    name: str,
    role: Role,
    ppb: Body | None,
    by: User | None,
    on: date,
    ends_on: date | None = None,
) -> Granted:
    """Give a role from the day on, to ``ends_on`` if that is known. An existing sign-in is used again, under the name
    that it has.

    A PPB member is appointed to ``ppb`` by the same act, since summaries go to those who are appointed.
    """
    if role == Role.ADMIN and ends_on is not None:
        raise Refused("Leave the last day of an admin empty: end the role once someone else is admin", field="ends_on")
    address = email.strip().lower()
    user = User.objects.filter(email=address).first()
    is_new_user = user is None
    if user is None:
        user = make_account(email=address, name=name)
    if RoleGrant.objects.current(on=on).filter(user=user, partnership=partnership, role=role).exists():
        raise Refused(f"{user} already has the role {partnership.words.role(role)}", field="role")
    grant = RoleGrant.objects.create(
        user=user, partnership=partnership, role=role, granted_by=by, starts_on=on, ends_on=ends_on
    )
    _welcome_back(user, partnership, on=on)
    if role == Role.PPB_MEMBER:
        if ppb is None:
            raise Refused(f"Choose the {partnership.words.scrutiny.one} that the person belongs to", field="role")
        _appoint(user, partnership=partnership, ppb=ppb, on=on, ends_on=ends_on)
    until = {"last_day": ends_on.isoformat()} if ends_on else {}
    audit.record(
        "role.granted",
        by=by,
        about=grant,
        scope=partnership.slug,
        role=partnership.words.role(role),
        to=user.email,
        **until,
    )
    role_given.send(sender=RoleGrant, grant=grant)
    return Granted(grant, is_new_user)


def make_account(*, email: str, name: str) -> User:
    """An account without a password, inside the caller's transaction."""
    user = User.objects.create_user(email, name=name)
    # Sign-in looks for it, and would otherwise add it after the act, with the first email.
    EmailAddress.objects.create(user=user, email=user.email, primary=True)
    return user


def _welcome_back(user: User, partnership: Partnership, *, on: date) -> None:
    """Whoever is given a role has an account from now on, and is a contact again if they ended as one."""
    person = leaver_of(user, partnership, on=on).person
    if person is not None and (person.user is None or person.contact_until is not None):
        person.user, person.contact_until = user, None
        person.save()


def _appoint(user: User, *, partnership: Partnership, ppb: Body, on: date, ends_on: date | None) -> None:
    people = Person.objects.filter(partnership=partnership).filter(
        Q(user=user) | Q(user=None, email__iexact=user.email)
    )
    person = people.order_by("user").first()
    if person is None:
        person = Person.objects.create(partnership=partnership, name=user.name, email=user.email, user=user)
    elif person.user is None:
        person.user = user
        person.save()
    if not Appointment.objects.current(on=on).filter(person=person, body=ppb).exists():
        Appointment.objects.create(person=person, body=ppb, position=Position.MEMBER, starts_on=on, ends_on=ends_on)


def end_before(fact: RoleGrant | Appointment | Contact, *, on: date) -> None:
    """The day before is its last (T-5). What began that day or later never held for a whole day, and is withdrawn."""
    if fact.starts_on is not None and fact.starts_on >= on:
        fact.delete()
    else:
        fact.ends_on, fact.ends_precision = on - ONE_DAY, Precision.DAY
        fact.save()


def own_endings(leaver: Leaver) -> Endings:
    """The person's appointments, and that they are their organisation's contact."""
    person, on = leaver.person, leaver.on
    if person is None:
        return Endings()
    held = person.appointments.filter(Q(ends_on=None) | Q(ends_on__gte=on))
    choices = [
        Ending(
            f"appointment-{one.pk}",
            f"Appointment: {one.get_position_display()}, {f'{one.seat} ({one.seat.body})' if one.seat else one.body}",
            partial(_end_term, one, on),
            is_dated=True,
            starts_on=one.starts_on,
        )
        for one in held.select_related("seat__body", "body").order_by("pk")
    ]
    terms = list(person.contact_of.select_related("organisation").order_by("pk"))
    choices += [
        Ending(
            f"contact-{one.pk}",
            f"Contact for {one.organisation}: {one.purposes or 'works there'}",
            partial(_end_term, one, on),
            is_dated=True,
            starts_on=one.starts_on,
        )
        for one in terms
        if one.ends_on is None or one.ends_on >= on
    ]
    named = {one.organisation_id for one in terms}
    if person.organisation_id not in named and person.works_for(person.organisation_id, on=on):
        label = f"Contact for {person.organisation}: emails to it, and links by which they answer for it"
        choices.append(Ending("contact", label, partial(_end_contact, person, on), is_dated=True))
    return Endings(choices)


def _end_term(fact: Appointment | Contact, on: date, _by: User) -> None:
    end_before(fact, on=on)


def _end_contact(person: Person, on: date, _by: User) -> None:
    person.refresh_from_db()
    person.contact_until = on - ONE_DAY
    person.save()


def endings_of(grant: RoleGrant, *, on: date) -> Endings:
    """What may end with the role, of all apps."""
    return gather([own_endings, *from_above], leaver_of(grant.user, grant.partnership, on=on))


def other_roles(grant: RoleGrant, *, on: date) -> list[RoleGrant]:
    """What else the person may do in the partnership: as long as they hold another role, they have not left."""
    held = RoleGrant.objects.current(on=on).filter(user=grant.user, partnership=grant.partnership)
    return list(held.exclude(pk=grant.pk))


def ticked_at_first(grant: RoleGrant, endings: Endings, *, on: date) -> list[str]:
    """All; of somebody who stays in another role, only the PPB that a PPB member's role was for."""
    if not other_roles(grant, on=on):
        return [one.key for one in endings.choices]
    if grant.role != Role.PPB_MEMBER:
        return []
    of_ppbs = Appointment.objects.of_ppb_members(on=on)
    known = {f"appointment-{pk}" for pk in of_ppbs.values_list("pk", flat=True)}
    return [one.key for one in endings.choices if one.key in known]


def check_may_end(grant: RoleGrant, *, by: User, on: date) -> None:
    """Raises ``Refused`` where ending the role would lock somebody out."""
    if grant.ends_on is not None and grant.ends_on < on:
        raise Refused("This role has ended already")
    if grant.role != Role.ADMIN:
        return
    if grant.user_id == by.pk:
        raise Refused("You can’t end your own role as admin. Ask another admin to do it")
    admins = RoleGrant.objects.current(on=on).filter(partnership=grant.partnership, role=Role.ADMIN)
    if not admins.filter(user__is_active=True).exclude(pk=grant.pk).exists():
        raise Refused("This is the last admin. Give the role to somebody else first")


@act()
def end_role(*, grant: RoleGrant, by: User, on: date, keep: Collection[str] = ()) -> None:
    """End a role at once, and all that may end with it but the keys of ``keep``: the day before is their last (T-5).

    Whoever keeps something is confirmed as a contact from the day on; whoever keeps nothing and has no other role has
    left. What began today is withdrawn, and only its history and the audit trail keep it.
    """
    # Two admins who end each other's role at the same moment must not both succeed.
    lock(grant.partnership)
    current = RoleGrant.objects.select_related("user", "partnership").filter(pk=grant.pk).first()
    if current is None:
        raise Refused("This role has ended already")
    grant = current
    check_may_end(grant, by=by, on=on)
    endings = endings_of(grant, on=on)
    ending, kept = endings.split(keep=keep)
    has_left = not kept and not other_roles(grant, on=on)
    if has_left:
        ending += endings.always
    audit.record(
        "role.ended",
        by=by,
        about=grant,
        scope=grant.partnership.slug,
        role=grant.role_name,
        of=grant.user.email,
        ended=[one.label for one in ending],
        kept=[one.label for one in kept],
    )
    person = leaver_of(grant.user, grant.partnership, on=on).person
    end_before(grant, on=on)
    if person is not None and (kept or has_left):
        stay_a_contact(person, is_contact=bool(kept), on=on)
    for one in ending:
        one.end(by)


def stay_a_contact(person: Person, *, is_contact: bool, on: date) -> None:
    """Whoever keeps something when they leave is a contact from the day on; whoever does not is no contact then."""
    if is_contact:
        person.contact_from = on
    elif person.contact_from and person.contact_from >= on:
        person.contact_from = None  # what ended before that day would not count
    person.save()
