"""Somebody leaves: all that ends with them, in one act (R-3)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import partial

from boards.leaving import Ending, Endings, Leaver, from_above, gather, leaver_named
from boards.models import Partnership, Person, RoleGrant
from boards.services.accounts import check_may_manage, switch_off
from boards.services.roles import ONE_DAY, check_may_end, end_before, own_endings
from core import audit
from core.acts import Refused, act, lock
from core.models import User

MANAGE_ROLES = "boards.manage_roles"


def endings_of_person(person: Person, *, last_day: date, by: User, today: date) -> Endings:
    """What may end with the person. What has no dates can only end at once: it is offered from the last day on."""
    leaver = leaver_named(person, on=last_day + ONE_DAY)
    found = gather([own_endings, *from_above], leaver) + _access(leaver, by=by, today=today)
    if last_day <= today:
        return found
    notes = [f"On the last day or after it: {one.label}." for one in found.choices if not one.is_dated]
    return Endings([one for one in found.choices if one.is_dated], notes=[*found.notes, *notes])


def _access(leaver: Leaver, *, by: User, today: date) -> Endings:
    """Roles in the partnership, and the sign-in where no other partnership needs it; an admin ends them."""
    if leaver.user is None:
        return Endings()
    grants = RoleGrant.objects.filter(user=leaver.user, partnership=leaver.partnership)
    roles = list(grants.overlapping(leaver.on, None).select_related("user", "partnership").order_by("pk"))
    if not by.has_perm(MANAGE_ROLES, leaver.partnership):
        return Endings(notes=[f"They have the role {one.get_role_display()}. Ask an admin to end it." for one in roles])
    choices, notes = [], []
    for one in roles:
        try:
            check_may_end(one, by=by, on=leaver.on)
        except Refused as refusal:
            notes.append(f"Role {one.get_role_display()}: {refusal}.")
        else:
            end = partial(_end_role, one, leaver.on)
            choices.append(Ending(f"role-{one.pk}", f"Role: {one.get_role_display()}", end, is_dated=True))
    if leaver.user.is_active and not notes:
        try:
            check_may_manage(leaver.user, by=by, on=today)
        except Refused as refusal:
            notes.append(f"Sign-in: {refusal}.")
        else:
            end = partial(_switch_off, leaver.user, today)
            choices.append(Ending("sign-in", "Sign-in: the account is switched off", end))
    return Endings(choices, notes=notes)


def _end_role(grant: RoleGrant, on: date, _by: User) -> None:
    end_before(grant, on=on)


def _switch_off(user: User, today: date, by: User) -> None:
    switch_off(user=user, reason="Left the partnership", by=by, on=today)


@act("partnership", "person")
def leave(
    *, partnership: Partnership, person: Person, last_day: date, by: User, today: date, keep: Collection[str] = ()
) -> list[str]:
    """End all that ends with the person but the keys of ``keep``, and return what ended, in words.

    Whoever keeps nothing has left from the day after; whoever keeps something stays a contact (PE-1).
    """
    endings = endings_of_person(person, last_day=last_day, by=by, today=today)
    kept = [one for one in endings.choices if one.key in keep]
    ending = [one for one in endings.choices if one.key not in keep]
    if not kept:
        ending += endings.always
    # The sign-in last: until then, what needs an account may ask for it.
    for one in sorted(ending, key=lambda one: one.key == "sign-in"):
        one.end(by)
    person = lock(person)
    if kept:
        person.contact_from = last_day + ONE_DAY
    else:
        person.contact_until = last_day
    person.save()
    ended = [one.label for one in ending]
    audit.record(
        "person.left",
        by=by,
        about=person,
        scope=partnership.slug,
        last_day=last_day.isoformat(),
        ended=ended,
        kept=[one.label for one in kept],
    )
    return ended
