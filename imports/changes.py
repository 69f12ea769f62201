"""What an import does with a row, in words that its preview shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from imports.differences import Difference


class Outcome(StrEnum):
    """What became of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class Conflict(NamedTuple):
    """A field that the office changed since the last import: what the portal has stays, unless its key is taken."""

    key: str
    name: str
    portal: str
    file: str


@dataclass
class RowChange:
    """What a row adds or changes: the record in words, and field by field what it was and will be.

    ``changes_from`` is the day, in words, from which a new fact takes the place of one that the portal has.
    """

    title: str
    is_new: bool
    is_changed: bool = False
    changes_from: str = ""
    differences: list[Difference] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
