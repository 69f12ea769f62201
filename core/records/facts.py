"""Pages of dated facts: what changes from a date, and what is corrected because it was never so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from core.models import SoleFact
from core.records.pages import RecordPages


@dataclass(frozen=True)
class FactRow:
    """One fact on the page of what it is about: its words and where they lead; where it is corrected, removed and
    ended, which is empty for those who may not.
    """

    fact: Any
    text: str
    url: str
    edit_url: str
    remove_url: str
    end_url: str


class FactPages(RecordPages):
    """The dated facts of a record, which are its ``parent``'s: names, holders, contacts.

    *Add* changes it from a date (``SoleFact.take_over``), *edit* corrects it, *remove* takes it back.
    """

    actions: ClassVar[tuple[str, ...]] = ("add", "edit", "remove")
    WORDS: ClassVar[dict[str, tuple[str, str, str]]] = RecordPages.WORDS | {
        "add": ("Change", "Change", "changed"),
        "edit": ("Correct", "Correct", "corrected"),
    }
    removal_note = "What held before it holds again."

    def remove(self, record: Any) -> None:
        if isinstance(record, SoleFact):
            record.give_back()
        else:
            record.delete()

    def get_text(self, fact: Any) -> str:
        """What the fact says, without its dates."""
        return str(fact)

    def get_text_url(self, fact: Any) -> str:
        """Where the words lead; empty where they do not."""
        return ""

    def rows(self, facts: Any, *, place: list[Any], may_keep: bool) -> list[FactRow]:
        """``place`` are the arguments of the parent's address."""

        def url(action: str, fact: Any) -> str:
            may_do = may_keep and action in self.actions and (action != "end" or fact.ends_on is None)
            return self.address(action, *place, fact.pk) if may_do else ""

        return [
            FactRow(
                fact=one,
                text=self.get_text(one),
                url=self.get_text_url(one),
                edit_url=url("edit", one),
                remove_url=url("remove", one),
                end_url=url("end", one),
            )
            for one in facts
        ]
