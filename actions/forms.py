"""What is said of actions: by link, by officers for somebody else, of many at once; and who may own one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from actions.choices import ActionStatus
from actions.models import Sharing
from actions.services.owners import owner_key, unreached
from boards.choices import OrganisationKind
from boards.choosing import A_BODY, A_PERSON, A_POST, AN_ORGANISATION, told_apart
from boards.models import Organisation
from core.fields import LineField, ParagraphsField, PastDateField, PlainDateField, SearchableSelect, field_of
from core.rules.dates import format_date
from meetings.models import Meeting
from meetings.services.contacts import Owner, named_with_organisation


class OwnerSelect(SearchableSelect):
    """Says of each choice whom no email reaches, so that the page can point it out as soon as it is chosen."""

    unreached: Collection[str] = ()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.unreached:
            option["attrs"]["data-unreached"] = True
        return option


HEADINGS = {A_BODY: "Boards and groups", AN_ORGANISATION: "Organisations", A_POST: "Posts", A_PERSON: "People"}


class Owners:
    """Everybody who may be given an action: the partnership's organisations, offices and people, and its bodies on
    the meeting's day; and the items of the agenda that an action may come from. Four queries, however many there are.

    With ``today``, ``unreached`` are those whom no email reaches; six more queries.
    """

    def __init__(self, meeting: Meeting, *, on: date | None = None, today: date | None = None) -> None:
        on = on or meeting.held_on
        assert on is not None
        bodies = list(meeting.partnership.bodies.filter(is_proposed=False).current(on=on))
        organisations = list(meeting.partnership.organisations.all())
        people = list(meeting.partnership.people.select_related("organisation"))
        owners: list[Owner] = [*bodies, *organisations, *people]
        self.found = {owner_key(owner): owner for owner in owners}
        self.unreached = unreached(owners, on=today) if today else set()
        groups: dict[str, list[tuple[str, str]]] = {
            A_BODY: [(owner_key(body), body.name) for body in bodies],
            AN_ORGANISATION: [(owner_key(one), one.name) for one in organisations if not _is_office(one)],
            A_POST: [(owner_key(one), one.name) for one in organisations if _is_office(one)],
            A_PERSON: [(owner_key(one), named_with_organisation(one)) for one in people],
        }
        name_of = dict(told_apart(groups))
        self.choices: list[tuple[str, Any]] = [
            ("", "Choose who"),
            *((HEADINGS[kind], [(key, name_of[key]) for key, _ in some]) for kind, some in groups.items() if some),
        ]
        self.items = {str(item.pk): item for item in meeting.agenda_items.all()}

    def add(self, owner: Owner) -> None:
        """An owner that a published action has, though it is no longer among the current ones."""
        if owner_key(owner) not in self.found:
            self.found[owner_key(owner)] = owner
            self.choices.append(("No longer current", [(owner_key(owner), str(owner))]))


def _is_office(organisation: Organisation) -> bool:
    return organisation.nature != OrganisationKind.ORGANISATION


def status_field(label: str, statuses: Iterable[ActionStatus], *, asked: str) -> forms.ChoiceField:
    """Radio buttons for what an action has come to; ``asked`` is said where none, or none of these, is chosen."""
    return forms.ChoiceField(
        label=label,
        choices=[(status.value, status.label.capitalize()) for status in statuses],
        widget=forms.RadioSelect,
        error_messages={"required": asked, "invalid_choice": asked},
    )


# That an action is no longer needed is for the partnership to say, not for whoever carries it out.
OWNERS_STATUSES = (ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS, ActionStatus.DONE)


class SharingForm(forms.Form):
    """The actions that are shared, all ticked to begin with."""

    actions = forms.TypedMultipleChoiceField(
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Select the actions that you have shared",
            "invalid_choice": "Select the actions that you have shared",
        },
    )

    def __init__(self, *args: Any, waiting: Iterable[Sharing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Read as choices only: the page writes the boxes, as it groups them by meeting.
        self.waiting = {one.action_id: str(one.action) for one in waiting}
        field_of(self, "actions", forms.TypedMultipleChoiceField).choices = [*self.waiting.items()]

    def ticked(self) -> set[int]:
        """What the page shows ticked: everything until somebody has sent it."""
        if not self.is_bound:
            return set(self.waiting)
        sent = set(self["actions"].data)
        return {pk for pk in self.waiting if str(pk) in sent}


class SharedByPhoneForm(SharingForm):
    """The same for an organisation that told the office."""

    field_order = ("actions", "note")
    note = LineField(
        label="To whom, or how? (optional)",
        noun="to whom",
        required=False,
        max_length=500,
        help_text="Everyone can read this.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["actions"].label = "Which actions has it shared?"
        self.fields["actions"].initial = self.ticked()


class SharingNoteForm(forms.Form):
    note = LineField(
        label="Who have you shared them with?",
        noun="who you shared them with",
        max_length=300,
        help_text="One sentence, if you like. Everyone can read it.",
    )


class ProgressForm(forms.Form):
    """How far an action is, said by whoever carries it out."""

    status = status_field("How far is it?", OWNERS_STATUSES, asked="Choose how far it is")
    text = ParagraphsField(
        label="What has happened", noun="what has happened", rows=3, max_length=4000, help_text="Everyone can read it."
    )


class ManyActionsForm(forms.Form):
    """What is to become of the ticked actions. What is left empty stays as it is."""

    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[("", "Leave as it is"), *((status.value, status.label.capitalize()) for status in ActionStatus)],
        widget=forms.RadioSelect,
        initial="",
        error_messages={"invalid_choice": "Choose a status, or leave it as it is"},
    )
    due_on = PlainDateField(
        label="New day by which they are to be done (optional)",
        noun="the new day",
        required=False,
        help_text="For example 16 11 2026.",
    )
    note = ParagraphsField(
        label="What has happened (optional)",
        noun="what has happened",
        required=False,
        rows=3,
        max_length=4000,
        help_text="The same words are added to each action. Everyone can read them.",
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not any(given.get(name) for name in self.fields):
            self.add_error("status", "Choose a status, a new day or a note: nothing would change")
        return given


class NewOwnerForm(forms.Form):
    """Who has the action from today on, and why."""

    owner = forms.ChoiceField(
        label="New owner",
        widget=SearchableSelect(attrs={"class": "govuk-select"}),
        error_messages={"required": "Select the new owner", "invalid_choice": "Select the new owner from the list"},
    )
    reason = LineField(
        label="Why does it pass to another owner?",
        noun="why it passes to another owner",
        max_length=300,
        help_text="This will be published.",
    )

    def __init__(self, *args: Any, owners: Owners, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = owners
        field_of(self, "owner", forms.ChoiceField).choices = [("", "Select the new owner"), *owners.choices[1:]]

    def chosen(self) -> Owner:
        return self.owners.found[self.cleaned_data["owner"]]


class ActionUpdateForm(forms.Form):
    """What has become of an action, and when."""

    status = status_field("Status", ActionStatus, asked="Choose a status")
    text = ParagraphsField(
        label="What has happened", noun="what has happened", max_length=4000, help_text="Everyone can read this."
    )
    reported_on = PastDateField(
        label="When was this reported?",
        noun="the day on which this was reported",
        help_text="For example 16 11 2026.",
    )
    reported_by = LineField(
        label="Who reported it? (optional)",
        noun="who reported it",
        required=False,
        max_length=150,
        help_text="For example the organisation that told you.",
    )
    new_due_on = PlainDateField(
        label="Carried to another day (optional)",
        noun="the new day",
        required=False,
        help_text="The new day by which it is to be done. Leave empty to keep the one that was agreed.",
    )

    def __init__(self, *args: Any, held_on: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held_on = held_on

    def clean_new_due_on(self) -> date | None:
        new_due_on: date | None = self.cleaned_data["new_due_on"]
        if new_due_on and self.held_on and new_due_on < self.held_on:
            raise ValidationError(f"The new day must be on or after the meeting, {format_date(self.held_on)}")
        return new_due_on


class ContactForm(forms.Form):
    name = LineField(label="Name", noun="the name", max_length=120, help_text="Or a role, for example Clerk.")
    email = forms.EmailField(
        label="Email address",
        max_length=254,
        error_messages={
            "required": "Enter an email address",
            "invalid": "Enter an email address in the correct format, like name@example.org",
            "max_length": "The email address must be 254 characters or fewer",
        },
    )

    def __init__(self, *args: Any, is_person: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_person:
            # It is known whose address it is.
            del self.fields["name"]
