"""Inviting people, what they answer and what follows from it; and lines of a distribution list."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from agendas.models import AgendaItem
from boards.choosing import offer
from boards.models import Body, Organisation, Person
from core.fields import LineField, ParagraphsField, PastDateField, PlainDateField, SearchableSelect, field_of
from invitations.choices import InvitationState, ListedKind
from invitations.models import Invitation
from invitations.services.invitations import Invitee, Reply, invited_already
from invitations.services.invitees import groups
from meetings.models import Meeting

ANSWERS = (InvitationState.ACCEPTED, InvitationState.DECLINED)
LONGEST_TEXT = 2000


class ForWhat(forms.Form):
    """What somebody is asked to: all of the meeting, or one item."""

    item = forms.ModelChoiceField(
        queryset=AgendaItem.objects.none(),
        required=False,
        label="What for",
        empty_label="The whole meeting",
        error_messages={"invalid_choice": "Choose the whole meeting, or an item of its agenda"},
    )
    message = ParagraphsField(
        label="What do you ask of them?",
        noun="what you ask of them",
        required=False,
        max_length=LONGEST_TEXT,
        rows=4,
        help_text="They read this in the mail and on the page where they answer.",
    )

    def __init__(self, data: Any = None, *, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.meeting = meeting
        field_of(self, "item", forms.ModelChoiceField).queryset = meeting.agenda_items.order_by("position")


class PersonField(forms.ModelChoiceField[Person]):
    def label_from_instance(self, obj: Person) -> str:
        parts = [obj.name, str(obj.organisation) if obj.organisation else ""]
        return ", ".join(filter(None, parts)) + ("" if obj.email else " (no e-mail address)")


class InviteForm(ForWhat):
    """One person: on record, or somebody new by name or role."""

    person = PersonField(
        queryset=Person.objects.none(),
        widget=SearchableSelect,
        required=False,
        label="Somebody on record",
        empty_label="Nobody on record",
        error_messages={"invalid_choice": "Choose somebody on record, or enter a name below"},
    )
    name = LineField(
        label="Or somebody else’s name or role",
        noun="a name or role",
        required=False,
        max_length=150,
        help_text="For example Chief Executive, or Head of housing.",
    )
    email = forms.EmailField(
        label="Their e-mail address",
        required=False,
        help_text="Leave empty to ask them yourself. Somebody on record is written to at the address on record.",
        error_messages={"invalid": "Enter their e-mail address in full, for example name@example.org"},
    )
    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        widget=SearchableSelect,
        required=False,
        label="Organisation",
        empty_label="None, or another",
        error_messages={"invalid_choice": "Choose an organisation from the list"},
    )
    field_order = ("person", "name", "email", "organisation", "item", "message")

    def __init__(self, data: Any = None, *, meeting: Meeting, on: date, **kwargs: Any) -> None:
        super().__init__(data, meeting=meeting, **kwargs)
        partnership = meeting.partnership
        self.known = partnership.people.active(on=on)
        field_of(self, "person", PersonField).queryset = self.known.select_related("organisation")
        offer(self, "organisation", partnership.organisations.all(), on=on)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        person, name = given.get("person"), given.get("name")
        if person and name:
            self.add_error("name", "Choose somebody on record or enter a name, not both")
        elif not person and not name and "name" not in self.errors and "person" not in self.errors:
            self.add_error("person", "Choose somebody on record, or enter a name below")
        if not self.errors and self.invitee().key in invited_already(self.meeting, given.get("item")):
            self.add_error("person" if person else "name", f"{self.invitee().name} is invited already")
        return given

    def invitee(self) -> Invitee:
        """Whom the form names; an address of someone on record names them, and of someone who has left a guest."""
        given = self.cleaned_data
        person: Person | None = given["person"]
        if person:
            organisation = given["organisation"] or person.organisation
            return Invitee(person.name, person.email, person, organisation)
        email = given["email"]
        known = self.known.filter(email__iexact=email).first() if email else None
        return Invitee(given["name"], email, known, given["organisation"] or (known.organisation if known else None))


class SeveralForm(ForWhat):
    """A group of people, to be looked at before anybody is written to."""

    group = forms.ChoiceField(
        label="Who",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whom to invite", "invalid_choice": "Choose whom to invite"},
    )
    field_order = ("group", "item", "message")

    def __init__(self, data: Any = None, *, meeting: Meeting, on: date, **kwargs: Any) -> None:
        super().__init__(data, meeting=meeting, **kwargs)
        self.groups = groups(meeting.partnership, on=on)
        field_of(self, "group", forms.ChoiceField).choices = self.groups


class ReplyForm(forms.Form):
    """What somebody answers by link; the button that they press says whether they come."""

    comes_instead = LineField(
        label="If you can’t come: who comes in your place?",
        noun="who comes in your place",
        required=False,
        max_length=150,
        help_text="A name or role. Leave empty if nobody does.",
    )
    needs = LineField(
        label="What do you, or does whoever comes, need?",
        noun="what you need",
        required=False,
        max_length=500,
        help_text="For example step-free access, a hearing loop or vegetarian food. The partnership’s officers see it.",
    )
    answer_note = ParagraphsField(
        label="Anything else for the partnership office",
        noun="your note",
        required=False,
        max_length=LONGEST_TEXT,
        rows=3,
    )
    state = forms.ChoiceField(
        choices=[(state.value, state.label) for state in ANSWERS],
        error_messages={
            "required": "Choose “I will come” or “I can’t come”",
            "invalid_choice": "Choose “I will come” or “I can’t come”",
        },
    )

    def reply(self) -> Reply:
        given = self.cleaned_data
        return Reply(given["state"], given["answer_note"], given["comes_instead"], given["needs"])


def answer_of(invitation: Invitation) -> dict[str, str]:
    """What was answered before, for a form that changes it."""
    return {name: getattr(invitation, name) for name in ("state", "answer_note", "comes_instead", "needs")}


class RecordedReplyForm(ReplyForm):
    """What somebody told the office instead of answering by link."""

    state = forms.ChoiceField(
        label="What did they answer?",
        choices=[
            (InvitationState.ACCEPTED.value, "They are coming"),
            (InvitationState.DECLINED.value, "They can’t come"),
            (InvitationState.ASKED.value, "Not answered"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they answered", "invalid_choice": "Choose what they answered"},
    )
    field_order = ("state", "comes_instead", "needs", "answer_note")

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["comes_instead"].label = "If they can’t come: who comes in their place?"
        self.fields["needs"].label = "What do they need?"
        self.fields["needs"].help_text = "For example step-free access, a hearing loop or vegetarian food."
        self.fields["answer_note"].label = "Anything else that they said"


class FollowUpForm(forms.Form):
    """What follows from somebody's coming."""

    text = ParagraphsField(
        label="What follows from it?",
        noun="what follows from it",
        required=False,
        max_length=LONGEST_TEXT,
        rows=3,
        help_text="For example: send the figures that members asked for. Leave empty if nothing does.",
    )
    due_on = PlainDateField(
        label="By when", noun="by when", required=False, help_text="For example 16 11 2026. Leave empty for no date."
    )
    done_on = PastDateField(
        label="Done on", noun="the day on which it was done", required=False, help_text="Leave empty while it is open."
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("text") and (given.get("due_on") or given.get("done_on")) and "text" not in self.errors:
            raise ValidationError({"text": "Enter what follows from it, or take the dates out"})
        return given


class PersonChoice(forms.ModelChoiceField[Person]):
    def label_from_instance(self, obj: Person) -> str:
        organisation = f", {obj.organisation}" if obj.organisation else ""
        return f"{obj.name}{organisation}{'' if obj.email else ' (no e-mail address on record)'}"


class LineForm(forms.Form):
    """Who is to get the summaries from now on."""

    kind = forms.ChoiceField(
        label="Who else gets the summaries?",
        choices=ListedKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who gets the summaries", "invalid_choice": "Choose who gets the summaries"},
    )
    of_body = forms.ModelChoiceField(
        label="Which body?",
        queryset=Body.objects.none(),
        widget=SearchableSelect,
        required=False,
        empty_label="Choose a body",
        help_text="Only if you chose everybody appointed to a body.",
        error_messages={"invalid_choice": "Choose a body from the list"},
    )
    person = PersonChoice(
        label="Which person?",
        queryset=Person.objects.none(),
        widget=SearchableSelect,
        required=False,
        empty_label="Choose a person",
        help_text="Only if you chose one person.",
        error_messages={"invalid_choice": "Choose a person from the list"},
    )

    def __init__(self, *args: Any, body: Body, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partnership = body.partnership
        of_body = field_of(self, "of_body", forms.ModelChoiceField)
        of_body.queryset = partnership.bodies.filter(is_proposed=False, ends_on=None)
        person = field_of(self, "person", forms.ModelChoiceField)
        person.queryset = partnership.people.active(on=on).select_related("organisation")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        kind = given.get("kind")
        asked = {
            ListedKind.BODY: ("of_body", "Choose which body"),
            ListedKind.PERSON: ("person", "Choose which person"),
        }
        # What was chosen for another answer goes no further.
        for name in ("of_body", "person"):
            if kind not in asked or asked[ListedKind(kind)][0] != name:
                given[name] = None
                self.errors.pop(name, None)
        if kind in asked:
            name, words = asked[ListedKind(kind)]
            if not given.get(name) and name not in self.errors:
                self.add_error(name, ValidationError(words))
        return given
