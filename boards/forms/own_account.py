"""What somebody changes of their own account, and an admin of another's."""

from __future__ import annotations

from typing import Any

from django import forms

from boards.forms.settings import ReasonForm
from core.fields import LineField


class NameForm(forms.Form):
    name = LineField(
        label="Your name",
        noun="your name",
        help_text="Shown with what you do, and on your boards and groups.",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class AddressForm(forms.Form):
    email = forms.EmailField(
        label="New email address",
        help_text="We send a link to it. It changes when you follow the link.",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Enter the new email address",
            "invalid": "Enter an email address in the correct format, like name@example.org",
        },
    )


class AddressForOtherForm(AddressForm, ReasonForm):
    """With the reason, which the audit trail keeps."""

    field_order = ("email", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = "We send a link to it. It changes when they follow the link."
