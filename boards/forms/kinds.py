"""What officers say of their kinds of boards and groups."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet

from boards.models import BodyKind
from core.records.forms import CodedForm


class BodyKindForm(CodedForm):
    """Its names, its place on the structure page, and what it does."""

    called = "a kind"

    class Meta(CodedForm.Meta):
        model = BodyKind
        fields: ClassVar[Any] = (
            *("name", "plural", "abbreviation", "heading", "sort_order", "is_board", "owes_summary", "scrutinises"),
            *("is_topic_group", "ends_with_task", "is_outside", "is_event", "is_forum", "also_called"),
        )
        labels: ClassVar[Any] = {
            "name": "What is one called?",
            "plural": "What are several called?",
            "sort_order": "Place in the list",
            "is_board": "It is the partnership’s top board",
            "owes_summary": "Each of its meetings owes a summary within five working days",
            "scrutinises": "It scrutinises the partnership and is not part of it",
            "is_topic_group": "It studies a topic for scrutiny",
            "ends_with_task": "It ends with its task",
            "is_outside": "It is outside the partnership",
            "is_event": "It is an event, for example a network day",
            "is_forum": "It is a forum for everyone in the partnership",
        }
        help_texts: ClassVar[Any] = {
            "name": "For example Overview and Scrutiny Committee.",
            "plural": "For example Overview and Scrutiny Committees.",
            "abbreviation": "For example OSC.",
            "heading": "Kinds with the same heading are listed together. Leave empty to use the plural.",
            "sort_order": "Kinds are shown in this order, the lowest number first.",
            "owes_summary": "A change counts for meetings that are added from now on.",
            "also_called": "For imports, with semicolons between them.",
        }

    def get_alike(self) -> QuerySet[BodyKind]:
        return BodyKind.objects.filter(partnership=self.instance.partnership)

    def clean_is_board(self) -> bool:
        """The database refuses a second one; the form has no partnership by which Django could ask before."""
        is_board: bool = self.cleaned_data["is_board"]
        other = self.get_namesakes().filter(is_board=True).first()
        if is_board and other is not None:
            self.add_error("is_board", f"{other} is the top board already")
        return is_board
