"""Set-up codes, and a partnership set up in one go."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from boards.models import Body, BodyName, Partnership
from boards.services.partnership import add_partnership
from boards.services.roles import make_account
from core import audit
from core.acts import Refused, act, lock
from core.addresses import free_code
from core.models import User
from core.rules.working_days import london_day
from founding.choices import Country, PartnershipKind
from founding.models import Dismissal, SetupCode
from founding.starting_groups import STARTS

# Without what is easily taken for something else: 16 of them are some 79 bits, too many to try all against a digest.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
BLOCKS, BLOCK_LENGTH = 4, 4
CODE_HOLDS = timedelta(days=1)
ACCOUNT_CHANGED = "An account with this email address was made or removed in the meantime"


@act()
def make_code(*, at: datetime) -> str:
    """A new code, “7KQM-…”; those made before no longer work."""
    SetupCode.objects.filter(used_at=None).delete()
    blocks = ("".join(secrets.choice(ALPHABET) for _ in range(BLOCK_LENGTH)) for _ in range(BLOCKS))
    code = "-".join(blocks)
    SetupCode.objects.create(digest=digest_of(code), made_at=at, expires_at=at + CODE_HOLDS)
    return code


def digest_of(typed: str) -> str:
    """What is kept of a code, however it is typed: in small letters, with blanks or without hyphens."""
    plain = "".join(one for one in typed.upper() if one.isalnum())
    return sha256(plain.encode()).hexdigest()


def find_code(typed: str, *, at: datetime) -> SetupCode | None:
    return SetupCode.objects.usable(at=at).filter(digest=digest_of(typed)).first()


@act()
def found_partnership(
    *,
    name: str,
    slug: str,
    country: Country,
    office_email: str,
    admin_name: str,
    admin_email: str,
    password_hash: str,
    kind: PartnershipKind,
    code: SetupCode | None,
    by: User | None,
    at: datetime,
) -> Partnership:
    """A new partnership with its first admin and the groups of its kind; uses up ``code``, if it is done by one.

    ``password_hash`` is the new account's; an existing account keeps its password. Raises ``Refused``.
    """
    if code is not None:
        code = lock(code)
        if code.used_at is not None or code.expires_at <= at:
            raise Refused("The set-up code has been used or has expired. Enter a new one", field="code")
        code.used_at = at
        code.save(update_fields=["used_at"])
    if User.objects.filter(email=admin_email).exists() == bool(password_hash):
        raise Refused(ACCOUNT_CHANGED, field="email")
    if password_hash:
        _make_admin(email=admin_email, name=admin_name, password_hash=password_hash)
    try:
        with transaction.atomic():
            partnership, _ = add_partnership(
                slug=slug,
                name=name,
                admin_email=admin_email,
                admin_name=admin_name,
                nation=country.nation,
                on=london_day(at),
                kind="" if kind == PartnershipKind.EMPTY else kind.label,
                office_email=office_email,
                kinds=STARTS[kind].kinds,
                by=by,
            )
    except (IntegrityError, ValidationError) as clash:
        raise Refused("Another partnership has this address. Enter a different one", field="slug") from clash
    add_starting_groups(partnership, kind)
    return partnership


def _make_admin(*, email: str, name: str, password_hash: str) -> None:
    try:
        with transaction.atomic():
            admin = make_account(email=email, name=name)
    except IntegrityError as clash:  # by the same button, pressed twice without a code
        raise Refused(ACCOUNT_CHANGED, field="email") from clash
    admin.password = password_hash
    admin.save(update_fields=["password"])


def add_starting_groups(partnership: Partnership, kind: PartnershipKind) -> None:
    """Since when they are there is not known, and nothing else of them is said."""
    kinds = {one.code: one for one in partnership.kinds}
    for position, group in enumerate(STARTS[kind].groups, start=1):
        body = Body.objects.create(
            partnership=partnership,
            code=free_code(partnership.bodies.all(), group.name, otherwise="group"),
            name=group.name,
            kind=kinds[group.kind],
            sort_order=position,
        )
        BodyName.objects.create(body=body, name=group.name)


@act("partnership")
def dismiss_getting_started(*, partnership: Partnership, by: User, at: datetime) -> None:
    """Show the list *Getting started* to nobody any more."""
    dismissed = {"dismissed_by": by, "dismissed_at": at}
    dismissal, is_new = Dismissal.objects.get_or_create(partnership=partnership, defaults=dismissed)
    if is_new:
        audit.record("getting_started.dismissed", by=by, about=dismissal, scope=partnership.slug)
