"""A line is added to the list of those who get a body's summaries."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from boards.models import Body, Person
from core.fields import SearchableSelect, field_of
from meetings.choices import ListedKind


class PersonChoice(forms.ModelChoiceField[Person]):
    def label_from_instance(self, obj: Person) -> str:
        organisation = f", {obj.organisation}" if obj.organisation else ""
        return f"{obj.name}{organisation}{'' if obj.email else ' (no e-mail address on record)'}"


class LineForm(forms.Form):
    """Who is to get the summaries from now on."""

    kind = forms.ChoiceField(
        label="Who else gets the summaries?",
        choices=ListedKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who gets the summaries", "invalid_choice": "Choose who gets the summaries"},
    )
    of_body = forms.ModelChoiceField(
        label="Which body?",
        queryset=Body.objects.none(),
        widget=SearchableSelect,
        required=False,
        empty_label="Choose a body",
        help_text="Only if you chose everybody appointed to a body.",
        error_messages={"invalid_choice": "Choose a body from the list"},
    )
    person = PersonChoice(
        label="Which person?",
        queryset=Person.objects.none(),
        widget=SearchableSelect,
        required=False,
        empty_label="Choose a person",
        help_text="Only if you chose one person.",
        error_messages={"invalid_choice": "Choose a person from the list"},
    )

    def __init__(self, *args: Any, body: Body, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partnership = body.partnership
        of_body = field_of(self, "of_body", forms.ModelChoiceField)
        of_body.queryset = partnership.bodies.filter(is_proposed=False, ends_on=None)
        person = field_of(self, "person", forms.ModelChoiceField)
        person.queryset = partnership.people.active(on=on).select_related("organisation")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        kind = given.get("kind")
        asked = {
            ListedKind.BODY: ("of_body", "Choose which body"),
            ListedKind.PERSON: ("person", "Choose which person"),
        }
        # What was chosen for another answer goes no further.
        for name in ("of_body", "person"):
            if kind not in asked or asked[ListedKind(kind)][0] != name:
                given[name] = None
                self.errors.pop(name, None)
        if kind in asked:
            name, words = asked[ListedKind(kind)]
            if not given.get(name) and name not in self.errors:
                self.add_error(name, ValidationError(words))
        return given
