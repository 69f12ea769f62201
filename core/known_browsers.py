"""Browsers in which someone has signed in before: a signed cookie says so, for the accounts that it names.

It gives no access. It only lets a browser's own wrong tries be counted apart from everyone else's (``core.throttle``).
"""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_reset, user_logged_in
from django.conf import settings
from django.core import signing
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string, salted_hmac

from core.models import User

COOKIE = "known_browser"
SALT = "core.known_browsers"
LASTS = 60 * 60 * 24 * 365
# On a shared computer; who signed in longest ago is dropped.
ACCOUNTS_AT_MOST = 20


def fingerprint(email: str) -> str:
    """Stands for an account in the cookie, which names nobody."""
    return salted_hmac(SALT, email.strip().lower(), algorithm="sha256").hexdigest()[:32]


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    """The browser's own random name and the accounts that it knows, the latest first."""
    try:
        browser, accounts = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError):
        return "", []
    return browser, accounts


def browser_of(request: HttpRequest, email: str) -> str | None:
    """The browser's name if the account has signed in from it; no other browser has the same."""
    browser, accounts = _read(request)
    return browser if fingerprint(email) in accounts else None


@receiver(user_logged_in)
@receiver(password_reset)
def note_who_came(request: HttpRequest, user: User, **_others: Any) -> None:
    """Both steps were passed, or a link that only the owner of the address gets was followed."""
    request.came_in_as = user  # type: ignore[attr-defined]


def remember(request: HttpRequest, response: HttpResponse) -> None:
    """Give the browser the cookie, if someone came in by this request."""
    user: User | None = getattr(request, "came_in_as", None)
    if user is None:
        return
    browser, accounts = _read(request)
    mine = fingerprint(user.email)
    accounts = [mine, *(account for account in accounts if account != mine)][:ACCOUNTS_AT_MOST]
    response.set_cookie(
        COOKIE,
        signing.dumps([browser or get_random_string(22), accounts], salt=SALT),
        max_age=LASTS,
        path="/account/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
