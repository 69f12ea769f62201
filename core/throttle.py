"""How many wrong passwords and codes are taken, and who then has to wait (decision 0019).

Guesses from browsers that have never signed in to the account are counted per account and per network address. A
browser that has (``core.known_browsers``) is counted by itself, so no one can keep the owner of an account from signing
in by guessing at it. All counts are in the shared cache.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from allauth.account.signals import password_reset
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.dispatch import receiver
from django.http import HttpRequest

from core import known_browsers
from core.models import User
from core.rules.text import counted

# Wrong tries, for how long, counted by what: as allauth writes its rates.
UNKNOWN_BROWSER = "5/15m/key"
KNOWN_BROWSER = "10/15m/key"
# A whole council may be behind one network address; tries that succeed are not counted.
NETWORK_ADDRESS = "100/1h/ip"
SET_UP_CODE = "10/15m/ip"

APP = "core.throttle"
SIGNED_IN = "signed in"


class TooManyTries(Exception):
    """``minutes``: how long the person has to wait, at least one."""

    def __init__(self, minutes: int) -> None:
        super().__init__(f"Wait {minutes} minutes")
        self.minutes = minutes

    @property
    def wait(self) -> str:
        return counted(self.minutes, "minute")


@dataclass
class Attempt:
    """A try that counts as wrong until ``take_back`` says that it was right."""

    usages: list[ratelimit.RateLimitUsage] = field(default_factory=list)

    def take_back(self) -> None:
        for usage in self.usages:
            usage.rollback()


def begin(request: HttpRequest, *, step: str, email: str) -> Attempt:
    """Count one try at a step of signing in (``password``, ``code``). Raises ``TooManyTries``."""
    return _begin(request, step=step, counts=_counts(request, email))


def begin_set_up(request: HttpRequest) -> Attempt:
    """Count one try at a set-up code, which belongs to no account. Raises ``TooManyTries``."""
    return _begin(request, step="set_up", counts=[(SET_UP_CODE, "")])


def _begin(request: HttpRequest, *, step: str, counts: list[tuple[str, str]]) -> Attempt:
    """It is counted before it is checked, so that many tries at the same moment cannot all slip through."""
    attempt = Attempt()
    waits = []
    for rate, key in counts:
        config = {step: rate}
        usage = ratelimit.consume(request, app=APP, action=step, config=config, key=key)
        if usage is None:
            waits.append(_seconds_left(request, step=step, rate=rate, key=key))
        else:
            attempt.usages.append(usage)
    if waits:
        attempt.take_back()
        raise TooManyTries(max(1, ceil(max(waits) / 60)))
    return attempt


def _counts(request: HttpRequest, email: str) -> list[tuple[str, str]]:
    address = email.strip().lower()
    browser = known_browsers.browser_of(request, address)
    if browser is None and request.user.is_authenticated:
        browser = SIGNED_IN
    if browser is not None:
        return [(KNOWN_BROWSER, f"{address}:{browser}")]
    return [(UNKNOWN_BROWSER, address), (NETWORK_ADDRESS, "")]


def _seconds_left(request: HttpRequest, *, step: str, rate: str, key: str) -> float:
    [limit] = ratelimit.parse_rates(rate)
    cache_key = ratelimit.get_cache_key(request, app=APP, action=step, rate=limit, key=key)
    tries = cache.get(cache_key, [])  # the newest first
    if len(tries) < limit.amount:
        return 0
    left: float = tries[limit.amount - 1] + limit.duration - time.time()
    return left


@receiver(password_reset)
def forget_guesses(user: User, **_others: Any) -> None:
    """Who has set a password by a link that only the owner gets may sign in at once, in other browsers too."""
    release(user.email)


def release(email: str) -> None:
    """Forget the wrong tries at an account that were made from browsers that it does not know."""
    request = HttpRequest()
    for step in ("password", "code"):
        config = {step: UNKNOWN_BROWSER}
        ratelimit.clear(request, app=APP, action=step, config=config, key=email.strip().lower())


def release_network(address: str) -> None:
    """Forget the wrong tries that came from a network address."""
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = address
    for step in ("password", "code"):
        ratelimit.clear(request, app=APP, action=step, config={step: NETWORK_ADDRESS})
