"""Items of an agenda, their papers, and the minutes."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import capfirst

from agendas.choices import DocumentKind, Ground, ItemKind
from agendas.models import AgendaItem, Document
from agendas.picks import ITEM_PICKS
from agendas.rules import Slot, slot_faults
from agendas.services.agenda import meeting_slot, needs_reason
from boards.models import Body
from core import clock
from core.fields import LineField, ParagraphsField, PlainTimeField, SearchableSelect
from core.records.forms import CarriedField, RecordForm
from core.records.picks import PickingForm
from core.rules.file_types import FileRefused
from core.rules.text import one_line
from core.uploads import CheckedFile, check_upload

KINDS = (
    (ItemKind.KEY_ISSUE, "Key strategic issue: one or two for each meeting"),
    (ItemKind.NEWS, "Issues and achievements of a partnership or group"),
    (ItemKind.MATTERS_ARISING, "Matters arising: fills itself with the open actions of earlier meetings"),
    (ItemKind.ITEM, "Another item"),
)
CHOOSE_KIND = "Choose what kind of item it is"
STALE = "Somebody has changed this item since you opened the page. Read it again first"


def reason_field() -> LineField:
    return LineField(
        label="Why is the agenda changed after the meeting?",
        noun="why the agenda is changed",
        max_length=300,
        help_text="Everyone who can read the item sees this, with your name and the date.",
    )


class ReasonForm(forms.Form):
    """Stands below a question about an item: why, where the meeting was held (AG-4).

    ``seen`` is the digest of the item as the question showed it.
    """

    reason = reason_field()
    seen = CarriedField()

    def __init__(self, *args: Any, item: AgendaItem, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        self.initial["seen"] = item.digest
        if not needs_reason(item.meeting, on=on):
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("seen") != self.item.digest:
            self.add_error(None, STALE)
            self.data = {**self.data.dict(), "seen": self.item.digest}  # type: ignore[attr-defined]  # what was posted
        return given


class ItemForm(PickingForm, RecordForm):
    """What an officer says about an item. Whoever lets everyone read one that was for members only is asked first."""

    # What it is about comes after its own words, above the reason.
    field_order: Any = (*AgendaItem.TEXT_FIELDS, "suggested", "picks", "reason")

    kind = forms.ChoiceField(
        label="What kind of item is it?",
        choices=KINDS,
        initial=ItemKind.ITEM,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE_KIND, "invalid_choice": CHOOSE_KIND},
    )
    text = ParagraphsField(
        label="What it is about",
        noun="what it is about",
        max_length=4000,
        required=False,
        rows=4,
        help_text="What is to be discussed or decided. You can leave this empty.",
    )
    lead = LineField(
        label="Who leads it",
        noun="who leads it",
        max_length=150,
        required=False,
        help_text="A role or a name, for example Chair of the Safer Partnership.",
    )
    body = forms.ModelChoiceField(
        queryset=Body.objects.none(),
        widget=SearchableSelect,
        label="Whose issues and achievements",
        required=False,
        empty_label="Nobody’s in particular",
        error_messages={"invalid_choice": "Choose a board or group from the list"},
    )
    starts_at = PlainTimeField(label="Starts at", noun="when it starts")
    ends_at = PlainTimeField(label="Ends at", noun="when it ends")
    ground = forms.ChoiceField(
        label="Why is it for members only?",
        choices=(("", "Select a reason"), *Ground.choices),
        required=False,
        help_text="A paragraph of Schedule 12A to the Local Government Act 1972. Everyone can read this.",
        error_messages={"invalid_choice": "Select why it is for members only"},
    )
    ground_words = LineField(
        label="The reason in your own words",
        max_length=300,
        required=False,
        help_text="Only for another reason. Everyone can read this.",
    )
    reason = reason_field()

    class Meta(RecordForm.Meta):
        model = AgendaItem
        fields: ClassVar[Any] = AgendaItem.TEXT_FIELDS
        labels: ClassVar[Any] = {"is_members_only": "For members only: the public sees neither the item nor its papers"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item, meeting = self.instance, self.instance.meeting
        if not needs_reason(meeting, on=clock.today()):
            del self.fields["reason"]
        known = Body.objects.filter(partnership=meeting.partnership_id, is_proposed=False)
        if meeting.held_on is not None:
            known = known.current(on=meeting.held_on) | known.filter(agenda_items=item.pk)
        bodies: Any = self.fields["body"]
        bodies.queryset = known.distinct()
        picker = ITEM_PICKS.picker
        picked = picker.picked(item) if item.pk else set()
        self.choices = picker.choices(meeting, on=clock.today(), also=picked)
        self.offer(self.choices, picked=picked, suggestions=picker.suggest(_words(item), self.choices))

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        within = meeting_slot(self.instance.meeting)
        for name, fault in slot_faults(Slot(given.get("starts_at"), given.get("ends_at")), within=within).items():
            if name not in self.errors:
                self.add_error(name, fault)
        if not given.get("is_members_only"):
            # Chosen before the box was unticked, perhaps: it goes no further.
            given["ground"] = given["ground_words"] = ""
            if self.instance.is_members_only:
                self.ask("is_members_only", "Everyone will be able to read this item and its papers")
        elif "ground" not in self.errors:
            self._check_ground(given)
        if not set(self.changed_data).intersection(AgendaItem.TEXT_FIELDS):
            self.errors.pop("reason", None)  # which recommendations it is about changes nothing that it says
        return given

    @property
    def outcome(self) -> str:
        """A new item is told at once what it may be about; one that is there shows it in its form."""
        picked = self.cleaned_data.get("picks", ())
        known = ITEM_PICKS.picker.suggest(_words(self.instance), self.choices)
        found = [pick.short for pick in known if pick.pk not in picked]
        if not found or "suggested" in self.fields:
            return ""
        return f"It may be about {', '.join(found)}. Change the item to add this."

    def _check_ground(self, given: dict[str, Any]) -> None:
        if not given.get("ground"):
            self.add_error("ground", "Select why it is for members only")
        elif given["ground"] != Ground.OWN:
            given["ground_words"] = ""
        elif not given.get("ground_words") and "ground_words" not in self.errors:
            self.add_error("ground_words", "Enter the reason in your own words")


def _words(item: AgendaItem) -> str:
    return f"{item.title}\n{item.text}"


TAKEN = "PDF, Word, Excel, PowerPoint or OpenDocument, without macros or a password"
ACCEPT = ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.doc,.xls,.ppt"


class DocumentField(forms.FileField):
    """A file that its content shows to be a document; its clean value is a ``CheckedFile``."""

    def __init__(self, *, label: str) -> None:
        super().__init__(
            label=label,
            widget=forms.FileInput(attrs={"class": "govuk-file-upload", "accept": ACCEPT}),
            error_messages={"required": "Choose a file", "invalid": "Choose a file", "empty": "The file is empty"},
        )

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        self.help_text = f"{TAKEN}. At most {settings.UPLOAD_MAX_BYTES // 1_000_000} MB."
        return super().get_bound_field(form, field_name)

    def clean(self, data: Any, initial: Any = None) -> CheckedFile:
        upload = super().clean(data, initial)
        try:
            return check_upload(upload)
        except FileRefused as refusal:
            # A long name would push the reason out of sight.
            name = one_line(upload.name or "")[:60] or "The file"
            raise ValidationError(f"{capfirst(name)} {refusal}") from refusal


class ItemField(forms.ModelChoiceField[AgendaItem]):
    def label_from_instance(self, obj: AgendaItem) -> str:
        return str(obj)


class DocumentForm(RecordForm):
    """What a document is called, where it belongs, and who may read it; of a new one the file.

    Whoever lets everyone read one that was for members only is asked first.
    """

    title = LineField(label="Title", noun="a title", max_length=200)
    item = ItemField(
        queryset=AgendaItem.objects.none(),
        label="Which item is it for?",
        required=False,
        empty_label="The whole meeting",
        error_messages={"invalid_choice": "Choose one of the items of this agenda"},
    )
    # The file comes last, so that all that was typed is read even where it is refused.
    file = DocumentField(label="File")

    class Meta(RecordForm.Meta):
        model = Document
        fields: ClassVar[Any] = ("title", "item", "is_members_only")
        labels: ClassVar[Any] = {"is_members_only": "For members only: the public can’t read it"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.kind == DocumentKind.MINUTES:
            del self.fields["item"]  # they are the whole meeting's
        else:
            items: Any = self.fields["item"]
            items.queryset = self.instance.meeting.agenda_items.all()
        if self.instance.pk:
            del self.fields["file"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        item = given.get("item")
        is_open = not given.get("is_members_only") and not (item and item.is_members_only)
        if is_open and self.instance.pk and self.instance.is_for_members:
            self.ask("is_members_only", "Everyone will be able to read this document")
        return given


class ReplaceForm(forms.Form):
    """A newer version of a document. ``seen`` is the newest that the officer knew."""

    note = LineField(
        label="What has changed",
        noun="what has changed",
        max_length=300,
        help_text="Readers see this beside the paper, for example: figures for October added.",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    file = DocumentField(label="New file")


class WithdrawForm(forms.Form):
    reason = LineField(
        label="Why is it withdrawn?",
        noun="why it is withdrawn",
        max_length=100,
        help_text="Kept on record for officers.",
    )
