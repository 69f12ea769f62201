"""Inviting people, what they answer and what follows from it; and lines of a distribution list."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from boards.choosing import offer
from boards.models import Person
from core.fields import LineField, PastDateField, field_of
from core.records.forms import RecordForm
from invitations.choices import InvitationState, ListedKind
from invitations.models import DistributionLine, Invitation
from invitations.services.invitations import groups, invited_already, members_of

LONGEST_TEXT = 2000
NO_ANSWER = "Choose “I will come” or “I can’t come”"
NOT_TOLD = "Choose what they answered"
NEEDS_HINT = "For example step-free access, a hearing loop or vegetarian food."


class PersonField(forms.ModelChoiceField[Person]):
    def label_from_instance(self, obj: Person) -> str:
        organisation = f", {obj.organisation}" if obj.organisation else ""
        return f"{obj.name}{organisation}{'' if obj.email else ' (no email address)'}"


def refuse(message: str) -> dict[str, str]:
    """The error messages of a choice that is missing or not offered."""
    return {"required": message, "invalid_choice": message}


def longest(limit: int, noun: str) -> dict[str, str]:
    """The error message of a text that is too long."""
    return {"max_length": f"{noun} must be {limit:,} characters or fewer"}


class AskForm(RecordForm):
    """What somebody is asked to: all of the meeting, or one item."""

    class Meta(RecordForm.Meta):
        model = Invitation
        fields: ClassVar[Any] = ("item", "message")
        labels: ClassVar[Any] = {"item": "What for", "message": "What do you ask of them?"}
        help_texts: ClassVar[Any] = {"message": "They read this in the email and on the page where they answer."}
        error_messages: ClassVar[Any] = {
            "item": refuse("Choose the whole meeting, or an item of its agenda"),
            "message": longest(LONGEST_TEXT, "What you ask of them"),
        }

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        item = field_of(self, "item", forms.ModelChoiceField)
        item.queryset = self.instance.meeting.agenda_items.order_by("position")
        item.empty_label = "The whole meeting"


class InviteForm(AskForm):
    """One person: on record, or somebody new by name or role."""

    name = LineField(
        label="Or somebody else’s name or role",
        noun="a name or role",
        required=False,
        max_length=150,
        help_text="For example Chief Executive, or Head of housing.",
    )

    class Meta(AskForm.Meta):
        fields: ClassVar[Any] = ("person", "name", "email", "organisation", "item", "message")
        field_classes: ClassVar[Any] = {"person": PersonField}
        labels: ClassVar[Any] = AskForm.Meta.labels | {
            "person": "Somebody on record",
            "email": "Their email address",
            "organisation": "Organisation",
        }
        help_texts: ClassVar[Any] = AskForm.Meta.help_texts | {
            "email": "Leave empty to ask them yourself. Somebody on record is written to at the address on record.",
        }
        error_messages: ClassVar[Any] = AskForm.Meta.error_messages | {
            "person": refuse("Choose somebody on record, or enter a name below"),
            "email": {"invalid": "Enter their email address in full, for example name@example.org"},
            "organisation": refuse("Choose an organisation from the list"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partnership = self.instance.meeting.partnership
        self.known = partnership.people.active(on=self.on).select_related("organisation")
        person = field_of(self, "person", PersonField)
        person.queryset, person.empty_label = self.known, "Nobody on record"
        offer(self, "organisation", partnership.organisations.all(), on=self.on, empty="None, or another")

    def clean(self) -> dict[str, Any]:
        """An address of someone on record names them, and of someone who has left a guest."""
        given = super().clean()
        person, name, email = given.get("person"), given.get("name"), given.get("email")
        if person and name:
            self.add_error("name", "Choose somebody on record or enter a name, not both")
        elif not person and not name and "name" not in self.errors and "person" not in self.errors:
            self.add_error("person", "Choose somebody on record, or enter a name below")
        if self.errors:
            return given
        if person:
            given |= {"name": person.name, "email": person.email}
        elif email:
            given["person"] = self.known.filter(email__iexact=email).first()
        if not given["organisation"] and given["person"]:
            given["organisation"] = given["person"].organisation
        wanted = Invitation(**{field: given[field] for field in ("item", "name", "email")})
        if wanted.key in invited_already(self.instance.meeting):
            self.add_error("person" if person else "name", f"{wanted.name} is invited already")
        return given


class SeveralForm(AskForm):
    """A group of people, to be looked at before anybody is written to; who is ticked is sent as ``send_to``.

    After a valid group, ``people`` are those of it who are not asked yet, and ``chosen`` those who were ticked.
    """

    group = forms.ChoiceField(label="Who", widget=forms.RadioSelect, error_messages=refuse("Choose whom to invite"))
    field_order = ("group", "item", "message")
    people: list[Invitation] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = groups(self.instance.meeting.partnership, on=self.on)
        field_of(self, "group", forms.ChoiceField).choices = self.groups

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.errors:
            return given
        meeting = self.instance.meeting
        asked = {"meeting": meeting, "item": given["item"], "message": given["message"]}
        members = members_of(given["group"], partnership=meeting.partnership, on=self.on, **asked)
        sent: Any = self.data
        known, ticked = invited_already(meeting), sent.getlist("send_to")
        self.people = [one for one in members if one.key not in known]
        self.known = len(members) - len(self.people)
        self.chosen = [one for one in self.people if str(one.person_id) in ticked]
        if not self.chosen:
            raise ValidationError("Tick at least one person to invite")
        return given


class ReplyForm(RecordForm):
    """What somebody answers by link; the button that they press says whether they come."""

    state = forms.ChoiceField(
        choices=[(InvitationState.ACCEPTED, "I will come"), (InvitationState.DECLINED, "I can’t come")],
        error_messages=refuse(NO_ANSWER),
    )

    class Meta(RecordForm.Meta):
        model = Invitation
        fields: ClassVar[Any] = ("state", "comes_instead", "needs", "answer_note")
        labels: ClassVar[Any] = {
            "comes_instead": "If you can’t come: who comes in your place?",
            "needs": "What do you, or does whoever comes, need?",
            "answer_note": "Anything else for the partnership office",
        }
        help_texts: ClassVar[Any] = {
            "comes_instead": "A name or role. Leave empty if nobody does.",
            "needs": f"{NEEDS_HINT} The partnership’s officers see it.",
        }
        error_messages: ClassVar[Any] = {
            "comes_instead": longest(150, "Who comes in your place"),
            "needs": longest(500, "What you need"),
            "answer_note": longest(LONGEST_TEXT, "Your note"),
        }

    @property
    def answer(self) -> dict[str, str]:
        """What was answered, as ``answer_invitation`` puts it down."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class RecordedReplyForm(ReplyForm):
    """What somebody told the office instead of answering by link."""

    state = forms.ChoiceField(
        label="What did they answer?",
        choices=[
            (InvitationState.ACCEPTED, "They are coming"),
            (InvitationState.DECLINED, "They can’t come"),
            (InvitationState.ASKED, "Not answered"),
        ],
        widget=forms.RadioSelect,
        error_messages=refuse(NOT_TOLD),
    )

    class Meta(ReplyForm.Meta):
        labels: ClassVar[Any] = {
            "comes_instead": "If they can’t come: who comes in their place?",
            "needs": "What do they need?",
            "answer_note": "Anything else that they said",
        }
        help_texts: ClassVar[Any] = ReplyForm.Meta.help_texts | {"needs": NEEDS_HINT}


