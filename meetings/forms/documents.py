"""Papers and minutes as they are chosen, named and withdrawn."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import capfirst

from core.asking import AskingForm
from core.fields import LineField, field_of
from core.rules.file_types import FileRefused
from core.rules.text import one_line
from core.uploads import CheckedFile, check_upload
from meetings.models import AgendaItem, Document, Meeting

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
        return f"{obj.position}. {obj.title}"


class DocumentDetails(AskingForm):
    """What a document is called, where it belongs, and who may read it.

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
    is_members_only = forms.BooleanField(label="For members only: the public can’t read it", required=False)

    def __init__(self, *args: Any, meeting: Meeting, has_items: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        field_of(self, "item", forms.ModelChoiceField).queryset = meeting.agenda_items.all()
        if not has_items:
            # Minutes are the whole meeting's.
            del self.fields["item"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        item, of_members = given.get("item"), self.meeting.agenda_items.filter(is_members_only=True)
        was = self.initial.get("is_members_only") or self.initial.get("item") in {one.pk for one in of_members}
        if was and not given.get("is_members_only") and not (item and item.is_members_only):
            self.ask("is_members_only", "Everyone will be able to read this document")
        return given


class DocumentForm(DocumentDetails):
    """A new document. The file comes last, so that all that was typed is read even where it is refused."""

    file = DocumentField(label="File")


class MinutesForm(DocumentForm):
    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, meeting=meeting, has_items=False, **kwargs)


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


def details_of(document: Document) -> dict[str, Any]:
    return {"title": document.title, "item": document.item_id, "is_members_only": document.is_members_only}
