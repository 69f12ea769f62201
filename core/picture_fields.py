"""The picture of a record: the column that keeps it, and the box in which it is chosen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst

from core.pictures import PictureFile, check_picture
from core.rules.file_types import FileRefused
from core.rules.text import one_line

FOLDER = "pictures"
ACCEPT = ".png,.jpg,.jpeg,.webp"
TAKEN = "PNG, JPEG or WebP"


class PictureInput(forms.ClearableFileInput):
    """The picture as it is, a box for another, and a tick to take it away. ``picture_url`` is where it is now."""

    template_name = "django/forms/widgets/picture.html"
    picture_url = ""
    picture_alt = ""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "govuk-file-upload", "accept": ACCEPT} | (attrs or {}))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"] |= {"picture_url": self.picture_url, "picture_alt": self.picture_alt}
        return context


class PictureUpload(forms.FileField):
    """Its clean value is a ``PictureFile``; False where the picture is to go; what is there where none was chosen."""

    widget = PictureInput

    def __init__(self, **kwargs: Any) -> None:
        messages = dict.fromkeys(("required", "invalid", "missing"), "Choose a picture")
        messages |= {
            "empty": "The file is empty",
            "contradiction": "Choose another picture or remove this one",
        }
        kwargs.setdefault("error_messages", messages)
        super().__init__(**kwargs)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        limit = settings.UPLOAD_MAX_BYTES // 1_000_000
        self.help_text = f"{TAKEN}, at most {limit} MB. Where and with what it was taken is removed."
        return super().get_bound_field(form, field_name)

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if not data:  # False, or nothing
            return upload
        try:
            return check_picture(upload)
        except FileRefused as refusal:
            name = one_line(upload.name or "")[:60] or "The file"
            raise ValidationError(f"{capfirst(name)} {refusal}", code="refused") from refusal


class PictureField(models.FileField):
    """A ``PictureFile``. What is known of it stands in columns beside, which begin with this one's name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("upload_to", FOLDER)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**({"form_class": PictureUpload} | kwargs))

    def save_form_data(self, instance: Any, data: Any) -> None:
        super().save_form_data(instance, data)
        if isinstance(data, PictureFile):
            instance.picture_sha256, instance.picture_width, instance.picture_height = (
                *(data.sha256, data.width),
                data.height,
            )
        elif data is False:
            for name in ("sha256", "alt", "credit", "consent"):
                setattr(instance, f"picture_{name}", "")
            instance.picture_width = instance.picture_height = None
