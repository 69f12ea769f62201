"""What is asked before somebody's personal data is erased."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from boards.services.erasing import post_of
from core.fields import LineField, field_of
from core.personal import Subject


class EraseForm(forms.Form):
    """Which of the names and addresses known of them, what is put in their place, and the name, typed as it is."""

    words = forms.MultipleChoiceField(
        label="Names and addresses to erase",
        help_text="Untick what belongs to someone else.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select what to erase"},
    )
    stands_in = LineField(
        label="In place of the name",
        noun="what is shown in place of the name",
        help_text="Their post or organisation. This will be published.",
        max_length=120,
    )
    name = LineField(
        label="Type the person’s name",
        noun="the person’s name",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, subject: Subject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject = subject
        words = field_of(self, "words", forms.MultipleChoiceField)
        words.choices = [(word, word) for word in subject.words]
        words.initial = list(subject.words)
        self.fields["stands_in"].initial = post_of(subject.person)

    def clean_words(self) -> list[str]:
        """The name and the address that the person has now are theirs."""
        words: list[str] = self.cleaned_data["words"]
        person = self.subject.person
        if missing := [one for one in (person.name, person.email, person.telephone) if one and one not in words]:
            raise ValidationError(f"Select {missing[0]}, too: it is theirs")
        return words

    def clean_stands_in(self) -> str:
        stands_in: str = self.cleaned_data["stands_in"]
        if self.subject.in_own_rows(stands_in) != stands_in:
            raise ValidationError("Enter the post or the organisation, without the name")
        return stands_in

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name != self.subject.person.name:
            raise ValidationError(f"The name must be “{self.subject.person.name}”")
        return name


class LookAgainForm(forms.Form):
    """The name of somebody whose data was erased, which is kept nowhere."""

    name = LineField(
        label="Name or email address to look for",
        noun="the name or email address",
        help_text="We do not keep what you enter.",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
