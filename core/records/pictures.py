"""The form of a record with a picture."""

from __future__ import annotations

from typing import Any

from core.pictures import PictureFile
from core.records.forms import RecordForm


class PicturedForm(RecordForm):
    """``picture`` and ``picture_alt`` stand in ``fields``; ``picture_credit`` and ``picture_consent`` where they are
    asked for. Whoever chooses a picture says what it shows and who agreed.
    """

    ASKED = (
        ("picture_alt", "Enter what the picture shows"),
        ("picture_consent", "Enter who agreed to the picture being published"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box: Any = self.fields["picture"].widget
        if self.instance.picture:
            box.picture_url, box.picture_alt = self.instance.picture_url, self.instance.picture_alt

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("picture"):
            for name, request in self.ASKED:
                if name in self.fields and name not in self.errors and not given.get(name):
                    self.add_error(name, request)
        if self.errors and "picture" not in self.errors and isinstance(given.get("picture"), PictureFile):
            self.add_error("picture", "Choose the picture again: it was not kept, because of the other answers")
        return given
