"""Responsible owners, and those of one recommendation."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from boards.choosing import offer
from boards.models import Body, Organisation
from core import clock
from core.asking import AskingForm
from core.fields import LineField, SearchableSelect, field_of
from core.models import User
from core.records.forms import RecordForm
from recommendations.models import Owner, Recommendation, RecommendationOwner
from recommendations.rules import look_alike, owner_key, owner_name
from recommendations.services.owners import (
    add_owner,
    body_problem,
    change_owner,
    organisation_problem,
    owners_seen,
)

FEWEST_ROWS, MOST_ROWS, ROWS_ADDED = 3, 30, 3


class OwnerForm(RecordForm):
    """Who an owner is. Where its name looks like another one's, it asks whether it is another owner."""

    name = LineField(
        label="Name",
        noun="the name of the owner",
        max_length=120,
        help_text=(
            "Without “staff”, “support” or “members”: Policy and Strategy is one owner, however its name is printed "
            "beside a recommendation."
        ),
    )
    body = forms.ModelChoiceField(
        queryset=Body.objects.none(),
        widget=SearchableSelect,
        label="Board or group that it stands for",
        required=False,
        empty_label="None",
        error_messages={"invalid_choice": "Choose a board or group of this partnership"},
    )

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        widget=SearchableSelect,
        label="Organisation or office that it stands for",
        required=False,
        empty_label="None",
        error_messages={"invalid_choice": "Choose an organisation of this partnership"},
    )

    class Meta(RecordForm.Meta):
        model = Owner
        fields: ClassVar[Any] = ("name", "body", "organisation", "contact")
        labels: ClassVar[Any] = {"contact": "Who is asked for progress"}
        help_texts: ClassVar[Any] = {
            "contact": "Needed where it stands for nobody, or where those it stands for have nobody to write to."
        }
        error_messages: ClassVar[Any] = {"contact": {"invalid_choice": "Choose a person of this partnership"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partnership, today = self.instance.partnership, clock.today()
        offer(self, "body", partnership.bodies.all(), on=today)
        offer(self, "organisation", partnership.organisations.all(), on=today)
        contact = field_of(self, "contact", forms.ModelChoiceField)
        contact.queryset, contact.empty_label = partnership.people.all(), "Nobody in particular"

    def clean_name(self) -> str:
        printed = self.cleaned_data["name"]
        name = owner_name(printed)
        if name == self.stored("name"):
            return name
        others = self.instance.partnership.owners.exclude(pk=self.instance.pk)
        names = list(others.values_list("name", flat=True))
        if same := next((known for known in names if owner_key(known) == owner_key(name)), None):
            raise forms.ValidationError(f"“{printed}” is on the list already, as “{same}”")
        if alike := look_alike(name, names):
            self.ask("name", f"“{printed}” looks like “{alike}”, which is on the list: use that one, unless it differs")
        return name

    def clean(self) -> dict[str, Any]:
        """What the owner stood for before may stay, though it has ended since."""
        given = super().clean()
        body, organisation = given.get("body"), given.get("organisation")
        if body and organisation:
            self.add_error("organisation", "Choose a board or an organisation, not both")
        elif body and "body" in self.changed_data and (problem := body_problem(body, on=clock.today())):
            self.add_error("body", problem)
        elif organisation and "organisation" in self.changed_data and (problem := organisation_problem(organisation)):
            self.add_error("organisation", problem)
        return given

    def save(self, commit: bool = True) -> Owner:
        assert isinstance(self.reader, User)  # permission was asked for
        service = change_owner if self.instance.pk else add_owner
        return service(owner=self.instance, by=self.reader)


class OwnerRow:
    """The fields of one row, as the page writes them."""

    def __init__(self, form: forms.Form, number: int) -> None:
        self.number = number
        self.owner, self.printed, self.place = (form[f"{name}_{number}"] for name in ("owner", "printed", "place"))
        self.leads = str(form["lead"].value() or "") == str(number)
        self.name = str(self.printed.value() or "") or f"row {number}"


class OwnersForm(AskingForm):
    """Who answers for a recommendation, a row for each; what is left empty is passed over. ``seen`` are those whom the
    page showed.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    lead = forms.CharField(required=False)

    def __init__(self, data: Any = None, *, recommendation: Recommendation, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.recommendation = recommendation
        lines = list(recommendation.owner_lines.order_by("position", "pk"))
        self.known = {str(one.pk): one for one in Owner.objects.filter(partnership=recommendation.partnership_id)}
        self.fields["seen"].initial = owners_seen(recommendation)
        self.fields["lead"].initial = next((number for number, one in enumerate(lines, 1) if one.is_lead), "")
        self.numbers = range(1, self._wanted_rows(len(lines)) + 1)
        for number in self.numbers:
            self._add_row(number, lines[number - 1] if number <= len(lines) else None)

    def _wanted_rows(self, lines: int) -> int:
        sent = str((self.data if self.is_bound else self.initial).get("rows", ""))
        typed = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 4 else 0
        more = ROWS_ADDED if self.wants_more else 0
        return min(max(FEWEST_ROWS, typed or lines + 1) + more, MOST_ROWS)

    @property
    def wants_more(self) -> bool:
        """The button for more rows was pressed: nothing is saved."""
        return self.is_bound and "more" in self.data

    def _add_row(self, number: int, line: Any) -> None:
        choices = [("", "Find it by the name printed"), *((pk, one.name) for pk, one in self.known.items())]
        self.fields[f"owner_{number}"] = forms.ChoiceField(
            label="Owner",
            required=False,
            choices=choices,
            initial=str(line.owner_id) if line else "",
            error_messages={"invalid_choice": f"Choose the owner of row {number} from the list"},
            widget=forms.Select(attrs={"class": "govuk-select"}),
        )
        self.fields[f"printed_{number}"] = LineField(
            label="Name as it is printed",
            noun=f"the name printed in row {number}",
            max_length=120,
            required=False,
            initial=line.printed_as if line else "",
            widget=forms.TextInput(attrs={"class": "govuk-input", "autocomplete": "off"}),
        )
        asked = f"Enter the place of row {number} as a whole number from 1 to 99"
        self.fields[f"place_{number}"] = forms.IntegerField(
            label="Place",
            required=False,
            min_value=1,
            max_value=99,
            initial=number if line else None,
            widget=forms.TextInput(
                attrs={"class": "govuk-input govuk-input--width-2", "inputmode": "numeric", "autocomplete": "off"}
            ),
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), asked),
        )

    @property
    def rows(self) -> list[OwnerRow]:
        return [OwnerRow(self, number) for number in self.numbers]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        lead = given.get("lead", "")
        if lead and not (lead.isascii() and lead.isdigit() and len(lead) < 4 and self._is_filled(int(lead))):
            self.add_error("lead", "Choose a row with an owner as the one that leads, or nobody")
        if given.get("seen") != self.fields["seen"].initial:
            now = "; ".join(self.recommendation.owner_lines.values_list("printed_as", flat=True)) or "nobody"
            self.ask("", f"Somebody else has changed who answers for it meanwhile: it is now {now}")
        return given

    def field_of_row(self, field: str) -> str:
        """Where a refusal about a row stands: beside the list if something was chosen there, else beside the name."""
        number = field.removeprefix("row-")
        if number == field:
            return field
        return f"owner_{number}" if self.cleaned_data.get(f"owner_{number}") else f"printed_{number}"

    def _is_filled(self, number: int) -> bool:
        return bool(self.cleaned_data.get(f"owner_{number}") or self.cleaned_data.get(f"printed_{number}"))

    @property
    def lines(self) -> list[RecommendationOwner]:
        """In the order of their places; a row without a place stands where it is written."""
        given = self.cleaned_data
        filled = [number for number in self.numbers if self._is_filled(number)]
        ordered = sorted(filled, key=lambda number: (given.get(f"place_{number}") or number, number))
        return [
            RecommendationOwner(
                owner=self.known.get(given[f"owner_{number}"]),
                printed_as=given[f"printed_{number}"],
                is_lead=given["lead"] == str(number),
                position=number,
            )
            for number in ordered
        ]
