"""Who is told of the actions of an owner."""

from __future__ import annotations

from typing import Any

from django import forms

from core.fields import LineField


class ContactForm(forms.Form):
    name = LineField(label="Name", noun="the name", max_length=120, help_text="Or a role, for example Clerk.")
    email = forms.EmailField(
        label="Email address",
        max_length=254,
        error_messages={
            "required": "Enter an email address",
            "invalid": "Enter an email address in the correct format, like name@example.org",
            "max_length": "The email address must be 254 characters or fewer",
        },
    )

    def __init__(self, *args: Any, is_person: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_person:
            # It is known whose address it is.
            del self.fields["name"]
