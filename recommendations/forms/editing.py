"""Recommendations as officers write them."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms

from core.fields import LineField, ParagraphsField, PastDateField, PlainDateField
from core.records.forms import RecordForm
from recommendations.choices import RecommendationPriority, ScrutinyValue
from recommendations.models import Recommendation, Wording
from scrutiny.models import ReportParagraph

HIGHEST_NUMBER = 999
BETWEEN_NUMBERS = re.compile(r"[\s,;]+|\band\b")


class WordsForm(RecordForm):
    """What is asked."""

    title = LineField(
        label="What is asked",
        noun="what is asked",
        max_length=300,
        help_text="In one sentence, as it stands in the table of recommendations.",
    )
    explanation = ParagraphsField(
        label="Explanation (optional)",
        noun="the explanation",
        max_length=4000,
        required=False,
        help_text="Each point on a line of its own.",
    )
    task = LineField(
        label="What those who answer for it are asked to do (optional)",
        noun="what they are asked to do",
        max_length=300,
        required=False,
        help_text="For example: explore and report back.",
    )


class DetailsForm(RecordForm):
    """What is known of a recommendation beside its wording."""

    field_order: Any = ("paragraphs", "values", "priority", "target_on", "resources_needed", "note")
    paragraphs = LineField(
        label="Paragraphs of the report that it comes from (optional)",
        noun="the paragraphs",
        max_length=200,
        required=False,
        help_text="Their numbers, for example 6.5 and 6.15.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
    )
    values = forms.MultipleChoiceField(
        label="What it serves (optional)",
        required=False,
        choices=[(one.value, one.label.capitalize()) for one in ScrutinyValue],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the list what it serves"},
    )
    priority = forms.ChoiceField(
        label="Priority (optional)",
        required=False,
        choices=[("", "None stated"), *((one.value, one.label.capitalize()) for one in RecommendationPriority)],
        error_messages={"invalid_choice": "Choose a priority from the list"},
    )
    target_on = PlainDateField(
        label="To be done by (optional)",
        noun="the day by which it is to be done",
        required=False,
        help_text="For example 31 3 2027.",
    )
    resources_needed = ParagraphsField(
        label="What it needs (optional)",
        noun="what it needs",
        max_length=1000,
        rows=3,
        required=False,
        help_text="Money, time or people, as far as it is known.",
    )
    note = ParagraphsField(label="Note (optional)", noun="the note", max_length=2000, rows=3, required=False)

    class Meta(RecordForm.Meta):
        model = Recommendation
        fields: ClassVar[Any] = ("priority", "target_on", "resources_needed", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["paragraphs"] = ", ".join(self.instance.paragraphs.values_list("number", flat=True))
            self.initial["values"] = list(self.instance.values_served.values_list("value", flat=True))

    def clean_paragraphs(self) -> list[ReportParagraph]:
        typed = [number for number in BETWEEN_NUMBERS.split(self.cleaned_data["paragraphs"]) if number]
        known = {one.number: one for one in self.instance.topic_group.paragraphs.filter(is_heading=False)}
        unknown = [number for number in dict.fromkeys(typed) if number not in known]
        if unknown and not known:
            raise forms.ValidationError("The text of this report is not on record yet: leave the paragraphs empty")
        if unknown:
            raise forms.ValidationError(f"The report has no paragraph {', '.join(unknown)}: enter numbers that it has")
        return [known[number] for number in dict.fromkeys(typed)]

    @property
    def sources(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("values", "paragraphs")}

    def save(self, commit: bool = True) -> Recommendation:
        recommendation: Recommendation = super().save(commit)
        recommendation.set_sources(**self.sources)
        return recommendation


class RecommendationForm(DetailsForm, WordsForm):
    """A new recommendation of a report."""

    field_order = ("number", "title", "explanation", "task", *DetailsForm.field_order)
    number = forms.IntegerField(
        label="Number",
        min_value=1,
        max_value=HIGHEST_NUMBER,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric", "autocomplete": "off"}),
        help_text="The next free one is proposed.",
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            f"Enter the recommendation’s number as a whole number from 1 to {HIGHEST_NUMBER}",
        ),
    )

    class Meta(DetailsForm.Meta):
        fields: ClassVar[Any] = ("number", "title", "explanation", "task", *DetailsForm.Meta.fields)


class RewordForm(WordsForm):
    """A new wording, and the paper that it stands in; ``seen`` is the number of the wording that it follows."""

    field_order = ("title", "explanation", "task", "paper", "worded_on", "change_note")
    paper = LineField(
        label="In which paper",
        noun="the paper that it stands in",
        max_length=200,
        help_text="For example: Report to the Executive Board.",
    )
    worded_on = PastDateField(label="Date of the paper", help_text="For example 16 11 2026.")
    change_note = LineField(
        label="Why it was reworded",
        noun="why it was reworded",
        max_length=500,
        help_text="Everybody will be able to read it.",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    # What somebody else wrote since the form was opened.
    theirs: Wording | None = None

    class Meta(RecordForm.Meta):
        model = Wording
        fields: ClassVar[Any] = ("title", "explanation", "task", "paper", "worded_on", "change_note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.latest = self.instance.recommendation.wordings.order_by("number").last()
        self.initial["seen"] = self.latest.number if self.latest else 0

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.latest and self.latest.number != given.get("seen"):
            self.theirs = self.latest
            self.ask("title", f"Wording {self.latest.number} has been recorded meanwhile: read it above")
        return given
