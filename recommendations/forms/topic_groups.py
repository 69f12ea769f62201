"""What officers say of a topic group: its facts, its findings, its members, its evidence."""

from __future__ import annotations

from typing import Any

from django import forms

from boards.choices import BodyKind, Position
from boards.choosing import offer_bodies
from boards.models import Body, Organisation, Person
from core import clock
from core.choices import Precision
from core.fields import LineField, ParagraphsField, PastDateField, SearchableSelect
from meetings.models import Document, Invitation, Meeting
from recommendations.choices import EvidenceKind, FindingKind
from recommendations.forms.meetings import MeetingField, meeting_name, offer_meetings
from recommendations.models import TopicGroup
from recommendations.services.topic_groups import EvidencePlan

KNOWN = (
    (Precision.DAY, "The day"),
    (Precision.MONTH, "Only the month"),
    (Precision.YEAR, "Only the year"),
)


class TopicGroupForm(forms.Form):
    """The facts of a topic group. As long as the report is in preparation it has not been received."""

    title = LineField(label="Title of the study", noun="the title of the study", max_length=200)
    commissioned_by = forms.ModelChoiceField(
        queryset=Body.objects.none(),
        widget=SearchableSelect,
        label="Appointed by",
        required=False,
        empty_label="Not known",
        error_messages={"invalid_choice": "Choose the Policy and Performance Board that appointed it"},
    )
    received_on = PastDateField(
        label="Report received on",
        noun="the day on which the report was received",
        help_text="If only the month or year is known, enter any day of it. Leave empty if nothing is known.",
        required=False,
    )
    received_precision = forms.ChoiceField(
        label="How much of that date is known?", choices=KNOWN, widget=forms.RadioSelect, required=False
    )

    def __init__(self, *args: Any, group: TopicGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ppbs = group.partnership.bodies.filter(kind=BodyKind.PPB, is_proposed=False)
        offer_bodies(self, "commissioned_by", ppbs, on=clock.today())
        if group.is_draft:
            del self.fields["received_on"], self.fields["received_precision"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        precision = given.get("received_precision") or Precision.DAY
        day = given.get("received_on")
        # T-4: a date of which only the month or year is known stands on the first day of it.
        if day and precision == Precision.MONTH:
            day = day.replace(day=1)
        elif day and precision == Precision.YEAR:
            day = day.replace(month=1, day=1)
        return given | {"received_on": day, "received_precision": precision}


class FindingForm(forms.Form):
    """A term of reference, or another point that belongs to no recommendation."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=FindingKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is", "invalid_choice": "Choose what it is"},
    )
    text = ParagraphsField(label="What it says", noun="what it says", max_length=2000, rows=3)
    source = LineField(
        label="Source",
        help_text="Where it is written, for example the paragraph of a paper.",
        max_length=200,
        required=False,
    )


class MemberForm(forms.Form):
    """Who joins the group, as what, from when."""

    person = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        widget=SearchableSelect,
        label="Who joins?",
        required=False,
        empty_label="Somebody who is not on this list",
        error_messages={"invalid_choice": "Choose somebody from the list, or enter a name"},
    )
    new_name = LineField(
        label="Name",
        noun="the name",
        help_text="Only for somebody who is not on the list.",
        max_length=120,
        required=False,
    )
    position = forms.ChoiceField(
        label="As what?",
        choices=Position.choices,
        widget=forms.RadioSelect,
        initial=Position.MEMBER,
        error_messages={"required": "Choose as what", "invalid_choice": "Choose as what"},
    )
    starts_on = PastDateField(label="First day", help_text="For example 16 11 2026.")

    def __init__(self, *args: Any, group: TopicGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(partnership=group.partnership_id)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]  # the stubs know only Field

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        person, name = given.get("person"), given.get("new_name")
        if "person" in self.errors or "new_name" in self.errors:
            return given
        if person is None and not name:
            self.add_error("person", "Choose who joins, or enter a name below")
        elif person is not None and name:
            self.add_error("new_name", f"Leave this empty: you chose {person}")
        return given


class MemberEndForm(forms.Form):
    ends_on = PastDateField(label="Last day on the group", help_text="The day after, they no longer belong to it.")


class OfAMeetingField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Something that belongs to a meeting: the choice says to which."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{meeting_name(obj.meeting)}: {getattr(obj, 'name', None) or obj}"


class EvidenceForm(forms.Form):
    """What the group heard, read or saw."""

    kind = forms.ChoiceField(
        label="What kind of evidence is it?",
        choices=EvidenceKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind of evidence", "invalid_choice": "Choose the kind of evidence"},
    )
    given_by = LineField(
        label="From whom",
        noun="from whom it comes",
        help_text="An office or organisation, rather than a person’s name.",
        max_length=150,
    )
    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        widget=SearchableSelect,
        label="Partner organisation",
        required=False,
        empty_label="None of the partners",
    )
    text = ParagraphsField(label="What it says", noun="what it says", max_length=4000)
    given_on = PastDateField(
        label="Date", noun="the date of the evidence", help_text="Leave empty to use the meeting’s day.", required=False
    )
    meeting = MeetingField(label="Heard at which meeting of the group?", required=False)
    invitation = OfAMeetingField(
        queryset=Invitation.objects.none(),
        label="Invited witness",
        required=False,
        empty_label="Nobody who was invited",
    )
    document = OfAMeetingField(
        queryset=Document.objects.none(),
        label="Paper of a meeting",
        help_text="Papers are added on the page of the meeting.",
        required=False,
        empty_label="No paper",
    )
    is_members_only = forms.BooleanField(
        label="For members only",
        help_text="The public then does not see it, even once the report is public.",
        required=False,
    )

    def __init__(self, *args: Any, group: TopicGroup, reader: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meetings = Meeting.objects.visible_to(reader).of_body(group.body)
        fields: dict[str, Any] = self.fields
        fields["organisation"].queryset = group.partnership.organisations.all()
        offer_meetings(self, "meeting", meetings)
        invited = Invitation.objects.visible_to(reader).standing().filter(meeting__in=meetings)
        fields["invitation"].queryset = invited.select_related("meeting__body").order_by("-meeting__held_on", "name")
        papers = Document.objects.visible_to(reader).current().filter(meeting__in=meetings)
        fields["document"].queryset = papers.select_related("meeting__body", "item").order_by(
            "-meeting__held_on", "title"
        )

    def plan(self) -> EvidencePlan:
        return EvidencePlan(**self.cleaned_data)
