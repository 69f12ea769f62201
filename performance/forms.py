"""What officers record of measures."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import escape

from boards.choosing import ended_last
from boards.models import Priority
from core import clock
from core.fields import LineField, RecordsField, field_of
from core.history import explain
from core.records.forms import SOURCE, CodedForm, RecordForm
from core.records.pictures import PicturedForm
from core.rules.dates import FIRST_SENSIBLE_DAY, YEARS_AHEAD
from performance.choices import Polarity, ValueBasis
from performance.models import Achievement, Comparator, Comparison, Measure, Target

MOST_DECIMALS = 6


class FigureField(forms.DecimalField):
    """A number as people type it: “1,234.5”, “74.8%”, “−2”."""

    def __init__(self, *, noun: str, **kwargs: Any) -> None:
        asked = f"Enter {noun} as a number, for example 74.8"
        too_long = f"{noun[0].upper()}{noun[1:]} must have 12 digits or fewer, and 6 decimals or fewer"
        lengths = ("max_digits", "max_decimal_places", "max_whole_digits")
        super().__init__(
            max_digits=18,
            decimal_places=6,
            widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "inputmode": "decimal"}),
            error_messages={"required": asked, "invalid": asked} | dict.fromkeys(lengths, too_long),
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace(",", "").replace("−", "-").strip().removesuffix("%").strip()
        return super().to_python(value)


class YearField(forms.IntegerField):
    """A year from 1990 to the present one: there are no figures of years to come."""

    def __init__(self, *, noun: str, this_year: int, **kwargs: Any) -> None:
        first = FIRST_SENSIBLE_DAY.year
        asked = f"Enter {noun}, for example {this_year - 1}"
        outside = f"{noun[0].upper()}{noun[1:]} must be from {first} to {this_year}"
        super().__init__(
            min_value=first,
            max_value=this_year,
            widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
            error_messages={"required": asked, "invalid": asked, "min_value": outside, "max_value": outside},
            **kwargs,
        )


class ResultForm(forms.Form):
    """The figure of one year."""

    basis = forms.ChoiceField(
        label="How the figure is known",
        choices=[(basis.value, basis.label.capitalize()) for basis in ValueBasis],
        initial=ValueBasis.STATED,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how the figure is known"},
    )
    change_stated = FigureField(
        label="Change, if the source prints one",
        noun="the change",
        help_text="As printed, even where it does not agree with the figures: both are shown. A fall has a minus.",
        required=False,
    )
    source = LineField(
        label="Source",
        max_length=200,
        help_text="For example the paper and its paragraph",
        required=False,
    )
    note = LineField(label="Note", max_length=500, required=False)
    replace = forms.BooleanField(
        label="Replace the figure that is on record for this year",
        help_text="The earlier figure stays in the history.",
        required=False,
    )
    field_order = ("year", "value", "basis", "change_stated", "change_from_year", "source", "note", "replace")

    def __init__(self, *args: Any, measure: Measure, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The form library prints hints as they are.
        unit = escape(f"In {measure.unit}") if measure.unit else ""
        self.fields["year"] = YearField(
            label="Year", noun="the year", this_year=today.year, help_text="For example 2025 for 2025/26"
        )
        self.fields["value"] = FigureField(label="Figure", noun="the figure", help_text=unit)
        self.fields["change_from_year"] = YearField(
            label="Year that the change is counted from",
            noun="the year that the change is counted from",
            this_year=today.year,
            required=False,
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        from_year, year = cleaned.get("change_from_year"), cleaned.get("year")
        if from_year is not None and cleaned.get("change_stated") is None and "change_stated" not in self.errors:
            self.add_error("change_stated", "Enter the change, or take out the year that it is counted from")
        if from_year is not None and year is not None and from_year >= year:
            self.add_error("change_from_year", "The year that the change is counted from must be before the year")
        return cleaned


class MeasureForm(CodedForm):
    """What is followed, and which way is good (P-1)."""

    called = "a measure"

    tolerance = FigureField(
        label="Tolerance",
        noun="the tolerance",
        help_text="By how much a target may be missed and still be amber. 0 for none.",
        min_value=0,
        initial=0,
    )

    class Meta(CodedForm.Meta):
        model = Measure
        fields: ClassVar[Any] = (
            *("name", "unit", "theme", "priority", "polarity", "tolerance", "tolerance_kind"),
            *("decimals_shown", "note", "source"),
        )
        labels: ClassVar[Any] = {
            "polarity": "Which way is good?",
            "tolerance_kind": "The tolerance is",
            "decimals_shown": "Decimals shown",
            "priority": "Priority that it belongs to",
        }
        help_texts: ClassVar[Any] = {
            "unit": "For example % or people.",
            "theme": "Measures of a theme are shown together.",
            "note": "How it is counted. Anyone can read this.",
            "source": "Where the figures come from.",
        }

    field_order = Meta.fields

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_priorities(self)

    def clean_decimals_shown(self) -> int:
        decimals: int = self.cleaned_data["decimals_shown"]
        if decimals > MOST_DECIMALS:
            raise ValidationError(f"Decimals shown must be {MOST_DECIMALS} or fewer", code="max_value")
        return decimals


class TargetForm(RecordForm):
    """What the measure should reach in a year. Which limits count follows from which way is good."""

    low = FigureField(label="At least", noun="the lower limit", required=False)
    high = FigureField(label="At most", noun="the upper limit", required=False)

    class Meta(RecordForm.Meta):
        model = Target
        fields: ClassVar[Any] = ("year", "low", "high", "reason")
        labels: ClassVar[Any] = {"reason": "Why is it changed?"}
        help_texts: ClassVar[Any] = {"reason": "Anyone can read this beside the target."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this_year = clock.today().year
        self.fields["year"] = YearField(
            label="Year", noun="the year", this_year=this_year + YEARS_AHEAD, help_text="For example 2026 for 2026/27"
        )
        self.order_fields(("year", "low", "high", "reason"))
        if self.instance.pk is None:
            del self.fields["reason"]
        polarity = self.instance.measure.polarity
        for name, unwanted in (("low", Polarity.LOWER), ("high", Polarity.HIGHER)):
            if polarity == unwanted:
                del self.fields[name]
            else:
                self.fields[name].required = True

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        others = Target.objects.filter(measure=self.instance.measure, year=year).exclude(pk=self.instance.pk)
        if others.exists():
            raise ValidationError(f"There is a target for {year} already: change that one", code="taken")
        return year

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        low, high = given.get("low"), given.get("high")
        if low is not None and high is not None and low > high:
            self.add_error("high", "The upper limit must be the same as or more than the lower one")
        is_changed = self.instance.pk and {"year", "low", "high"} & set(self.changed_data)
        if is_changed and "reason" not in self.errors and not given.get("reason"):
            self.add_error("reason", "Enter why the target is changed")
        return given

    def save(self, commit: bool = True) -> Any:
        explain(self.instance, self.cleaned_data.get("reason", ""))
        return super().save(commit)


class ComparatorForm(CodedForm):
    called = "a comparator"

    class Meta(CodedForm.Meta):
        model = Comparator
        fields: ClassVar[Any] = ("name", "kind", "sort_order")
        labels: ClassVar[Any] = {"kind": "What is it?", "sort_order": "Place in the list"}
        help_texts: ClassVar[Any] = {
            "name": "For example England, North West or Knowsley.",
            "sort_order": "The lowest number comes first. Charts show the first three.",
        }


class ComparisonForm(RecordForm):
    """The figure of a comparator for a year."""

    value = FigureField(label="Figure", noun="the figure")

    class Meta(RecordForm.Meta):
        model = Comparison
        fields: ClassVar[Any] = ("comparator", "year", "value", "source")
        labels: ClassVar[Any] = {"comparator": "Whose figure is it?"}
        help_texts: ClassVar[Any] = {"source": SOURCE}
        error_messages: ClassVar[Any] = {
            "comparator": dict.fromkeys(("required", "invalid_choice"), "Select whose figure it is")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        measure = self.instance.measure
        comparators = field_of(self, "comparator", forms.ModelChoiceField)
        comparators.queryset = measure.partnership.comparators.all()
        self.fields["year"] = YearField(
            label="Year", noun="the year", this_year=clock.today().year, help_text="For example 2025 for 2025/26"
        )
        # The form library prints hints as they are.
        self.fields["value"].help_text = escape(f"In {measure.unit}") if measure.unit else ""
        self.order_fields(("comparator", "year", "value", "source"))

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        comparator, year = given.get("comparator"), given.get("year")
        others = self.instance.measure.comparisons.filter(comparator=comparator, year=year).exclude(pk=self.instance.pk)
        if comparator and year and others.exists():
            self.add_error("year", f"There is a figure of {comparator} for {year} already: change that one")
        return given


class AchievementForm(PicturedForm, CodedForm):
    """One achievement with its story, figures and picture, and whether the public may read it."""

    class Meta(CodedForm.Meta):
        model = Achievement
        fields: ClassVar[Any] = (
            *("title", "headline", "story", "theme", "priority", "happened_on", "figures", "organisations", "partners"),
            *("picture", "picture_alt", "picture_credit", "picture_consent", "note", "source", "is_public"),
        )
        field_classes: ClassVar[Any] = {"organisations": RecordsField}
        labels: ClassVar[Any] = {
            "headline": "What was achieved?",
            "happened_on": "When?",
            "priority": "Priority that it belongs to",
            "organisations": "Which organisations took part?",
            "partners": "Other partners",
            "picture_credit": "Who made the picture?",
            "picture_consent": "Who agreed to the picture being published, and when?",
            "is_public": "The public may read this: its partners agreed",
        }
        help_texts: ClassVar[Any] = {
            "headline": "One or two sentences.",
            "story": "What was done, by whom, and what changed for people.",
            "theme": "Achievements of a theme are shown together.",
            "happened_on": "A date, a month or a year. Leave empty if it is not known.",
            "figures": "The figures, as they were published.",
            "partners": "Those that are not in the list, or as they are named in the source.",
            "picture_alt": "For people who cannot see it, for example “Tenants at the opening of the forum”.",
            "picture_credit": "Shown below the picture.",
            "picture_consent": "For example everyone in it, in writing, 3 March 2026. The public does not see this.",
            "note": "Anyone can read this.",
            "is_public": "Without a tick, only officers see it, and no report has it.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_priorities(self)
        partnership = self.instance.partnership
        organisations = field_of(self, "organisations", forms.ModelMultipleChoiceField)
        organisations.queryset = partnership.organisations.all()
        organisations.choices = ended_last(organisations.queryset, on=clock.today())
        organisations.error_messages |= dict.fromkeys(
            ("invalid_choice", "invalid_pk_value"), "Select organisations from the list as it is now"
        )
        if not organisations.choices:
            del self.fields["organisations"]
        if self.instance.pk is None:
            self.initial["is_public"] = False


def _offer_priorities(form: forms.BaseForm) -> None:
    priorities = field_of(form, "priority", forms.ModelChoiceField)
    known = Priority.objects.filter(strategy__partnership=form.instance.partnership)  # type: ignore[attr-defined]
    priorities.queryset, priorities.required = known.select_related("strategy"), False
    priorities.empty_label = "None"
