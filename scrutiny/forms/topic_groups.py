"""What officers record about a topic group: its facts, its findings, its members, its evidence."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from agendas.models import Document
from boards.choosing import offer
from boards.forms.people import PersonChoice
from boards.models import Appointment, Body, Person
from core import clock
from core.fields import LineField, ParagraphsField, PastDateField, SearchableSelect
from core.precise_dates import PastPreciseDateFormField, PreciseDate
from core.records.forms import EndForm, RecordForm
from core.rules.dates import format_date
from invitations.models import Invitation
from meetings.models import Meeting
from scrutiny.forms.meetings import MeetingField, meeting_name, offer_meetings
from scrutiny.models import Evidence, Finding, TopicGroup
from scrutiny.signals import receipt_changed


class TopicGroupForm(RecordForm):
    """The facts of a topic group. As long as the report is in preparation it has not been received."""

    commissioned_by = forms.ModelChoiceField(
        queryset=Body.objects.none(),
        widget=SearchableSelect,
        label="Appointed by",
        required=False,
        empty_label="Not known",
    )
    reviews_moved = 0

    class Meta(RecordForm.Meta):
        model = TopicGroup
        fields: ClassVar[Any] = ("title", "commissioned_by", "received_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ppbs = self.instance.partnership.bodies.scrutinising().filter(is_proposed=False)
        choose = f"Choose the {self.instance.partnership.words.scrutiny.one} that appointed it"
        self.fields["commissioned_by"].error_messages["invalid_choice"] = choose
        offer(self, "commissioned_by", ppbs, on=clock.today())
        if self.instance.is_draft:
            del self.fields["received_on"]

    def save(self, commit: bool = True) -> TopicGroup:
        group: TopicGroup = super().save(commit)
        if "received_on" in self.changed_data:
            answers = receipt_changed.send(sender=TopicGroup, group=group)
            self.reviews_moved = sum(int(moved or 0) for _, moved in answers)
        return group

    @property
    def outcome(self) -> str:
        if not self.reviews_moved:
            return ""
        has = "s have" if self.reviews_moved > 1 else " has"
        return f"{self.reviews_moved} recommendation{has} a new day of review."


class FindingForm(RecordForm):
    """A term of reference, or another point that belongs to no recommendation."""

    text = ParagraphsField(label="What it says", noun="what it says", max_length=2000, rows=3)

    class Meta(RecordForm.Meta):
        model = Finding
        fields: ClassVar[Any] = ("kind", "text", "source")
        labels: ClassVar[Any] = {"kind": "What is it?"}
        help_texts: ClassVar[Any] = {"source": "Where it is written, for example the paragraph of a paper."}
        error_messages: ClassVar[Any] = {
            "kind": {"required": "Choose what it is", "invalid_choice": "Choose what it is"}
        }

    def save(self, commit: bool = True) -> Finding:
        if "kind" in self.changed_data or not self.instance.pk:
            self.instance.position = self.instance.topic_group.next_position(self.instance.kind)
        finding: Finding = super().save(commit)
        return finding


class MemberForm(PersonChoice):
    """Who joins the group, as what, from when."""

    starts_on = PastDateField(label="First day", help_text="For example 16 11 2026.")

    class Meta(RecordForm.Meta):
        model = Appointment
        fields: ClassVar[Any] = ("person", "new_name", "position", "starts_on")
        labels: ClassVar[Any] = {"position": "As what?"}
        error_messages: ClassVar[Any] = {"position": {"required": "Choose as what", "invalid_choice": "Choose as what"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].label = "Who joins?"

    def clean_starts_on(self) -> Any:
        starts_on, body = self.cleaned_data["starts_on"], self.instance.body
        if body.starts_on and starts_on < body.starts_on:
            began = format_date(body.starts_on, body.starts_precision)
            raise ValidationError(f"The group began on {began}: enter a later day", code="before_start")
        return starts_on

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        person = given.get("person")
        if person is None or person.pk is None:
            return given
        on_group = Appointment.objects.filter(body=self.instance.body, person=person)
        if standing := on_group.overlapping(given.get("starts_on"), None).first():
            self.add_error("person", f"{person} is on the group already, as {standing.get_position_display()}")
        return given

    def person_named(self, name: str) -> Person | None:
        """Whoever bears the name is on the list."""
        known = Person.objects.filter(partnership=self.partnership, name__iexact=name).first()
        return known or super().person_named(name)


class MemberEndForm(EndForm):
    ends_on = PastDateField(label="Last day on the group", help_text="The day after, they no longer belong to it.")

    class Meta(EndForm.Meta):
        model = Appointment


class OfAMeetingField(forms.ModelChoiceField[Any]):
    """Something that belongs to a meeting: the choice says to which."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{meeting_name(obj.meeting)}: {getattr(obj, 'name', None) or obj}"


class EvidenceForm(RecordForm):
    """What the group heard, read or saw."""

    given_by = LineField(
        label="From whom",
        noun="from whom it comes",
        help_text="An office or organisation, rather than a person’s name.",
        max_length=150,
    )
    text = ParagraphsField(label="What it says", noun="what it says", max_length=4000)
    given_on = PastPreciseDateFormField(
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

    class Meta(RecordForm.Meta):
        model = Evidence
        fields: ClassVar[Any] = (
            *("kind", "given_by", "organisation", "text", "given_on"),
            *("meeting", "invitation", "document", "is_members_only"),
        )
        labels: ClassVar[Any] = {"kind": "What kind of evidence is it?", "organisation": "Partner organisation"}
        help_texts: ClassVar[Any] = {
            "is_members_only": "The public then does not see it, even once the report is public."
        }
        error_messages: ClassVar[Any] = {
            "kind": {"required": "Choose the kind of evidence", "invalid_choice": "Choose the kind of evidence"}
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        group, fields = self.instance.topic_group, self.fields
        meetings = Meeting.objects.visible_to(self.reader).of_body(group.body)
        organisations = group.partnership.organisations.all()
        offer(self, "organisation", organisations, on=clock.today(), empty="None of the partners")
        offer_meetings(self, "meeting", meetings)
        invited = Invitation.objects.visible_to(self.reader).standing().filter(meeting__in=meetings)
        papers = Document.objects.visible_to(self.reader).current().filter(meeting__in=meetings)
        choices: dict[str, Any] = {
            "invitation": invited.select_related("meeting__body").order_by("-meeting__held_on", "name"),
            "document": papers.select_related("meeting__body", "item").order_by("-meeting__held_on", "title"),
        }
        for name, offered in choices.items():
            field: Any = fields[name]
            field.queryset = offered

    def clean(self) -> dict[str, Any]:
        """What points at two meetings would contradict itself; of one meeting's paper or witness it is known."""
        given = super().clean()
        for name in ("invitation", "document"):
            if belongs := given.get(name):
                given["meeting"] = given.get("meeting") or belongs.meeting
                if belongs.meeting != given["meeting"]:
                    self.add_error(name, "It belongs to another meeting than the one chosen")
        meeting: Meeting | None = given.get("meeting")
        if meeting and meeting.held_on and not given.get("given_on") and "given_on" not in self.errors:
            given["given_on"] = PreciseDate.of(meeting.held_on, meeting.held_precision)
        document: Document | None = given.get("document")
        if document and document.is_for_members and not given.get("is_members_only"):
            self.add_error("is_members_only", "The document is for members only: tick this as well")
        return given
