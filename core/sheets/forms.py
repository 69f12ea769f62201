"""The form that takes a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from core.fields import field_of
from core.sheets.importing import ImportSheet


class SheetForm(forms.Form):
    """A file as it was downloaded here, and changed."""

    file = forms.FileField(error_messages={"empty": "The file is empty: choose the list that you downloaded"})

    def __init__(self, *args: Any, sheet: type[ImportSheet[Any, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        file = field_of(self, "file", forms.FileField)
        file.label = "CSV file or Excel workbook" if sheet.reads_workbooks else "CSV file"
        file.help_text = f"The list as it was downloaded here, at most {sheet.most_rows:,} rows and {self._limit}."
        choose = "Choose the file" if sheet.reads_workbooks else "Choose a CSV file"
        file.error_messages |= {"required": choose, "invalid": choose}

    @property
    def _limit(self) -> str:
        return f"{self.sheet.most_bytes // 1_000_000} MB"

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > self.sheet.most_bytes:
            raise ValidationError(f"The file must be {self._limit} or smaller: split it")
        return file
