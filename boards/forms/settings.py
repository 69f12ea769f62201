"""The forms of admins (roles, settings, bank holidays) and officers (how a body meets)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst

from boards.choices import Nation, QuorumShare, Role
from boards.leaving import Endings
from boards.models import Body, Partnership
from boards.services.bodies import HowItMeets
from boards.services.calendar import holiday_names_of
from boards.words import Words
from core.fields import LineField, PlainDateField, PlainTimeField, SearchableSelect, field_of
from core.models import User
from core.rules.dates import Cadence, DateRefused, parse_cadence
from core.rules.working_days import SATURDAY

WHAT_A_ROLE_MAY = {
    Role.MEMBER: "comments on summaries and recommendations",
    Role.PPB_MEMBER: "also gets each summary by email",
    Role.OFFICER: "also writes summaries, records progress and edits reports",
    Role.ADMIN: "also gives roles, changes settings and publishes reports",
}


def two_steps_since(words: Words) -> list[tuple[str, str]]:
    """Since which role it is needed: each includes those before it, so whoever may do more needs it too."""
    return [
        ("", "No one"),
        (Role.ADMIN, "Admins"),
        (Role.OFFICER, "Officers and admins"),
        (Role.PPB_MEMBER, f"{words.role(Role.PPB_MEMBER)}s, officers and admins"),
        (Role.MEMBER, "Everyone with a role"),
    ]


class RoleEndForm(forms.Form):
    """What ends with a role."""

    ends = forms.MultipleChoiceField(
        label="What ends with it?",
        help_text="Untick what stays. They then remain a contact.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Select what ends from the list as it is now"},
    )

    def __init__(self, *args: Any, endings: Endings, ticked: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = [one.key for one in endings.choices]
        if not self.offered:
            del self.fields["ends"]
            return
        ends = field_of(self, "ends", forms.MultipleChoiceField)
        ends.choices = [(one.key, one.label) for one in endings.choices]
        ends.initial = ticked

    @property
    def kept(self) -> list[str]:
        return [key for key in self.offered if key not in self.cleaned_data.get("ends", ())]


class RoleGrantForm(forms.Form):
    """Whom to give which role. A name is needed only for somebody who has no sign-in yet."""

    email = forms.EmailField(
        label="Email address",
        help_text="They sign in with it.",
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter the person’s email address",
            "invalid": "Enter an email address in the correct format, like name@example.org",
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
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a role"},
    )
    ppb = forms.ModelChoiceField(
        queryset=Body.objects.none(),
        widget=SearchableSelect,
        required=False,
        empty_label="None",
    )

    ends_on = PlainDateField(
        label="Last day (optional)",
        noun="the last day",
        required=False,
        help_text="For example 16 11 2026. The role ends by itself after it.",
    )

    def __init__(self, *args: Any, partnership: Partnership, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on, self.words = on, partnership.words
        role, ppb = field_of(self, "role", forms.ChoiceField), field_of(self, "ppb", forms.ModelChoiceField)
        role.choices = [(one.value, f"{self.words.role(one)}: {what}") for one, what in WHAT_A_ROLE_MAY.items()]
        ppb.queryset = partnership.bodies.scrutinising().current(on=on)
        ppb.label = capfirst(self.words.scrutiny.one)
        ppb.help_text = (
            f"For {self.words.a_scrutiny_member} only. They are appointed to it from today and get its summaries."
        )

    def clean_ends_on(self) -> date | None:
        ends_on: date | None = self.cleaned_data["ends_on"]
        if ends_on is not None and ends_on < self.on:
            raise ValidationError("The last day must be today or later", code="past")
        return ends_on

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        email, role = given.get("email"), given.get("role")
        if email and not given.get("name") and not User.objects.filter(email=email.lower()).exists():
            self.add_error("name", "Enter the person’s name: this address has no sign-in yet")
        if role == Role.PPB_MEMBER and not given.get("ppb"):
            self.add_error("ppb", f"Choose the {self.words.scrutiny.one} that the person belongs to")
        return given


class ReasonForm(forms.Form):
    """Why an account is changed; the audit trail keeps it."""

    reason = LineField(
        label="Reason",
        max_length=300,
        help_text="Admins see it in the audit trail.",
        error_messages={"required": "Enter the reason"},
    )


class SettingsForm(forms.ModelForm[Partnership]):
    """What an admin may change of a partnership."""

    nation = forms.ChoiceField(
        label="Nation",
        choices=Nation.choices,
        help_text="Its bank holidays count when the portal works out when a summary is due.",
    )

    two_step_from = forms.ChoiceField(
        label="Who must use two-step sign-in?",
        required=False,
        widget=forms.RadioSelect,
        help_text="They set it up when they next sign in. Until then, they can only see public pages.",
    )

    class Meta:
        model = Partnership
        fields = ("nation", "shows_attendance_rates", "two_step_from")
        labels = {"shows_attendance_rates": "Show attendance over the year to the public"}
        help_texts = {
            "shows_attendance_rates": "Without a tick, only members and officers see it. Summaries say who was there.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "two_step_from", forms.ChoiceField).choices = two_steps_since(self.instance.words)


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


AS_ITS_KIND, YES, NO = "", "yes", "no"
NO_QUORUM, NUMBER = "", "number"
OWES = {AS_ITS_KIND: None, YES: True, NO: False}
MOST_SEATS = 200


class HowItMeetsForm(forms.Form):
    """Cadence, usual place and time, summary and quorum of a body."""

    cadence = LineField(
        label="How often does it meet?",
        required=False,
        max_length=60,
        help_text="For example “4 times a year”, “3 times in 2 years” or “monthly”. Leave empty if it is not fixed.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
    )
    usual_start = PlainTimeField(label="Usual start", noun="the usual start")
    usual_venue = LineField(label="Usual venue", required=False, max_length=200)
    owes_summary = forms.ChoiceField(
        label="Does each meeting owe a summary within five working days?",
        required=False,
        choices=((AS_ITS_KIND, "As its kind does"), (YES, "Yes"), (NO, "No")),
        widget=forms.RadioSelect,
    )
    quorum_rule = forms.ChoiceField(
        label="Quorum",
        required=False,
        choices=(
            (NO_QUORUM, "No rule is on record"),
            (NUMBER, "A number of seats"),
            *((share.value, share.label.capitalize()) for share in QuorumShare),
        ),
        widget=forms.RadioSelect,
    )
    quorum = forms.IntegerField(
        label="How many seats make a quorum",
        required=False,
        min_value=1,
        max_value=MOST_SEATS,
        help_text="Only if the quorum is a number of seats.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"),
            f"Enter how many seats make a quorum as a whole number from 1 to {MOST_SEATS}",
        ),
    )
    deputies_count = forms.BooleanField(label="A deputy counts towards the quorum", required=False)
    online_counts = forms.BooleanField(label="A member who joined online counts towards the quorum", required=False)

    def __init__(self, data: Any = None, *, body: Body) -> None:
        cadence = str(Cadence(body.meetings_per_cycle, body.cycle_years)) if body.meetings_per_cycle else ""
        owes = {answer: key for key, answer in OWES.items()}[body.owes_summary]
        rule = NUMBER if body.quorum else body.quorum_share
        names = ("usual_start", "usual_venue", "quorum", "deputies_count", "online_counts")
        own = {name: getattr(body, name) for name in names}
        super().__init__(data, initial=own | {"cadence": cadence, "owes_summary": owes, "quorum_rule": rule})
        kind = "yes" if body.kind.owes_summary else "no"
        choices = [(AS_ITS_KIND, f"As its kind does: {kind}"), (YES, "Yes"), (NO, "No")]
        field_of(self, "owes_summary", forms.ChoiceField).choices = choices

    def clean_cadence(self) -> Cadence | None:
        typed: str = self.cleaned_data["cadence"]
        if not typed:
            return None
        try:
            return parse_cadence(typed)
        except DateRefused as refusal:
            raise ValidationError(str(refusal)) from refusal

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("quorum_rule") == NUMBER and "quorum" not in self.errors and not given.get("quorum"):
            self.add_error("quorum", "Enter how many seats make a quorum")
        return given

    def answer(self) -> HowItMeets:
        """What is to be recorded, once the form is valid."""
        given = self.cleaned_data
        is_number = given["quorum_rule"] == NUMBER
        return HowItMeets(
            cadence=given["cadence"],
            usual_start=given["usual_start"],
            usual_venue=given["usual_venue"],
            owes_summary=OWES[given["owes_summary"]],
            quorum=given["quorum"] if is_number else None,
            quorum_share="" if is_number else given["quorum_rule"],
            deputies_count=given["deputies_count"],
            online_counts=given["online_counts"],
        )
