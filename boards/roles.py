"""Who holds which role where; each role includes what the ones before it may do.

What somebody may do is always asked for the present moment, so this is the one place below the views that asks
what day it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from boards.choices import Position, Role
from boards.models import Appointment, Partnership, RoleGrant
from core import clock

if TYPE_CHECKING:
    from core.models import User

ORDER = (Role.MEMBER, Role.PPB_MEMBER, Role.OFFICER, Role.ADMIN)


def highest_roles(user: User | AnonymousUser) -> dict[int, Role]:
    """Partnership's primary key to the highest role that the user holds there today; one query per request."""
    if isinstance(user, AnonymousUser):
        return {}
    known: dict[int, Role] | None = getattr(user, "_highest_roles", None)
    if known is None:
        known = {}
        if user.is_superuser:
            known = dict.fromkeys(Partnership.objects.values_list("pk", flat=True), Role.ADMIN)
        for pk, role in (
            RoleGrant.objects.current(on=clock.today()).filter(user=user).order_by().values_list("partnership", "role")
        ):
            if pk not in known or ORDER.index(Role(role)) > ORDER.index(known[pk]):
                known[pk] = Role(role)
        user._highest_roles = known  # type: ignore[attr-defined]
    return known


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
        chairs = Appointment.objects.current(on=clock.today()).filter(
            person__user=user, position=Position.CHAIR, body__partnership=partnership, body__scrutinises=True
        )
        known[partnership.pk] = frozenset(chairs.order_by().values_list("body", flat=True))
    return known[partnership.pk]


def partnerships_with_role(user: User | AnonymousUser, role: Role) -> list[int]:
    """Primary keys of the partnerships where the user holds the role or one that includes it."""
    return [pk for pk, held in highest_roles(user).items() if ORDER.index(held) >= ORDER.index(role)]
