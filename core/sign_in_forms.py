"""Sign-in forms in our words: what each field is called, and what to do when it is empty.

Named in the settings ``ACCOUNT_FORMS`` and ``MFA_FORMS``.
"""

from typing import Any, ClassVar, NamedTuple

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django_q.tasks import async_task

from core import audit_words, throttle
from core.security_trail import not_signed_in


class Words(NamedTuple):
    label: str
    when_empty: str
    hint: str | None = None


CURRENT_PASSWORD = Words("Current password", "Enter your current password")
NEW_PASSWORD = Words(
    "New password", "Enter a new password", "At least 12 characters: three random words are easy to keep."
)
REPEATED_PASSWORD = Words("New password again", "Enter the new password again")
CODE = Words("Code", "Enter the code")


class RelabelledForm(forms.Form):
    """Puts ``words`` in place of the labels, hints and messages that the fields came with."""

    words: ClassVar[dict[str, Words]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in self.words.items():
            field = self.fields[name]
            field.label = words.label
            field.error_messages["required"] = words.when_empty
            if words.hint is not None:
                field.help_text = words.hint
            field.widget.attrs.pop("placeholder", None)


class SignIn(RelabelledForm, account.LoginForm):
    words: ClassVar = {
        "login": Words("Email address", "Enter your email address"),
        "password": Words("Password", "Enter your password"),
    }


class AskForReset(RelabelledForm, account.ResetPasswordForm):
    words: ClassVar = {"email": Words("Email address", "Enter your email address")}

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Leave it to the worker: the answer takes as long, and says the same, whoever has an account."""
        email: str = self.cleaned_data["email"]
        async_task("core.password_links.mail_reset_link", email, save=False)
        return email


class ChoosePassword(RelabelledForm, account.ResetPasswordKeyForm):
    words: ClassVar = {"password1": NEW_PASSWORD, "password2": REPEATED_PASSWORD}


class SetPassword(RelabelledForm, account.SetPasswordForm):
    words: ClassVar = {"password1": NEW_PASSWORD, "password2": REPEATED_PASSWORD}


class ChangePassword(RelabelledForm, account.ChangePasswordForm):
    words: ClassVar = {"oldpassword": CURRENT_PASSWORD, "password1": NEW_PASSWORD, "password2": REPEATED_PASSWORD}


class ConfirmByPassword(RelabelledForm, account.ReauthenticateForm):
    words: ClassVar = {"password": Words("Password", "Enter your password")}


class CountedCode(mfa.BaseAuthenticateForm):
    """Wrong codes are counted as wrong passwords are, but by themselves."""

    def clean_code(self) -> str:
        email = self.user.email
        try:
            attempt = throttle.begin(context.request, step="code", email=email)
        except throttle.TooManyTries as refused:
            not_signed_in(audit_words.TOLD_TO_WAIT, context.request, email)
            words = f"Too many attempts. Try again in {refused.wait}"
            raise ValidationError(words, code="too_many_login_attempts") from refused
        try:
            code: str = super().clean_code()
        except ValidationError:
            not_signed_in(audit_words.WRONG_CODE, context.request, email)
            raise
        attempt.take_back()
        return code


class SignInByCode(CountedCode, RelabelledForm, mfa.AuthenticateForm):
    words: ClassVar = {"code": CODE}


class ConfirmByCode(CountedCode, RelabelledForm, mfa.ReauthenticateForm):
    words: ClassVar = {"code": CODE}


class TurnOnCodes(RelabelledForm, ActivateTOTPForm):
    words: ClassVar = {"code": Words("Code from the app", "Enter the six digits that the app shows")}
