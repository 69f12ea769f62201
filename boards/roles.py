"""Who holds which role where; each role includes what the ones before it may do.

What somebody may do is always asked for the present moment, so this is the one place below the views that asks
what day it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, QuerySet

from boards.choices import Position, Role
from boards.models import Appointment, Partnership, RoleGrant
from core import clock
from core.prepared import prepared
from core.two_steps import has_two_steps

if TYPE_CHECKING:
    from core.models import User

ORDER = (Role.MEMBER, Role.PPB_MEMBER, Role.OFFICER, Role.ADMIN)


@dataclass
class Held:
    """Partnership's primary key to the highest role there. Those ``waiting`` give nothing without two steps."""

    highest: dict[int, Role] = field(default_factory=dict)
    waiting: dict[int, Role] = field(default_factory=dict)


def needs_two_steps(role: Role, since: str) -> bool:
    """Whether a partnership that requires two-step sign-in ``since`` a role ("" for none) requires it of this one."""
    return bool(since) and ORDER.index(role) >= ORDER.index(Role(since))


def _roles_and_settings(user: User) -> list[tuple[int, Role, str]]:
    """Partnership, role, and since which role two steps are required there."""
    rows = list(_grants(user.pk, clock.today()))
    if user.is_superuser:
        rows += [(pk, Role.ADMIN, since) for pk, since in Partnership.objects.values_list("pk", "two_step_from")]
    return [(pk, Role(role), since) for pk, role, since in rows]


@prepared("user")
def _grants(user: int, on: date) -> QuerySet[RoleGrant, Any]:
    grants = RoleGrant.objects.current(on=on).filter(user=user).order_by()
    return grants.values_list("partnership", "role", "partnership__two_step_from")


def roles_needing_two_steps(user: User) -> list[str]:
    """“Officer of Halton Strategic Partnership”: why the user must have two-step sign-in."""
    needing = [(pk, role) for pk, role, since in _roles_and_settings(user) if needs_two_steps(role, since)]
    kinds = Prefetch("body_kinds", to_attr="kinds")
    places = Partnership.objects.prefetch_related(kinds)  # type: ignore[no-redef]  # fills the cached property
    known = places.in_bulk([pk for pk, _ in needing])
    return sorted({f"{known[pk].words.role(role)} of {known[pk]}" for pk, role in needing})


def held_roles(user: User) -> Held:
    """What the user holds today; one query per request, and one more where a partnership requires two steps."""
    known: Held | None = getattr(user, "_held_roles", None)
    if known is not None:
        return known
    rows = _roles_and_settings(user)
    held = Held()
    lacks_two_steps = any(since for _, _, since in rows) and not has_two_steps(user)
    for pk, role, since in rows:
        kind = held.waiting if lacks_two_steps and needs_two_steps(role, since) else held.highest
        if pk not in kind or ORDER.index(role) > ORDER.index(kind[pk]):
            kind[pk] = role
    user._held_roles = held  # type: ignore[attr-defined]
    return held


def highest_roles(user: User | AnonymousUser) -> dict[int, Role]:
    """Partnership's primary key to the highest role that the user may use there today."""
    return {} if isinstance(user, AnonymousUser) else held_roles(user).highest


def waiting_roles(user: User | AnonymousUser) -> dict[int, Role]:
    """The same for roles that the user may use once two-step sign-in is turned on."""
    return {} if isinstance(user, AnonymousUser) else held_roles(user).waiting


def has_role(user: User | AnonymousUser, partnership: Partnership, role: Role) -> bool:
    """Whether the user holds the role, or one that includes it, in the partnership today."""
    held = highest_roles(user).get(partnership.pk)
    return held is not None and ORDER.index(held) >= ORDER.index(role)


def chaired_ppbs(user: User | AnonymousUser, partnership: Partnership) -> frozenset[int]:
    """Primary keys of the partnership's scrutiny boards that the user chairs today; one query per request."""
    if isinstance(user, AnonymousUser):
        return frozenset()
    known: dict[int, frozenset[int]] = user.__dict__.setdefault("_chaired_ppbs", {})
    if partnership.pk not in known:
        known[partnership.pk] = frozenset(_chaired(user.pk, partnership.pk, clock.today()))
    return known[partnership.pk]


@prepared("user", "partnership")
def _chaired(user: int, partnership: int, on: date) -> QuerySet[Appointment, Any]:
    chairs = Appointment.objects.current(on=on).filter(
        person__user=user, position=Position.CHAIR, body__partnership=partnership, body__kind__scrutinises=True
    )
    return chairs.order_by().values_list("body", flat=True)


def partnerships_with_role(user: User | AnonymousUser, role: Role) -> list[int]:
    """Primary keys of the partnerships where the user holds the role or one that includes it."""
    return [pk for pk, held in highest_roles(user).items() if ORDER.index(held) >= ORDER.index(role)]


def may_add_partnerships(user: User | AnonymousUser) -> bool:
    """Whether the user may set up another partnership of this installation without a code."""
    if isinstance(user, AnonymousUser):
        return False
    return user.is_superuser or (
        settings.ADMINS_MAY_ADD_PARTNERSHIPS and bool(partnerships_with_role(user, Role.ADMIN))
    )
