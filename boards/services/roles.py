"""Giving and ending what a signed-in person may do in a partnership."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from boards.choices import Position, Role
from boards.models import Appointment, Body, Partnership, Person, RoleGrant
from boards.signals import role_given
from core import audit
from core.models import User

ONE_DAY = timedelta(days=1)


class RoleRefused(ValueError):
    """A role that cannot be given or ended; its text says why, to the admin who tried."""


@dataclass(frozen=True)
class Granted:
    """``is_new_user`` says that the account was made for it; the mail of the role has a link to set its password."""

    grant: RoleGrant
    is_new_user: bool


@transaction.atomic
def grant_role(
    *, partnership: Partnership, email: str, name: str, role: Role, ppb: Body | None, by: User | None, on: date
) -> Granted:
    """Give a role from the day on. An existing sign-in is used again, under the name that it has.

    A PPB member is appointed to ``ppb`` by the same act, since summaries go to those who are appointed.
    """
    # A button pressed twice, or two admins at once, must not make two of the person or of the role.
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    address = email.strip().lower()
    user = User.objects.filter(email=address).first()
    is_new_user = user is None
    if user is None:
        user = User.objects.create_user(address, name=name)
    if RoleGrant.objects.current(on=on).filter(user=user, partnership=partnership, role=role).exists():
        raise RoleRefused(f"{user} already has the role {role.label}")
    grant = RoleGrant.objects.create(user=user, partnership=partnership, role=role, granted_by=by, starts_on=on)
    if role == Role.PPB_MEMBER:
        if ppb is None:
            raise RoleRefused("Choose the Policy and Performance Board that the person belongs to")
        _appoint(user, partnership=partnership, ppb=ppb, on=on)
    audit.record("role.granted", by=by, about=grant, scope=partnership.slug, role=role.label, to=user.email)
    role_given.send(sender=RoleGrant, grant=grant)
    return Granted(grant, is_new_user)


def _appoint(user: User, *, partnership: Partnership, ppb: Body, on: date) -> None:
    people = Person.objects.filter(partnership=partnership).filter(Q(user=user) | Q(user=None, email=user.email))
    person = people.order_by("user").first()
    if person is None:
        person = Person.objects.create(partnership=partnership, name=user.name, email=user.email, user=user)
    elif person.user is None:
        person.user = user
        person.save()
    if not Appointment.objects.current(on=on).filter(person=person, body=ppb).exists():
        Appointment.objects.create(person=person, body=ppb, position=Position.MEMBER, starts_on=on)


def appointments_behind(grant: RoleGrant, *, on: date) -> list[Appointment]:
    """The appointments that end with a PPB member's role."""
    if grant.role != Role.PPB_MEMBER:
        return []
    found = Appointment.objects.of_ppb_members(on=on)
    return list(found.filter(person__user=grant.user, person__partnership=grant.partnership))


def check_may_end(grant: RoleGrant, *, by: User, on: date) -> None:
    """Raises ``RoleRefused`` where ending the role would lock somebody out."""
    if grant.ends_on is not None and grant.ends_on < on:
        raise RoleRefused("This role has ended already")
    if grant.role != Role.ADMIN:
        return
    if grant.user_id == by.pk:
        raise RoleRefused("You can’t end your own role as admin. Ask another admin to do it")
    admins = RoleGrant.objects.current(on=on).filter(partnership=grant.partnership, role=Role.ADMIN)
    if not admins.filter(user__is_active=True).exclude(pk=grant.pk).exists():
        raise RoleRefused("This is the last admin. Give the role to somebody else first")


@transaction.atomic
def end_role(*, grant: RoleGrant, by: User, on: date) -> None:
    """End a role, and a PPB member's appointments with it, at once: the day before is its last (T-5).

    What began today never held for a whole day; it is withdrawn, and only its history and the audit trail keep it.
    """
    # Two admins who end each other's role at the same moment must not both succeed.
    Partnership.objects.select_for_update().get(pk=grant.partnership_id)
    current = RoleGrant.objects.select_related("user", "partnership").filter(pk=grant.pk).first()
    if current is None:
        raise RoleRefused("This role has ended already")
    grant = current
    check_may_end(grant, by=by, on=on)
    ending: list[RoleGrant | Appointment] = [grant, *appointments_behind(grant, on=on)]
    audit.record(
        "role.ended",
        by=by,
        about=grant,
        scope=grant.partnership.slug,
        role=grant.get_role_display(),
        of=grant.user.email,
    )
    for fact in ending:
        if fact.starts_on is not None and fact.starts_on >= on:
            fact.delete()
        else:
            fact.ends_on = on - ONE_DAY
            fact.save()
