"""What an admin says of the partnership itself."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from boards.models import Partnership
from core.colours import WHITE, Colour, shades_of
from core.records.forms import RecordForm
from core.records.pictures import PicturedForm

NO_COLOUR = "Enter a colour as # and six digits, for example #1d5b6e"


class PartnershipForm(PicturedForm):
    """Its name, what it is and is for, how to reach it, and how it looks."""

    class Meta(RecordForm.Meta):
        model = Partnership
        fields: ClassVar[Any] = (
            *("name", "short_name", "area", "kind", "legal_status", "accountable_body", "welcome", "purpose"),
            *("office_email", "office_phone", "office_address", "accent", "picture", "picture_alt"),
        )
        labels: ClassVar[Any] = {
            "name": "Name of the partnership",
            "kind": "What it is",
            "legal_status": "Legal standing",
            "accountable_body": "Accountable body",
            "welcome": "Welcome",
            "purpose": "Purpose in its papers",
            "office_email": "Email address of the partnership office",
            "office_phone": "Telephone number of the partnership office",
            "office_address": "Postal address of the partnership office",
            "accent": "Colour",
            "picture": "Logo",
            "picture_alt": "What the logo shows",
        }
        help_texts: ClassVar[Any] = {
            "short_name": "For example HSP.",
            "area": "For example the borough of Halton.",
            "kind": "For example local strategic partnership.",
            "legal_status": "For example unincorporated body.",
            "accountable_body": "The organisation that holds its money and contracts.",
            "welcome": "One or two plain sentences for the public. They open the home page.",
            "purpose": "As its terms of reference put it. The structure page shows it.",
            "office_email": "Shown to the public, for questions and accessibility problems.",
            "accent": "As # and six digits, for example #1d5b6e. It must be dark enough to read on white.",
            "picture_alt": "For people who cannot see it, for example “Three rings above the name”.",
        }
        error_messages: ClassVar[Any] = {
            "name": {"required": "Enter the name of the partnership"},
            "office_email": {"invalid": "Enter an email address in the correct format, like name@example.org"},
        }

    accent = forms.CharField(
        label=Meta.labels["accent"],
        help_text=Meta.help_texts["accent"],
        max_length=20,
        error_messages=dict.fromkeys(("required", "max_length"), NO_COLOUR),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "spellcheck": "false"}),
    )

    def clean_accent(self) -> str:
        typed: str = self.cleaned_data["accent"].strip().lower()
        try:
            shades = shades_of(typed)
        except ValueError as error:
            raise ValidationError(NO_COLOUR) from error
        if shades.ink != shades.accent:
            contrast = Colour.parse(typed).contrast(WHITE)
            raise ValidationError(
                f"{typed} is too light to read: its contrast with white is {contrast:.1f} to 1, and the shaded boxes "
                f"need more than 4.5. Choose a darker one, for example {shades.ink}"
            )
        return typed
