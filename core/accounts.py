"""How people get an account: an admin makes it; nobody signs up by themselves."""

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "Check your email address and password: together they do not fit an account",
        "incorrect_password": "Enter the password that you sign in with",
        "enter_current_password": "Enter the password that you sign in with",
        "too_many_login_attempts": "Wait five minutes, then try again: there were too many tries",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
