"""A PPB's topics: what officers suggest, what the PPB decides, and how a topic group begins."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from boards.choosing import offer
from boards.models import Body
from boards.words import Word
from core import clock
from core.acts import lock
from core.fields import LineField, PastDateField, SearchableSelect, field_of
from core.records.forms import RecordForm
from core.rules.dates import FinancialYear, financial_year
from meetings.models import Meeting
from scrutiny.choices import TopicState
from scrutiny.forms.meetings import MeetingField, offer_meetings
from scrutiny.models import ProgrammeTopic

YEARS_BACK, YEARS_AHEAD = 3, 3


class TopicForm(RecordForm):
    """What an officer records about a topic."""

    ppb = forms.ModelChoiceField(
        queryset=Body.objects.none(),
        widget=SearchableSelect,
        label="Whose programme is it?",
        error_messages={
            "required": "Choose whose programme it is",
            "invalid_choice": "Choose whose programme it is",
        },
    )
    year = forms.TypedChoiceField(
        label="Programme of",
        coerce=int,
        help_text="From 1 April to 31 March.",
        error_messages={"required": "Choose the year", "invalid_choice": "Choose one of the years"},
    )

    class Meta(RecordForm.Meta):
        model = ProgrammeTopic
        fields: ClassVar[Any] = ("ppb", "year", "title", "reason", "suggested_by")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today, topic = clock.today(), self.instance
        ppbs = topic.partnership.bodies.scrutinising().filter(is_proposed=False)
        field_of(self, "ppb", forms.ModelChoiceField).empty_label = f"Choose {topic.partnership.words.scrutiny.a}"
        offer(self, "ppb", ppbs, on=today)
        this = financial_year(today).start
        years = {*range(this - YEARS_BACK, this + YEARS_AHEAD + 1), *([topic.year] if topic.pk else [])}
        offered: Any = self.fields["year"]
        offered.choices = [(year, FinancialYear(year).label) for year in sorted(years, reverse=True)]

    def clean(self) -> dict[str, Any]:
        given, topic, changed = super().clean(), self.instance, {"ppb", "year"} & set(self.changed_data)
        if topic.pk and topic.has_begun and changed:
            group = topic.partnership.words.topic_group.one
            self.add_error("ppb", f"Its {group} is at work: the board and the year of the programme stay")
        elif topic.decided_at and "ppb" in changed:
            self.add_error("ppb", f"{topic.ppb} has decided on it: the board stays")
        if {"ppb", "year", "title"} <= given.keys():
            self._refuse_twice(**{name: given[name] for name in ("ppb", "year", "title")})
        return given

    def _refuse_twice(self, *, ppb: Body, year: int, title: str) -> None:
        lock(ppb)  # of two who suggest the same, the second waits for the first
        others = ProgrammeTopic.objects.filter(ppb=ppb, year=year, title__iexact=title).exclude(pk=self.instance.pk)
        if same := others.first():
            instead = "enter another title" if self.instance.pk else "change that one, or enter another title"
            self.add_error("title", f"The programme has “{same.title}” already: {instead}")


class DecisionForm(forms.Form):
    """What the PPB decided on a topic, when and where."""

    state = forms.ChoiceField(
        label="What did the board decide?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the board decided", "invalid_choice": "Choose what the board decided"},
    )
    decided_at = MeetingField(label="At which meeting?", required=False)
    decided_on = PastDateField(
        label="Date of the decision",
        help_text="Leave empty to use the meeting’s day. For example 16 11 2026.",
        required=False,
    )
    decision_reason = LineField(
        label="Why",
        noun="why it is not taken up",
        help_text="Needed where it is not taken up. Everybody will be able to read it.",
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, topic: ProgrammeTopic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = f"Chosen: {topic.partnership.words.topic_group.a} may begin"
        states = [(TopicState.CHOSEN, chosen), (TopicState.NOT_TAKEN_UP, "Not taken up")]
        field_of(self, "state", forms.ChoiceField).choices = states
        held = Meeting.objects.of_body(topic.ppb).filter(held_on__lte=clock.today())
        offer_meetings(self, "decided_at", held)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        meeting = given.get("decided_at")
        if "decided_on" not in self.errors and given.get("decided_on") is None:
            if meeting is None:
                self.add_error("decided_on", "Enter the date of the decision, or choose the meeting")
            else:
                given["decided_on"] = meeting.held_on
        if given.get("state") == TopicState.NOT_TAKEN_UP and not given.get("decision_reason"):
            self.add_error("decision_reason", "Enter why it is not taken up")
        return given


class StartForm(forms.Form):
    """The topic group that a chosen topic gets; ``word`` is what the place calls it."""

    name = LineField(label="Name", max_length=150)
    starts_on = PastDateField(label="First day", help_text="For example 16 11 2026.")

    def __init__(self, *args: Any, word: Word, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = f"Name of the {word.one}"
        self.fields["starts_on"].label = f"First day of the {word.one}"
