"""What a preview has shown, as its page carries it to the button that does it: signed, for one person, for a day."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from core.models import User

C = TypeVar("C", bound="DataclassInstance")

PLAN_LASTS = 60 * 60 * 24


class PlanRefused(Exception):
    """The plan was changed on the way, is a day old, or belongs to somebody else."""


class Moved(Exception):
    """Others changed these records (primary keys) since they were shown. Nothing was done."""

    def __init__(self, keys: Iterable[int]) -> None:
        self.keys = list(keys)
        super().__init__("Records were changed meanwhile.")


class _WithDates:
    """JSON in which a day stays a day."""

    def dumps(self, obj: Any) -> bytes:
        return json.dumps(obj, default=lambda day: {"day": day.isoformat()}, separators=(",", ":")).encode()

    def loads(self, data: bytes) -> Any:
        return json.loads(data, object_hook=lambda found: date.fromisoformat(found["day"]) if "day" in found else found)


@dataclass(frozen=True)
class Plans(Generic[C]):
    """Plans of changes of a dataclass; ``purpose`` keeps those of different buttons apart."""

    change: type[C]
    purpose: str

    def sign(self, changes: Iterable[C], *, partnership: Model, by: User) -> str:
        """The changes as a page carries them from the preview to the button that makes them."""
        rows = [[getattr(change, field.name) for field in fields(change)] for change in changes]
        plan = {"for": [partnership.pk, by.pk], "rows": rows}
        return signing.dumps(plan, salt=self.purpose, serializer=_WithDates, compress=True)

    def read(self, plan: str, *, partnership: Model, by: User) -> list[C]:
        """What ``sign`` was given. Raises ``PlanRefused``."""
        try:
            found = signing.loads(plan, salt=self.purpose, serializer=_WithDates, max_age=PLAN_LASTS)
        except signing.BadSignature:
            raise PlanRefused from None
        if found["for"] != [partnership.pk, by.pk]:
            raise PlanRefused
        return [self.change(*row) for row in found["rows"]]
