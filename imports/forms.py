"""The form that takes files to import."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from imports.packages import Package, PackageRefused, gather

CHOOSE = "Choose a zip, or CSV files or Excel workbooks"


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Cleans to the package of the files that were chosen."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> Package:
        uploads: list[UploadedFile[Any]] = [one for one in data if one] if isinstance(data, list) else []
        if not uploads:
            raise ValidationError(CHOOSE)
        try:
            return gather(uploads)
        except PackageRefused as refused:
            raise ValidationError(str(refused)) from refused


class FilesForm(forms.Form):
    upload = FilesField(
        label="Choose files",
        help_text=(
            f"A zip, or up to {settings.DATA_UPLOAD_MAX_NUMBER_FILES} CSV files or Excel workbooks, each at most "
            f"{settings.UPLOAD_MAX_BYTES // 1_000_000} MB."
        ),
    )
