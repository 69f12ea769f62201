"""The documents that records cite, and the boxes in which one of them is chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import count
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from boards.models import SourceDocument
from core.records.forms import RecordForm

# A source is “CODE place; CODE place”.
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")
NO_DOCUMENT = "None of these"


class SourceInput(forms.TextInput):
    """A list of documents beside the box: what is sent is the code of the one, and the text of the other."""

    template_name = "django/forms/widgets/source.html"

    def __init__(self, titles: Mapping[str, str], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.titles = titles

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        code, place = self._apart(value or "")
        context: dict[str, Any] = super().get_context(name, place, attrs)
        context["widget"] |= {
            "document_name": f"{name}_document",
            "documents": [("", NO_DOCUMENT), *self.titles.items()],
            "document": code,
        }
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        place = super().value_from_datadict(data, files, name)
        code = data.get(f"{name}_document", "")
        return f"{code} {place or ''}".strip() if code in self.titles else place

    def _apart(self, source: str) -> tuple[str, str]:
        """The code of the document and where in it; a source that names several stays in the box as it is."""
        code, _, place = source.partition(" ")
        return (code, place) if code in self.titles and ";" not in source else ("", source)


def offer_documents(field: forms.Field, titles: Mapping[str, str]) -> None:
    """Let one of the documents be chosen, where there are any."""
    if titles and not field.widget.is_hidden:
        field.widget = SourceInput(titles, field.widget.attrs | {"class": "govuk-input"})
        field.help_text = "Choose a document, and say where in it, for example s6.9 for paragraph 6.9. Or write it out."


class SourceDocumentForm(RecordForm):
    """What a document is called. Its code stands in what cites it, so it stays."""

    class Meta(RecordForm.Meta):
        model = SourceDocument
        fields: ClassVar[Any] = ("title", "code")
        labels: ClassVar[Any] = {"code": "Short code"}
        help_texts: ClassVar[Any] = {
            "title": "For example Scrutiny report (2012).",
            "code": "Letters, digits, points and hyphens. Leave empty for the next number. It stays.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["code"]
        else:
            self.fields["code"].required = False

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        taken = set(self.instance.partnership.source_documents.values_list("code", flat=True))
        if not code:
            return next(name for name in (f"D{number}" for number in count(len(taken) + 1)) if name not in taken)
        if not CODE.fullmatch(code):
            raise ValidationError("Short code must have letters, digits, points and hyphens only", code="invalid")
        if code in taken:
            raise ValidationError(f"There is a document with the code {code} already", code="taken")
        return code
