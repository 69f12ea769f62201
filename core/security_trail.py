"""What the audit trail keeps of signing in, of passwords and two-step sign-in, and of refused pages (decision 20)."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

from allauth.account import signals as account
from allauth.account.adapter import get_adapter
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.http import HttpRequest

from core import audit
from core import audit_words as words
from core.models import User

UNKNOWN = "No such account"


def network_of(request: HttpRequest) -> str | None:
    """The address that the request came from, as the throttle counts it."""
    try:
        return str(ip_address(get_adapter().get_client_ip(request).partition("%")[0]))
    except (PermissionDenied, ValueError):
        return None


def shortened(typed: str) -> str:
    """“o…@example.org”: enough to see what was tried, and no password that someone typed in the wrong box."""
    name, at, domain = typed.strip().rpartition("@")
    if not at or not name or "." not in domain or " " in typed.strip():
        return "not an email address"
    return f"{name[0]}…@{domain[:100].lower()}"


def _record(verb: str, request: HttpRequest, user: User, **details: Any) -> None:
    audit.record_account(verb, by=user, account=user, network=network_of(request), **details)


@receiver(account.user_logged_in)
def signed_in(request: HttpRequest, user: User, **_others: Any) -> None:
    _record(words.SIGNED_IN, request, user)


@receiver(account.user_logged_out)
def signed_out(request: HttpRequest, user: User | None, **_others: Any) -> None:
    if user is not None:
        _record(words.SIGNED_OUT, request, user)


@receiver(account.password_changed)
@receiver(account.password_set)
def password_changed(request: HttpRequest, user: User, **_others: Any) -> None:
    _record(words.PASSWORD_CHANGED, request, user)


@receiver(account.password_reset)
def password_reset(request: HttpRequest, user: User, **_others: Any) -> None:
    _record(words.PASSWORD_RESET, request, user)


@receiver(mfa.authenticator_added)
@receiver(mfa.authenticator_removed)
@receiver(mfa.authenticator_reset)
def two_step_changed(
    signal: Any, request: HttpRequest, user: User, authenticator: Authenticator, **_others: Any
) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        # Those that come and go with the app are no act of their own.
        if signal is mfa.authenticator_reset:
            _record(words.CODES_MADE, request, user)
    else:
        _record(words.TWO_STEP_OFF if signal is mfa.authenticator_removed else words.TWO_STEP_ON, request, user)


def not_signed_in(verb: str, request: HttpRequest, email: str) -> None:
    """A wrong password or code, or one too many. Who typed it is not known; only whose account it was meant for is."""
    user = User.objects.filter(email=email.strip().lower()).first()
    label = str(user) if user else f"{UNKNOWN}: {shortened(email)}"
    audit.count(verb, by=None, label=label, per="", account=user, network=network_of(request))


def wrong_set_up_code(request: HttpRequest) -> None:
    by = request.user if isinstance(request.user, User) else None
    audit.count(words.WRONG_SET_UP_CODE, by=by, label="Set-up code", per="", network=network_of(request))


def page_refused(request: HttpRequest) -> None:
    """One row for each person, page and hour, however many objects of one kind they try the addresses of."""
    match = request.resolver_match
    partnership = getattr(request, "partnership", None)
    audit.count(
        words.REFUSED,
        by=request.user if isinstance(request.user, User) else None,
        # A link by mail is a key: its address is written down nowhere.
        label=request.path if match is None or "token" not in match.kwargs else match.route,
        per=match.view_name if match else "",
        scope=partnership.slug if partnership else "",
        network=network_of(request),
    )


def file_downloaded(request: HttpRequest, user: User, *, scope: str, filename: str) -> None:
    audit.count(
        words.DOWNLOADED,
        by=user,
        label=filename,
        per=request.path,
        scope=scope,
        network=network_of(request),
    )
