"""What a list shows of each recommendation on a day, read for the rows of a page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from core.prepared import prepared
from recommendations.models.dated import known_rows, owner_lines

if TYPE_CHECKING:
    from recommendations.models import Recommendation


def read_parts(rows: Iterable[Recommendation], *, on: date) -> list[Recommendation]:
    """The rows, each with its ``progress_on_day``, ``wordings_on_day`` and ``lines``; three queries."""
    listed = list(rows)
    keys = tuple(one.pk for one in listed)
    parts = {"progress_on_day": _progress_of(keys, on), "wordings_on_day": _wordings_of(keys, on)}
    for name, found in (parts | {"lines": _lines_of(keys)}).items():
        by_key: dict[int, list[Any]] = {}
        for part in found:
            by_key.setdefault(part.recommendation_id, []).append(part)
        for one in listed:
            setattr(one, name, by_key.get(one.pk, []))
    return listed


@prepared()
def _progress_of(recommendations: tuple[int, ...], on: date) -> Any:
    return known_rows("progress", on).filter(recommendation__in=recommendations).select_related("told_by")


@prepared()
def _wordings_of(recommendations: tuple[int, ...], on: date) -> Any:
    return known_rows("wordings", on).filter(recommendation__in=recommendations)


@prepared()
def _lines_of(recommendations: tuple[int, ...]) -> Any:
    return owner_lines().filter(recommendation__in=recommendations)
