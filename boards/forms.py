"""The admin's forms: roles, settings, bank holidays."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from boards.choices import BodyKind, Nation, Role
from boards.models import Body, Partnership
from boards.services.calendar import holiday_names_of
from core.colours import WHITE, Colour, shades_of
from core.fields import LineField, PlainDateField
from core.models import User
from core.rules.text import one_line
from core.rules.working_days import SATURDAY

WHAT_A_ROLE_MAY = {
    Role.MEMBER: "Member: comments on summaries and recommendations",
    Role.PPB_MEMBER: "PPB member: also gets each summary by e-mail",
    Role.OFFICER: "Officer: also writes summaries, records progress and edits reports",
    Role.ADMIN: "Admin: also gives roles, changes settings and publishes reports",
}


class RoleGrantForm(forms.Form):
    """Whom to give which role. A name is needed only for somebody who has no sign-in yet."""

    email = forms.EmailField(
        label="E-mail address",
        help_text="They sign in with it.",
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter the person’s e-mail address",
            "invalid": "Enter an e-mail address in the correct format, like name@example.org",
        },
    )
    name = LineField(
        label="Name",
        required=False,
        max_length=120,
        help_text="Needed for a new person. Somebody who signs in already keeps their name.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label="Role",
        help_text="Each role may also do what the ones above it may.",
        choices=[(role.value, words) for role, words in WHAT_A_ROLE_MAY.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a role"},
    )
    ppb = forms.ModelChoiceField(
        queryset=Body.objects.none(),
        label="Policy and Performance Board",
        required=False,
        empty_label="None",
        help_text="For a PPB member only. They are appointed to it from today and get its summaries.",
    )

    def __init__(self, *args: Any, partnership: Partnership, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ppbs = partnership.bodies.filter(kind=BodyKind.PPB).current(on=on)
        self.fields["ppb"].queryset = ppbs  # type: ignore[attr-defined]  # the stubs know only Field

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        email, role = given.get("email"), given.get("role")
        if email and not given.get("name") and not User.objects.filter(email=email.lower()).exists():
            self.add_error("name", "Enter the person’s name: this address has no sign-in yet")
        if role == Role.PPB_MEMBER and not given.get("ppb"):
            self.add_error("ppb", "Choose the Policy and Performance Board that the person belongs to")
        return given


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """What an admin may change of a partnership."""

    nation = forms.ChoiceField(
        label="Nation",
        choices=Nation.choices,
        help_text="Its bank holidays count when the portal works out when a summary is due.",
    )

    class Meta:
        model = Partnership
        fields = ("name", "office_email", "nation", "accent")
        labels = {
            "name": "Name of the partnership",
            "office_email": "E-mail address of the partnership office",
            "accent": "Accent colour",
        }
        help_texts = {
            "office_email": "Shown to the public, for questions and accessibility problems.",
            "accent": "As # and six digits, for example #1d5b6e. It must be dark enough to read on white.",
        }
        error_messages = {
            "name": {"required": "Enter the name of the partnership"},
            "office_email": {"invalid": "Enter an e-mail address in the correct format, like name@example.org"},
            "accent": {
                "required": "Enter a colour as # and six digits, for example #1d5b6e",
                "max_length": "Enter a colour as # and six digits, for example #1d5b6e",
            },
        }
        widgets = {
            "accent": forms.TextInput(attrs={"class": "govuk-input--width-10", "spellcheck": "false"}),
            "office_email": forms.EmailInput(attrs={"spellcheck": "false"}),
        }

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])

    def clean_accent(self) -> str:
        typed: str = self.cleaned_data["accent"].strip().lower()
        try:
            shades = shades_of(typed)
        except ValueError as error:
            raise ValidationError("Enter a colour as # and six digits, for example #1d5b6e") from error
        if shades.ink != shades.accent:
            contrast = Colour.parse(typed).contrast(WHITE)
            raise ValidationError(
                f"{typed} is too light to read: its contrast with white is {contrast:.1f} to 1, and the shaded boxes "
                f"need more than 4.5. Choose a darker one, for example {shades.ink}"
            )
        return typed


class HolidayForm(forms.Form):
    """A one-off bank holiday that the bundled list does not know."""

    day = PlainDateField(label="Day", noun="the day of the bank holiday", help_text="For example 16 11 2026.")
    name = LineField(
        label="What it is called",
        noun="what the bank holiday is called",
        max_length=100,
        help_text="For example “Coronation of the King”. The name is shown wherever the day is skipped.",
    )

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partnership = partnership

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        known = holiday_names_of(self.partnership, [day.year])
        if day in known:
            raise ValidationError(f"That day is a bank holiday already: {known[day]}")
        if day.weekday() >= SATURDAY:
            raise ValidationError("That day is at a weekend, which is never counted")
        return day
