"""The form that takes files to import."""

from __future__ import annotations

from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Field, Layout
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from core.fields import PastDateField
from imports.left_out import Decision
from imports.packages import Package, PackageRefused, gather

KEEP, END, REMOVE = "keep", "end", "remove"
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


class LeftOutForm(forms.Form):
    """What becomes of each record that is no longer in its file, as a preview tells of them."""

    def __init__(self, data: Any = None, *, left_out: list[dict[str, Any]]) -> None:
        super().__init__(data)
        self.left_out = left_out
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        places = []
        for one in left_out:
            act = forms.ChoiceField(
                label=f"{one['title']} ({one['file']})",
                choices=[(KEEP, "Keep"), *self._others(one)],
                initial=KEEP,
                widget=forms.RadioSelect,
                error_messages={"required": "Select what becomes of it"},
            )
            if one["why_not_removable"]:
                act.help_text = f"Cannot be removed here: {one['why_not_removable']}."
            self.fields[f"act-{one['key']}"] = act
            places.append(Field.radios(f"act-{one['key']}", inline=True, small=True))
            if one["may_end"]:
                self.fields[f"on-{one['key']}"] = PastDateField(
                    label="Last day, if it has ended", noun="the last day", required=False
                )
                places.append(Field.text(f"on-{one['key']}"))
        self.helper.layout = Layout(*places)

    def _others(self, one: dict[str, Any]) -> list[tuple[str, str]]:
        may = {END: one["may_end"], REMOVE: not one["why_not_removable"]}
        words = {END: "It has ended", REMOVE: "Remove, because it was never so"}
        return [(act, words[act]) for act in may if may[act]]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for one in self.left_out:
            name = f"on-{one['key']}"
            if given.get(f"act-{one['key']}") != END or name in self.errors:
                continue
            if given.get(name) is None:
                self.add_error(name, "Enter the last day")
            elif given[name].isoformat() < one["starts_on"]:
                self.add_error(name, "Enter the first day or a later one")
        return given

    @property
    def decisions(self) -> dict[str, Decision]:
        found: dict[str, Decision] = {}
        for key in (one["key"] for one in self.left_out):
            act, on = self.cleaned_data[f"act-{key}"], self.cleaned_data.get(f"on-{key}")
            if act != KEEP:
                found[key] = {"act": act, "on": on.isoformat() if act == END and on else ""}
        return found


class FilesForm(forms.Form):
    upload = FilesField(
        label="Choose files",
        help_text=(
            f"A zip, or up to {settings.DATA_UPLOAD_MAX_NUMBER_FILES} CSV files or Excel workbooks, each at most "
            f"{settings.UPLOAD_MAX_BYTES // 1_000_000} MB."
        ),
    )
