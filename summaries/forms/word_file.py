"""The Word file from which an officer fills the boxes of a summary."""

from __future__ import annotations

from typing import IO, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import capfirst

from core.rules.file_types import OLD_WORD, WORD, FileRefused
from core.rules.text import one_line
from core.uploads import check_upload
from core.word_files import WordText, read_docx

ASKED = "Select a Word file (.docx)"


class SummaryFileForm(forms.Form):
    """Its clean value is the text of the file; ``filename`` names it in messages."""

    filename = ""
    word_file = forms.FileField(
        label="Add text from a Word file (optional)",
        widget=forms.FileInput(attrs={"class": "govuk-file-upload", "accept": ".docx"}),
        error_messages={"required": ASKED, "invalid": ASKED, "empty": "The file is empty. Select another"},
    )

    def clean_word_file(self) -> WordText:
        upload = self.cleaned_data["word_file"]
        self.filename = one_line(upload.name or "")[:60] or "the file"
        try:
            checked = check_upload(upload)
            if checked.kind is OLD_WORD:
                raise FileRefused("is in the old Word format. Save it as .docx, then select it again")
            if checked.kind is not WORD:
                raise FileRefused(f"is not a Word document: it is {_with_article(checked.kind.words)}")
            return read_docx(cast("IO[bytes]", checked.file.file))
        except FileRefused as refusal:
            raise ValidationError(f"{capfirst(self.filename)} {refusal}") from refusal

    @property
    def hint(self) -> str:
        return (
            f"A .docx file of at most {settings.UPLOAD_MAX_BYTES // 1_000_000} MB."
            " Text below a heading “Decisions” goes to Decisions, all other text to Key issues."
        )


def _with_article(words: str) -> str:
    return f"{'an' if words[0] in 'AEIO' else 'a'} {words}"
