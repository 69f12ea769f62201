"""The kinds of boards and groups of a partnership, in its own words."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.admin import display

from boards.forms.kinds import BodyKindForm
from boards.models import BodyKind
from boards.permissions import KEEP_REGISTER
from boards.records import RecordPages


class BodyKindPages(RecordPages):
    model, form_class, permission = BodyKind, BodyKindForm, KEEP_REGISTER
    namespace, url_name, list_url_name, path = "boards", "kind", "kinds", "kinds"
    actions = ("list", "add", "edit", "remove")
    noun, plural = "kind", "Kinds of boards and groups"
    headings: ClassVar[dict[str, str]] = {"add": "Add a kind of board or group", "edit": "Change a kind"}
    lede = "The partnership’s own words for its boards and groups, and what each kind does."
    empty_text = "Add a kind before you add boards and groups."
    verbs: ClassVar[dict[str, str]] = {"add": "kind.added", "edit": "kind.changed", "remove": "kind.removed"}
    columns = ("name", "abbreviation", "does", "shown_heading", "sort_order")
    is_public = False

    def get_success_url(self, view: Any) -> str:
        return self.url("list", view)

    @display(description="What it does")
    def does(self, kind: BodyKind) -> str:
        """“Ends with its task; studies a topic for scrutiny”."""
        return kind.what_it_does or "–"

    @display(description="Listed under")
    def shown_heading(self, kind: BodyKind) -> str:
        return kind.shown_heading
