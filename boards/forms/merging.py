"""Which record is the same as another one, and what moves when they are merged."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from django import forms

from boards.forms.previewed import PreviewedForm
from boards.models import Organisation, Person
from boards.services.merging import check_may_merge, what_moves
from core.acts import Refused
from core.fields import SearchableSelect, field_of


class MergeForm(PreviewedForm):
    """The other record, which goes. What moves is shown before it does."""

    other = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), widget=SearchableSelect, label="Which one is the same?", empty_label=""
    )

    def __init__(self, *args: Any, kept: Organisation | Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept, self.moves = kept, ""
        kind: Any = type(kept)
        other: Any = field_of(self, "other", forms.ModelChoiceField)
        other.queryset = kind.objects.filter(partnership=kept.partnership_id).exclude(pk=kept.pk)
        other.error_messages = dict.fromkeys(("required", "invalid_choice"), "Select one from the list")
        other.help_text = "It goes. Everything that belongs to it moves to this one."
        if isinstance(kept, Person):
            other.label_from_instance = attrgetter("full_name")

    def preview_key(self, given: dict[str, Any]) -> str:
        return str(given["other"].pk)

    def clean_other(self) -> Any:
        other = self.cleaned_data["other"]
        try:
            check_may_merge(kept=self.kept, gone=other)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal), code="refused") from refusal
        self.moves = what_moves(other) or "nothing"
        if not self.was_shown({"other": other}):
            raise forms.ValidationError("Check what moves, then confirm", code="look")
        return other