class FollowUpForm(RecordForm):
    """What follows from somebody's coming."""

    followed_up_on = PastDateField(
        label="Done on",
        noun="the date when it was done",
        required=False,
        help_text="Leave empty while it is open.",
    )

    class Meta(RecordForm.Meta):
        model = Invitation
        fields: ClassVar[Any] = ("follow_up", "follow_up_due_on", "followed_up_on")
        labels: ClassVar[Any] = {"follow_up_due_on": "Due date"}
        help_texts: ClassVar[Any] = {
            "follow_up": "For example: send the figures that members asked for. Leave empty if nothing follows.",
            "follow_up_due_on": "For example 16 11 2026. Leave empty for no date.",
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        dated = given.get("follow_up_due_on") or given.get("followed_up_on")
        if dated and not given.get("follow_up") and "follow_up" not in self.errors:
            self.add_error("follow_up", "Enter the follow-up, or remove the dates")
        return given


class LineForm(RecordForm):
    """Who is to get the summaries from now on."""

    class Meta(RecordForm.Meta):
        model = DistributionLine
        fields: ClassVar[Any] = ("kind", "of_body", "person")
        field_classes: ClassVar[Any] = {"person": PersonField}
        labels: ClassVar[Any] = {
            "kind": "Who else gets the summaries?",
            "of_body": "Which body?",
            "person": "Which person?",
        }
        help_texts: ClassVar[Any] = {
            "of_body": "Only if you chose everybody appointed to a body.",
            "person": "Only if you chose one person.",
        }
        error_messages: ClassVar[Any] = {
            "kind": refuse("Choose who gets the summaries"),
            "of_body": refuse("Choose a body from the list"),
            "person": refuse("Choose a person from the list"),
        }

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partnership = self.instance.body.partnership
        of_body, person = (field_of(self, name, forms.ModelChoiceField) for name in ("of_body", "person"))
        of_body.queryset = partnership.bodies.filter(is_proposed=False, ends_on=None)
        of_body.empty_label = "Choose a body"
        person.queryset = partnership.people.active(on=on).select_related("organisation")
        person.empty_label = "Choose a person"

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        named: dict[Any, str] = {ListedKind.BODY: "of_body", ListedKind.PERSON: "person"}
        asked = named.get(given.get("kind"))
        # What was chosen for another answer goes no further.
        for name in {"of_body", "person"} - {asked}:
            given[name] = None
            self.errors.pop(name, None)
        if asked and not given.get(asked) and asked not in self.errors:
            self.add_error(asked, f"Choose which {asked.removeprefix('of_')}")
        return given
