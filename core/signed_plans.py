"""What a preview has shown, as its page carries it to the button that does it: signed, for one person, for a day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core import signing

PLAN_LASTS = 60 * 60 * 24


class PlanRefused(Exception):
    """The plan was changed on the way, is a day old, or belongs to somebody else."""


def sign_rows(rows: Sequence[Sequence[Any]], *, purpose: str, holder: Sequence[int]) -> str:
    """``holder`` says whose it is: the primary keys of the partnership and of the user."""
    return signing.dumps({"for": list(holder), "rows": rows}, salt=purpose, compress=True)


def read_rows(plan: str, *, purpose: str, holder: Sequence[int]) -> list[list[Any]]:
    """What ``sign_rows`` was given. Raises ``PlanRefused``."""
    try:
        read: dict[str, Any] = signing.loads(plan, salt=purpose, max_age=PLAN_LASTS)
    except signing.BadSignature:
        raise PlanRefused from None
    if read["for"] != list(holder):
        raise PlanRefused
    rows: list[list[Any]] = read["rows"]
    return rows
