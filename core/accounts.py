"""How people get an account, and what happens when they sign in: an admin makes it; nobody signs up by themselves."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from core import audit_words, throttle
from core.models import User
from core.password_links import url_of_key
from core.security_trail import not_signed_in


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "Your email address or password is not correct. Try again",
        "incorrect_password": "Enter the password that you sign in with",
        "enter_current_password": "Enter the password that you sign in with",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        """Without the host of the request in front, which anyone may choose."""
        return subject

    def get_reset_password_from_key_url(self, key: str) -> str:
        return url_of_key(key)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Check a password, unless too many wrong ones were tried. The answer never says whether the account exists."""
        email = request.user.email if isinstance(request.user, User) else credentials.get("email", "")
        try:
            attempt = throttle.begin(request, step="password", email=email)
        except throttle.TooManyTries as refused:
            not_signed_in(audit_words.TOLD_TO_WAIT, request, email)
            words = f"Too many attempts. Try again in {refused.wait}, or reset your password to sign in now"
            raise ValidationError(words, code="too_many_login_attempts") from refused
        user: User | None = super().authenticate(request, **credentials)
        if user is not None:
            attempt.take_back()
        if user is None:
            not_signed_in(audit_words.WRONG_PASSWORD, request, email)
        elif not user.is_active:
            not_signed_in(audit_words.IS_SWITCHED_OFF, request, email)
        return user
