"""Form fields of our own: a date in one box, clean text, and rich text."""

from collections.abc import Callable
from datetime import date, time
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.utils.functional import cached_property
from django_prose_editor.widgets import ProseEditorWidget

from core import clock
from core.richtext import MARKUP, clean, clean_html, to_text
from core.rules.date_input import (
    HalfOfDayMissing,
    NoSuchDay,
    NotADate,
    NotATime,
    parse_typed_date,
    parse_typed_time,
)
from core.rules.dates import (
    FIRST_SENSIBLE_DAY,
    DateRefused,
    check_sensible_date,
    format_date,
    format_time,
    latest_sensible_day,
)
from core.rules.text import clean_text, one_line

F = TypeVar("F", bound=forms.Field)

EXAMPLE = "16 11 2026"
MENU = ("blockType -lists", "lists", "nodes -blockType -lists", "marks", "link", "table", "history")
# What is typed and pasted, with its tags, before it is cleaned.
LONGEST_WITH_FORMATTING = 200_000
PLAIN_EXTENSIONS = ("Bold", "Italic", "BulletList", "OrderedList", "ListItem", "HardBreak", "Blockquote", "History")
TABLE_EXTENSIONS = ("Table", "TableRow", "TableHeader", "TableCell")
EDITOR_EXTENSIONS = dict.fromkeys(PLAIN_EXTENSIONS + TABLE_EXTENSIONS, True) | {
    "Heading": {"levels": [3, 4]},
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "NoSpellCheck": False,
    # Each button in sight: a menu that drops down is one more thing to find with a keyboard.
    "Menu": {"groups": [{"group": group} for group in MENU]},
}


def field_of(form: forms.BaseForm, name: str, kind: type[F]) -> F:
    """The form's field as what it is, so that its choices or its queryset can be set: Django says only ``Field``."""
    field = form.fields[name]
    assert isinstance(field, kind)
    return field


def _named(noun: str | None, label: Any) -> str:
    """What to ask for: “the date of the meeting” from the label “Date of the meeting”."""
    text = str(label or "")
    return noun or (f"the {text[0].lower()}{text[1:]}" if text else "an answer")


def _sentence_start(noun: str) -> str:
    return noun[0].upper() + noun[1:]


class SearchableSelect(forms.Select):
    """A list that grows with the partnership: of owners, boards, organisations or people.

    js/searchable-select.js makes it a box to type in once it is long; without JavaScript it is a plain list.
    """

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"data-searchable": True, **(attrs or {})}, choices)


class RecordsField(forms.ModelMultipleChoiceField[Any]):
    """Several records to tick. A number larger than SQLite holds is no choice, as it is on PostgreSQL."""

    def _check_values(self, value: Any) -> Any:
        try:
            return super()._check_values(value)  # type: ignore[misc]  # of Django's own field, not in its stubs
        except OverflowError as error:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from error


class PlainDateField(forms.DateField):
    """A date in one text box, day first, in digits or words; 1990 to ten years ahead (T-6).

    ``noun`` completes “Enter …” where the label is a question or a heading.
    """

    example = EXAMPLE

    def __init__(
        self,
        *,
        label: str | None = None,
        noun: str | None = None,
        today: Callable[[], date] = clock.today,
        widget: forms.Widget | type[forms.Widget] | None = None,
        **kwargs: Any,
    ) -> None:
        self.noun = _named(noun, label)
        self.today = today
        asked = f"Enter {self.noun}, for example {self.example}"
        messages = {"required": asked, "invalid": asked} | kwargs.pop("error_messages", {})
        if widget is None:
            widget = forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"})
        super().__init__(label=label, widget=widget, error_messages=messages, **kwargs)

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date) or value in self.empty_values or not str(value).strip():
            return super().to_python(value if isinstance(value, date) else None)
        try:
            return self.parse(str(value))
        except NoSuchDay as error:
            raise ValidationError(
                f"{_sentence_start(self.noun)} must be a day in the calendar, for example {self.example}",
                code="invalid",
            ) from error
        except NotADate as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def parse(self, text: str) -> date:
        """Raises ``NotADate`` or ``NoSuchDay``."""
        return parse_typed_date(text)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        today = self.today()
        try:
            check_sensible_date(value, today=today)
        except DateRefused as error:
            first, last = format_date(FIRST_SENSIBLE_DAY), format_date(latest_sensible_day(today))
            raise ValidationError(
                f"{_sentence_start(self.noun)} must be between {first} and {last}", code="out_of_range"
            ) from error

    def prepare_value(self, value: Any) -> Any:
        return format_date(value) if isinstance(value, date) else value


