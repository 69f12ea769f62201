"""A report's paragraphs, and the stages that it passes."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from core.fields import LineField, ParagraphsField, PastDateField
from core.models import User
from core.records.forms import RecordForm
from meetings.models import Meeting
from scrutiny.choices import ReportStage, StageOutcome
from scrutiny.forms.meetings import MeetingField, offer_meetings
from scrutiny.models import ReportParagraph, TopicGroup
from scrutiny.rules import LONGEST_NUMBER, LONGEST_TEXT, Numbered, is_number, number_key, parse_paragraphs
from scrutiny.services.report import place_paragraph
from scrutiny.wording import stage_names

LONGEST_REPORT = 200_000
NUMBER_HELP = "As it is printed, for example 6.15. The paragraph goes where its number belongs."


class ParagraphForm(RecordForm):
    """One paragraph or heading."""

    number = LineField(
        label="Number",
        noun="the number",
        help_text=NUMBER_HELP,
        max_length=LONGEST_NUMBER,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "autocomplete": "off"}),
    )
    text = ParagraphsField(label="Text", noun="the text", max_length=LONGEST_TEXT, rows=8)

    class Meta(RecordForm.Meta):
        model = ReportParagraph
        fields: ClassVar[Any] = ("number", "is_heading", "text", "is_recommended")
        labels: ClassVar[Any] = {"is_heading": "It is a heading", "is_recommended": "It recommends something"}
        help_texts: ClassVar[Any] = {
            "is_recommended": "Then a recommendation has to carry it, or the report has to say why none does."
        }

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"].rstrip(".")
        if not is_number(number):
            raise ValidationError("Enter the number in digits and points, for example 6.15")
        others = self.instance.topic_group.paragraphs.exclude(pk=self.instance.pk).values_list("number", flat=True)
        if same := next((other for other in others if number_key(other) == number_key(number)), None):
            raise ValidationError(f"The report has a paragraph {same} already: enter another number")
        return number

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("is_heading") and given.get("is_recommended"):
            self.add_error("is_recommended", "A heading recommends nothing: untick one of the two")
        return given

    def save(self, commit: bool = True) -> ReportParagraph:
        paragraph: ReportParagraph = self.instance
        if not paragraph.pk:
            paragraph.position = paragraph.topic_group.paragraphs.count() + 1
        if not paragraph.is_recommended:
            paragraph.not_carried_reason = ""
        super().save(commit)
        if "number" in self.changed_data:
            assert isinstance(self.reader, User)
            place_paragraph(paragraph, by=self.reader)
        return paragraph


class PasteForm(forms.Form):
    """A whole text, which becomes paragraphs."""

    text = ParagraphsField(
        label="Text of the report",
        noun="the text of the report",
        help_text="Begin each paragraph on a new line with its number: “6.15 The partnership should …”. "
        "A number without a point, such as “6”, is read as a heading.",
        max_length=LONGEST_REPORT,
        rows=18,
    )

    def __init__(self, *args: Any, group: TopicGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group
        self.found: list[Numbered] = []

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        known = self.group.paragraphs.values_list("number", flat=True)
        self.found, faults = parse_paragraphs(text, known=known)
        if faults:
            raise ValidationError([ValidationError(str(fault)) for fault in faults[:20]])
        return text


class NotCarriedForm(forms.Form):
    """Why no recommendation carries what a paragraph recommends."""

    reason = LineField(
        label="Why does no recommendation carry it?",
        noun="why no recommendation carries it",
        help_text="Everybody who reads the report will see this.",
        max_length=500,
    )


class StageForm(forms.Form):
    """Where the report was, when, and what came of it."""

    stage = forms.ChoiceField(
        label="Which stage has it passed?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the stage", "invalid_choice": "Choose one of the stages that come next"},
    )
    meeting = MeetingField(label="At which meeting?", required=False)
    happened_on = PastDateField(
        label="Date",
        noun="the date",
        help_text="Leave empty to use the meeting’s day. For example 16 11 2026.",
        required=False,
    )
    outcome = forms.ChoiceField(
        label="What came of it?",
        choices=[(outcome.value, outcome.label.capitalize()) for outcome in StageOutcome],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what came of it", "invalid_choice": "Choose what came of it"},
    )
    note = ParagraphsField(label="What was said", noun="what was said", max_length=2000, rows=4, required=False)

    def __init__(self, *args: Any, group: TopicGroup, stages: list[ReportStage], today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        names = stage_names(group.partnership.words)
        fields["stage"].choices = [(stage.value, names[stage]) for stage in stages]
        if len(stages) == 1:
            fields["stage"].initial = stages[0].value
        # Whoever deals with a report: the group itself, the board that appointed it, the partnership's Board.
        whose = Q(body=group.body_id) | Q(body__kind__is_board=True)
        if group.commissioned_by_id is not None:
            whose |= Q(body=group.commissioned_by_id)
        held = Meeting.objects.filter(whose, partnership=group.partnership_id, held_on__lte=today)
        offer_meetings(self, "meeting", held)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        meeting = given.get("meeting")
        if "happened_on" not in self.errors and given.get("happened_on") is None:
            if meeting is None:
                self.add_error("happened_on", "Enter the date, or choose the meeting")
            else:
                given["happened_on"] = meeting.held_on
        return given
