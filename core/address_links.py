"""The links by which a new sign-in address is confirmed, and by which the old one stops that; and their emails."""

from __future__ import annotations

from datetime import timedelta

from allauth.account import app_settings
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse

from core import clock
from core.mail import Mail
from core.models import User

LASTS = timedelta(days=app_settings.EMAIL_CONFIRMATION_EXPIRE_DAYS)
STOP = "account.stop-address"


def mail_links(pending_pk: int, by_pk: int) -> int:
    """The worker's task: the link to the new address, the notice to the old one. Returns how many went."""
    pending = EmailAddress.objects.select_related("user").filter(pk=pending_pk, verified=False).first()
    if pending is None:
        return 0
    user = pending.user
    context = {
        "user": user,
        "email": pending.email,
        "admin": None if by_pk == user.pk else User.objects.get(pk=by_pk),
        "ends_at": clock.now() + LASTS,
        "confirm_url": _url("account_confirm_email", EmailConfirmationHMAC(pending).key),
        "stop_url": _url("account_stop_address", signing.dumps(pending.pk, salt=STOP)),
    }
    sent = 0
    for template, to in (("address_confirm", pending.email), ("address_notice", user.email)):
        subject = render_to_string(f"account/email/{template}_subject.txt", context).strip()
        text = render_to_string(f"account/email/{template}_message.txt", context).strip()
        sent += Mail(subject=subject, body=text, to=[to]).send()
    return sent


def _url(page: str, key: str) -> str:
    return f"{settings.BASE_URL}{reverse(page, args=[key])}"


def to_confirm(key: str) -> EmailAddress | None:
    """The address that the link is of; None where it does not work any more."""
    confirmation = EmailConfirmationHMAC.from_key(key)
    pending: EmailAddress | None = confirmation.email_address if confirmation else None
    return pending if pending and pending.email != pending.user.email and pending.user.is_active else None


def to_stop(token: str) -> EmailAddress | None:
    """The same for the link in the notice to the old address."""
    try:
        pk = signing.loads(token, salt=STOP, max_age=LASTS)
    except signing.BadSignature:
        return None
    pending: EmailAddress | None = EmailAddress.objects.filter(pk=pk, verified=False).select_related("user").first()
    return pending
