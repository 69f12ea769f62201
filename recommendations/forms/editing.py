"""Recommendations as officers write them."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from core.fields import LineField, ParagraphsField, PastDateField, PlainDateField
from recommendations.choices import RecommendationPriority, ScrutinyValue
from recommendations.services.editing import Particulars, Rewording, Words
from scrutiny.models import ReportParagraph, TopicGroup

HIGHEST_NUMBER = 999
BETWEEN_NUMBERS = re.compile(r"[\s,;]+|\band\b")


class WordsForm(forms.Form):
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

    @property
    def words(self) -> Words:
        given = self.cleaned_data
        return Words(given["title"], given["explanation"], given["task"])


class ParticularsForm(forms.Form):
    """What is known of a recommendation beside its wording."""

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

    def __init__(self, *args: Any, topic_group: TopicGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topic_group = topic_group

    def clean_paragraphs(self) -> list[ReportParagraph]:
        typed = [number for number in BETWEEN_NUMBERS.split(self.cleaned_data["paragraphs"]) if number]
        known = {one.number: one for one in self.topic_group.paragraphs.filter(is_heading=False)}
        unknown = [number for number in dict.fromkeys(typed) if number not in known]
        if unknown and not known:
            raise forms.ValidationError("The text of this report is not on record yet: leave the paragraphs empty")
        if unknown:
            raise forms.ValidationError(f"The report has no paragraph {', '.join(unknown)}: enter numbers that it has")
        return [known[number] for number in dict.fromkeys(typed)]

    @property
    def particulars(self) -> Particulars:
        given = self.cleaned_data
        return Particulars(
            priority=given["priority"],
            target_on=given["target_on"],
            resources_needed=given["resources_needed"],
            note=given["note"],
            values=given["values"],
            paragraphs=given["paragraphs"],
        )


class RecommendationForm(ParticularsForm, WordsForm):
    """A new recommendation of a report."""

    field_order = ("number", "title", "explanation", "task")
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


class RewordForm(WordsForm):
    """A new wording, and the paper that it stands in; ``seen`` is the number of the wording that it follows."""

    field_order = ("title", "explanation", "task", "paper", "worded_on", "change_note", "seen")
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

    @property
    def rewording(self) -> Rewording:
        given = self.cleaned_data
        return Rewording(self.words, given["paper"], given["worded_on"], given["change_note"])
