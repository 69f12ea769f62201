"""Who may open what: one table of every address and role, a part for each app, and the test that it drives.

A row names an address by its URL name, says how to call it, and gives the answer that each role gets. An address
without a row fails the test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

ROLES = ("anonymous", "member", "ppb_member", "officer", "admin", "outsider")

# What an answer may be: a status code, or "login" for "sign in first".
Answer = int | str


@dataclass(frozen=True)
class Row:
    """One address, one method, and the answer for each of ``ROLES``.

    ``kwargs`` is given the ``world`` fixture and answers the URL's arguments beside ``partnership``; it may make what
    the address needs. ``data`` likewise answers what is posted. ``whole`` marks addresses of the installation, which
    stand outside a partnership.
    """

    name: str
    answers: Mapping[str, Answer]
    method: str = "get"
    kwargs: Callable[[Any], dict[str, Any]] = lambda world: {}
    data: Callable[[Any], dict[str, Any]] = lambda world: {}
    query: Mapping[str, str] = field(default_factory=dict)
    whole: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.name}"


def everyone(answer: Answer) -> dict[str, Answer]:
    """The same answer for every role: a public page."""
    return dict.fromkeys(ROLES, answer)


def from_role(lowest: str, answer: Answer) -> dict[str, Answer]:
    """``answer`` for the role and those that include it; the anonymous are asked to sign in, the others get 403."""
    order = ("member", "ppb_member", "officer", "admin")
    allowed = order[order.index(lowest) :]
    return {
        "anonymous": "login",
        "outsider": 403,
        **{role: answer if role in allowed else 403 for role in order},
    }
