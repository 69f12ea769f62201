"""What officers fill in for an annual report."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms

from boards.models import Partnership
from core.fields import LineField, RichTextField, field_of
from core.rules.dates import FinancialYear
from performance.models import Measure
from reports.choices import SectionKey
from reports.models import ReportSection

LONGEST_WORDS = 8000


class StartForm(forms.Form):
    """Which year; ``years`` begin in these, the newest first."""

    year = forms.TypedChoiceField(
        label="Financial year",
        coerce=int,
        help_text="From 1 April to 31 March",
        error_messages={
            "required": "Choose the financial year of the report",
            "invalid_choice": "Choose one of the financial years in the list",
        },
    )

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "year", forms.ChoiceField).choices = [(year, FinancialYear(year).label) for year in years]


class SectionForm(forms.Form):
    """Heading, own words, and whether the section is in; ``version`` is that of the text it started from."""

    heading = LineField(label="Heading", noun="the heading of the section", max_length=120)
    text = RichTextField(label="Your words", required=False, max_length=LONGEST_WORDS)
    is_included = forms.BooleanField(label="Print this section in the report", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, section: ReportSection, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "heading": section.heading,
            "text": section.text,
            "is_included": section.is_included,
            "version": section.version,
        }
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = (
            f"All of the {SectionKey(section.key).label.lower()}: nothing else is printed in this section."
            if section.is_written
            else "Printed above what the records say. Leave it empty to print the records alone."
        )


class CorrectionForm(forms.Form):
    """What the next version of a published report corrects."""

    correction_note = LineField(
        label="What this version corrects",
        noun="what the new version corrects",
        help_text="Printed on the cover, and shown beside the version",
        max_length=300,
    )


class MeasureLinkForm(forms.Form):
    """A measure that shows what a recommendation has come to, chosen by its theme."""

    measure = forms.ModelChoiceField(
        queryset=Measure.objects.none(),
        label="Measure that shows what it has come to",
        widget=forms.Select(attrs={"class": "govuk-select"}),
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose a measure from the list"),
    )

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = list(Measure.objects.filter(partnership=partnership).by_theme())
        field_of(self, "measure", forms.ModelChoiceField).queryset = Measure.objects.filter(partnership=partnership)
        themes = groupby(known, key=lambda one: one.theme)
        offered = [(theme or "Other", [(one.pk, one.name) for one in found]) for theme, found in themes]
        self.fields["measure"].widget.choices = [("", "Choose a measure"), *offered]
        self.has_measures = bool(known)
