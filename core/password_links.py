"""The link by which somebody sets their password, and the mail that brings it to those who have forgotten theirs."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import quote

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from core import clock
from core.mail import Mail
from core.models import User


def password_url(user: User) -> str:
    """Whoever follows it sets the password of the account, once; it can be followed until ``ends_at``."""
    return url_of_key(f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}")


def url_of_key(key: str) -> str:
    """The address of a key, on the portal's own host and never on that of a request."""
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
    return f"{settings.BASE_URL}{path.replace('UID-KEY', quote(key))}"


def ends_at(at: datetime) -> datetime:
    """Until when a link that is made at the moment can be followed."""
    return at + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)


def mail_reset_link(email: str) -> int:
    """Mail a link to the account of the address; returns how many mails. An unknown address is mailed nothing.

    The worker calls it, so that a page which asks for a link takes as long for an address that has no account.
    """
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        return 0
    context = {"user": user, "password_reset_url": password_url(user), "ends_at": ends_at(clock.now())}
    subject = render_to_string("account/email/password_reset_key_subject.txt", context).strip()
    text = render_to_string("account/email/password_reset_key_message.txt", context).strip()
    return Mail(subject=subject, body=text, to=[user.email]).send()
