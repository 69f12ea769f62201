"""Somebody leaves: all that ends with them, in one act (R-3)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import partial

from django.db.models import Q

from boards.leaving import Ending, Endings, Leaver, from_above, gather, leaver_named
from boards.models import Partnership, Person, RoleGrant
from boards.services.accounts import check_may_manage, switch_off
from boards.services.roles import check_may_end, end_before, own_endings, stay_a_contact
from core import audit
from core.acts import Refused, act, lock
from core.models import User
from core.rules.dates import ONE_DAY

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
        return Endings(notes=[f"They have the role {one.role_name}. Ask an admin to end it." for one in roles])
    choices, notes = [], []
    for one in roles:
        try:
            check_may_end(one, by=by, on=leaver.on)
        except Refused as refusal:
            notes.append(f"Role {one.role_name}: {refusal}.")
        else:
            end = partial(_end_role, one, leaver.on)
            label = f"Role: {one.role_name}"
            choices.append(Ending(f"role-{one.pk}", label, end, is_dated=True, starts_on=one.starts_on))
    # An account is its partnerships' matter: an address that somebody wrote down here is no hold on it.
    is_known_here = RoleGrant.objects.filter(user=leaver.user, partnership=leaver.partnership).exists()
    if is_known_here and leaver.user.is_active and not notes:
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


def lock_places(person: Person) -> None:
    """Lock the partnership and every other in which the account has a role, in the order in which switching it off
    does, so that nobody who leaves here waits for somebody who leaves there.
    """
    user = leaver_named(person, on=date.max).user
    held = RoleGrant.objects.filter(user=user).exclude(user=None).values("partnership")
    places = Partnership.objects.filter(Q(pk=person.partnership_id) | Q(pk__in=held))
    list(places.select_for_update(no_key=True).order_by("pk"))


@act()
def leave(
    *, partnership: Partnership, person: Person, last_day: date, by: User, today: date, keep: Collection[str] = ()
) -> list[str]:
    """End all that ends with the person but the keys of ``keep``, and return what ended, in words.

    Whoever keeps nothing has left from the day after; whoever keeps something stays a contact (PE-1). Raises
    ``Refused`` where something began after the last day: it would be as if it had never been.
    """
    lock_places(person)
    person = lock(person)
    endings = endings_of_person(person, last_day=last_day, by=by, today=today)
    ending, kept = endings.split(keep=keep)
    for one in ending:
        if one.starts_on and last_day < one.starts_on < today:
            raise Refused(f"{one.label} began after that day. Enter a later one, or untick it", field="last_day")
    if not kept:
        ending += endings.always
    # The sign-in last: until then, what needs an account may ask for it.
    for one in sorted(ending, key=lambda one: one.key == "sign-in"):
        one.end(by)
    person.refresh_from_db()  # what ended may have changed it
    if not kept:
        person.contact_until = last_day
    stay_a_contact(person, is_contact=bool(kept), on=last_day + ONE_DAY)
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
