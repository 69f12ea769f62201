"""Records with a picture."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Q

from core.models.change import Governed
from core.picture_fields import FOLDER, PictureField

# A file is written before its record is; one that no record names after this long never got one.
WAITS_FOR_ITS_RECORD = timedelta(days=1)
PICTURE_TYPES = {"png": "image/png", "jpg": "image/jpeg"}


class Pictured(Governed):
    """A record that may have a picture, with what it shows in words.

    A file that is replaced or taken away is deleted once that is committed.
    """

    picture = PictureField(blank=True)
    picture_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    picture_width = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    picture_height = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    picture_alt = models.CharField("what the picture shows", max_length=250, blank=True)
    picture_credit = models.CharField("who made the picture", max_length=150, blank=True)
    picture_consent = models.CharField("who agreed to the picture being published", max_length=250, blank=True)

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_picture_in_words", condition=Q(picture="") | ~Q(picture_alt="")
            ),
        )

    @property
    def picture_name(self) -> str:
        """The last part of its address: another one for another picture, so that each may be kept by browsers."""
        name = self.picture.name or ""
        return f"{self.picture_sha256[:16]}.{name.rpartition('.')[2]}" if name else ""

    @property
    def picture_in_page(self) -> str:
        """Its content as an address, for what is printed; empty where there is none, or its file is missing."""
        try:
            with self.picture.open("rb") as file:
                content = b64encode(file.read()).decode()
        except (FileNotFoundError, ValueError):
            return ""
        kind = PICTURE_TYPES[self.picture_name.rpartition(".")[2]]
        return f"data:{kind};base64,{content}"

    @property
    def picture_url(self) -> str:
        """Where it is shown to those who may see the record; empty where there is none."""
        raise NotImplementedError

    def save_base(self, *args: Any, **kwargs: Any) -> None:
        before = str(self.loaded_values().get("picture") or "")
        super().save_base(*args, **kwargs)
        if before and before != self.picture.name:
            _delete_when_committed(before)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        name = self.picture.name
        gone = super().delete(*args, **kwargs)
        if name:
            _delete_when_committed(name)
        return gone


def _delete_when_committed(name: str) -> None:
    transaction.on_commit(partial(default_storage.delete, name), robust=True)


def remove_orphaned_pictures(*, at: datetime) -> int:
    """Delete the files that no record names, of forms that came to nothing; returns how many."""
    try:
        _, files = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return 0
    known: set[str] = set()
    for model in apps.get_models():
        if files and issubclass(model, Pictured):
            known.update(model._base_manager.exclude(picture="").values_list("picture", flat=True))
    orphaned = {f"{FOLDER}/{name}" for name in files} - known
    old = [name for name in orphaned if default_storage.get_modified_time(name) < at - WAITS_FOR_ITS_RECORD]
    for name in old:
        default_storage.delete(name)
    return len(old)