class PastDateField(PlainDateField):
    """A day that has come already."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and value > self.today():
            raise ValidationError(f"{_sentence_start(self.noun)} must be today or in the past", code="in_future")


class PlainTimeField(forms.TimeField):
    """A time as people write it: 2:30pm, 6:30 p.m., 14:30, 1830, 10am; “1.30” is asked about."""

    def __init__(self, *, label: str, noun: str) -> None:
        self.noun = noun
        super().__init__(
            label=label,
            required=False,
            help_text="For example 2:30pm.",
            widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "autocomplete": "off"}),
            error_messages={"invalid": f"Enter {noun} as a time, for example 2:30pm"},
        )

    def to_python(self, value: Any) -> time | None:
        if isinstance(value, time) or not str(value or "").strip():
            return super().to_python(value if isinstance(value, time) else None)
        try:
            return parse_typed_time(str(value))
        except HalfOfDayMissing as error:
            morning, afternoon = error.choices
            raise ValidationError(f"Enter {self.noun} with am or pm: {morning} or {afternoon}", code="half") from error
        except NotATime as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        return format_time(value) if isinstance(value, time) else value


class TextField(forms.CharField):
    """Text without control characters and direction overrides (I-4). ``noun`` completes “Enter …”."""

    def __init__(self, *, label: str, max_length: int, noun: str | None = None, **kwargs: Any) -> None:
        named = _named(noun, label)
        messages = {
            "required": f"Enter {named}",
            "max_length": f"{_sentence_start(named)} must be {max_length:,} characters or fewer",
        }
        super().__init__(
            label=label, max_length=max_length, error_messages=messages | kwargs.pop("error_messages", {}), **kwargs
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # Without ``maxlength``, with which a browser cuts a long paste without a word.
        return forms.Field.widget_attrs(self, widget)


class LineField(TextField):
    """Text on one line."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class ParagraphsField(TextField):
    """Text of several lines, in a box of so many ``rows``."""

    def __init__(self, *, rows: int = 5, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "").strip()


class RichTextWidget(ProseEditorWidget):
    """The editor where scripts run, and a plain text box where they don't.

    The page prints the form's media itself, by ``core.richtext.editor_media`` and with
    ``helper.include_media = False``, and its view carries ``core.richtext.editor_csp``.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            attrs={"rows": 10, "class": "govuk-textarea"} | (attrs or {}),
            config={"extensions": EDITOR_EXTENSIONS},
            preset="configurable",
        )

    @property
    def media(self) -> forms.Media:
        script = Script("js/rich-text.js", type="module")
        ours = forms.Media(css={"all": ["css/rich-text.css"]}, js=[script])  # type: ignore[list-item]  # stubs: str only
        media: forms.Media = super().media + ours
        return media


class RichTextBox(forms.BoundField):
    """A bound rich text field, which also knows what of its text is left out."""

    @cached_property
    def left_out(self) -> str:
        """“We left out 1 picture.”, for the officer to read before anything is published; empty where all is kept."""
        typed = str((self.data if self.form.is_bound else self.initial) or "")
        return clean(typed).sentence if len(typed) <= LONGEST_WITH_FORMATTING else ""


class RichTextField(forms.CharField):
    """Rich text, cleaned and limited in length; plain text typed without scripts becomes paragraphs."""

    widget = RichTextWidget

    def __init__(
        self, *, label: str | None = None, noun: str | None = None, max_length: int | None = None, **kwargs: Any
    ) -> None:
        named = _sentence_start(_named(noun, label))
        messages = {
            "required": f"Enter {_named(noun, label)}",
            "too_long": f"{named} must be {max_length or 0:,} characters or fewer",
            "too_much_formatting": (
                f"{named} must be {LONGEST_WITH_FORMATTING:,} characters or fewer, counting their formatting."
                " Paste the text without formatting"
            ),
        }
        # Not CharField's own limit: that would count tags, and let browsers cut a long paste without a word.
        self.longest_text = max_length
        super().__init__(label=label, error_messages=messages | kwargs.pop("error_messages", {}), **kwargs)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        return RichTextBox(form, self, field_name)

    def prepare_value(self, value: Any) -> Any:
        """The editor would show text that was deleted in the source as if it stood: it gets clean HTML."""
        is_html = isinstance(value, str) and len(value) <= LONGEST_WITH_FORMATTING and MARKUP.search(value)
        return clean_html(value) if is_html else value

    def to_python(self, value: Any) -> str:
        typed = str(super().to_python(value) or "")
        if len(typed) > LONGEST_WITH_FORMATTING:
            raise ValidationError(self.error_messages["too_much_formatting"], code="too_much_formatting")
        return clean_html(typed)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if self.longest_text is not None and len(to_text(value)) > self.longest_text:
            raise ValidationError(self.error_messages["too_long"], code="too_long")
