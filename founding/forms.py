"""What is asked to set up a partnership, one form a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from crispy_forms_gds.choices import Choice
from django import forms
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import Q

from boards.models import Partnership
from boards.services.partnership import TAKEN_ADDRESSES
from core.fields import LineField
from core.models import User
from founding.choices import Country, PartnershipKind
from founding.starting_groups import STARTS

ADDRESS_RULE = "The address must be small letters, digits and hyphens, for example our-place"
EMAIL_RULE = "Enter an email address in the correct format, like name@example.org"
KIND_HINTS = {
    PartnershipKind.STRATEGIC: "A board with groups for its themes.",
    PartnershipKind.PLANNING: "In Scotland.",
    PartnershipKind.SERVICES: "In Wales.",
    PartnershipKind.EMPTY: "Start without boards and groups, and add your own.",
}


def email_field(label: str, **kwargs: Any) -> forms.EmailField:
    return forms.EmailField(
        label=label,
        widget=forms.EmailInput(attrs={"spellcheck": "false"}),
        error_messages={"required": "Enter an email address", "invalid": EMAIL_RULE},
        **kwargs,
    )


class CodeForm(forms.Form):
    """The code that lets somebody set up a partnership."""

    code = forms.CharField(
        label="Set-up code",
        max_length=60,
        strip=True,
        help_text="For example 7KQM-2XPA-9RTD-HW4C.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "govuk-input--width-20"}),
        error_messages={"required": "Enter the set-up code", "max_length": "Enter the set-up code as it was printed"},
    )


class StepForm(forms.Form):
    """A page of the set-up. ``kept`` is what was answered before."""

    heading: ClassVar[str]
    intro: ClassVar[str] = ""

    def __init__(self, *args: Any, kept: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept_before = kept

    def kept(self) -> dict[str, Any]:
        """What the session keeps of a valid form; given to the form again, it is as valid."""
        return dict(self.cleaned_data)

    def answers(self) -> list[tuple[str, str]]:
        """What a valid form says, for the page on which answers are checked."""
        return [(str(field.label), str(self.cleaned_data[name])) for name, field in self.fields.items()]


class NameForm(StepForm):
    heading = "What is the partnership called?"

    name = LineField(label="Name of the partnership", max_length=150)
    slug = forms.CharField(
        label="Address of its pages",
        max_length=40,
        help_text="The last part of its web address, for example our-place. You cannot change it later.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        validators=[RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*\Z", ADDRESS_RULE)],
        error_messages={
            "required": "Enter the address of its pages, for example our-place",
            "max_length": "The address must be 40 characters or fewer",
        },
    )

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug in TAKEN_ADDRESSES or Partnership.objects.filter(Q(slug=slug) | Q(code=slug)).exists():
            raise ValidationError("This address is taken. Enter a different one")
        return slug


class NationForm(StepForm):
    heading = "Where is the partnership?"

    country = forms.ChoiceField(
        label="Nation",
        choices=Country.choices,
        widget=forms.RadioSelect,
        help_text="Its bank holidays count when the portal works out when a summary is due.",
        error_messages={"required": "Select a nation", "invalid_choice": "Select a nation"},
    )

    def answers(self) -> list[tuple[str, str]]:
        return [("Nation", Country(self.cleaned_data["country"]).label)]


class OfficeForm(StepForm):
    heading = "How can people reach the partnership office?"

    office_email = email_field("Email address of the office", help_text="Shown to the public, for questions.")


class AdminForm(StepForm):
    """The first admin. Somebody with an account keeps its name and password; a new one gets them here."""

    heading = "Who is the first admin?"
    intro = "They give others access and change the settings."

    name = LineField(label="Name", max_length=120, noun="the admin’s name")
    email = email_field("Email address", help_text="They sign in with it.", max_length=254)
    password = forms.CharField(
        label="Password",
        strip=False,
        required=False,
        max_length=200,
        help_text="At least 12 characters: three random words are easy to keep.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeated = forms.CharField(
        label="Password again",
        strip=False,
        required=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_hash = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.kept_before.get("password_hash"):
            self.fields["password"].help_text = "Leave empty to keep the password that you chose."

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.errors:
            return given
        account = User.objects.filter(email=given["email"]).first()
        if account is None:
            self._choose_password(given)
        elif not account.is_active:
            self.add_error("email", "This account is switched off. Enter a different email address")
        elif given["password"] or given["repeated"]:
            self.add_error("password", "This person has an account and keeps its password. Leave the password empty")
        return given

    def _choose_password(self, given: dict[str, Any]) -> None:
        """A new one is asked for again where it was chosen for somebody else."""
        before = self.kept_before
        is_same = (before.get("name"), before.get("email")) == (given["name"], given["email"])
        if not given["password"] and not given["repeated"] and is_same and before.get("password_hash"):
            self.password_hash = before["password_hash"]
        elif not given["password"]:
            self.add_error("password", "Enter a password")
        elif given["password"] != given["repeated"]:
            self.add_error("repeated", "Enter the same password again")
        else:
            try:
                validate_password(given["password"], User(name=given["name"], email=given["email"]))
            except ValidationError as refused:
                self.add_error("password", refused)
            else:
                self.password_hash = make_password(given["password"])

    def kept(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"name": given["name"], "email": given["email"], "password_hash": self.password_hash}

    def answers(self) -> list[tuple[str, str]]:
        given = self.cleaned_data
        password = "Chosen" if self.password_hash else "They have an account and keep its password"
        return [("First admin", given["name"]), ("Their email address", given["email"]), ("Their password", password)]


class KindForm(StepForm):
    heading = "What kind of partnership is it?"
    intro = "It starts with boards and groups that you can rename or remove. You add everything else."

    kind = forms.ChoiceField(
        label="Kind of partnership",
        choices=[Choice(one.value, one.label, hint=KIND_HINTS.get(one, "")) for one in PartnershipKind],
        widget=forms.RadioSelect,
        error_messages={"required": "Select a kind", "invalid_choice": "Select a kind"},
    )

    def answers(self) -> list[tuple[str, str]]:
        kind = PartnershipKind(self.cleaned_data["kind"])
        names = ", ".join(group.name for group in STARTS[kind].groups)
        return [
            ("Kind of partnership", kind.label),
            ("Boards and groups to start with", names or "No boards or groups"),
        ]


STEPS: Mapping[str, type[StepForm]] = {
    "name": NameForm,
    "nation": NationForm,
    "office": OfficeForm,
    "admin": AdminForm,
    "kind": KindForm,
}
