"""Making a partnership, and changing whose calendar it keeps and who sees what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError

from boards.choices import Role
from boards.models import Partnership
from boards.services.calendar import announce
from boards.services.roles import Granted, grant_role
from boards.starting_kinds import GENERAL, StartingKind, add_kinds
from core import audit
from core.acts import act, change_fields, lock
from core.models import User

# Addresses of the installation itself: a partnership there could never be reached.
TAKEN_ADDRESSES = frozenset(
    {"account", "accessibility", "guide", "healthz", "landing", "privacy", "readyz", "set-up", "static"}
)


@act()
def add_partnership(
    *,
    slug: str,
    name: str,
    admin_email: str,
    admin_name: str,
    nation: str,
    on: date,
    kind: str = "",
    office_email: str = "",
    kinds: Iterable[StartingKind] = GENERAL,
    by: User | None = None,
) -> tuple[Partnership, Granted]:
    """A new partnership at its own address, with its first admin and kinds of bodies. Raises ``ValidationError``."""
    if slug in TAKEN_ADDRESSES:
        raise ValidationError(f"The address “{slug}” is the portal’s own. Choose another one.")
    partnership = Partnership(
        slug=slug, code=slug, name=name, nation=nation, starts_on=on, kind=kind, office_email=office_email
    )
    partnership.full_clean()
    partnership.save()
    add_kinds(partnership, kinds)
    granted = grant_role(
        partnership=partnership, email=admin_email, name=admin_name, role=Role.ADMIN, ppb=None, by=by, on=on
    )
    audit.record("partnership.added", by=by, about=partnership, scope=slug, admin=granted.grant.user.email)
    return partnership, granted


@act()
def change_settings(*, partnership: Partnership, by: User, at: datetime, **settings: Any) -> list[str]:
    """Save the settings, by field, and return the names of those that changed.

    Another nation has other bank holidays, so open deadlines are counted again.
    """
    lock(partnership)
    partnership.refresh_from_db(fields=list(settings))
    changed = change_fields(partnership, settings, verb="partnership.changed", by=by, scope=partnership.slug)
    if "nation" in changed:
        because = f"the bank holidays of {partnership.get_nation_display()} count now"
        announce(partnership=partnership, day=None, by=by, at=at, because=because)
    return changed
