"""What each role may do to a partnership: predicates for ``user.has_perm(name, partnership)``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rules

from boards.choices import Role
from boards.models import Partnership
from boards.roles import chaired_ppbs, has_role

if TYPE_CHECKING:
    from core.models import User


@rules.predicate
def is_member(user: User, partnership: Partnership) -> bool:
    return has_role(user, partnership, Role.MEMBER)


@rules.predicate
def is_ppb_member(user: User, partnership: Partnership) -> bool:
    return has_role(user, partnership, Role.PPB_MEMBER)


@rules.predicate
def chairs_ppb(user: User, partnership: Partnership) -> bool:
    return bool(chaired_ppbs(user, partnership))


@rules.predicate
def is_officer(user: User, partnership: Partnership) -> bool:
    return has_role(user, partnership, Role.OFFICER)


@rules.predicate
def is_admin(user: User, partnership: Partnership) -> bool:
    return has_role(user, partnership, Role.ADMIN)


# Boards and groups, seats, people, organisations, strategies.
KEEP_REGISTER = "boards.keep_register"

rules.add_perm("boards.work_at_desk", is_officer)
rules.add_perm("boards.manage_bodies", is_officer)
rules.add_perm(KEEP_REGISTER, is_officer)
rules.add_perm("boards.manage_roles", is_admin)
rules.add_perm("boards.manage_partnership", is_admin)
