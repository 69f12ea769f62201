"""Reads that several apps share."""

from __future__ import annotations

from datetime import date
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Count, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

M = TypeVar("M", bound=models.Model)


def holds_on(on: date, prefix: str = "") -> Q:
    """The condition that a dated fact, reached by ``prefix`` (``"names__"``), holds on a day (T-5)."""
    starts = Q(**{f"{prefix}starts_on__lte": on}) | Q(**{f"{prefix}starts_on": None})
    ends = Q(**{f"{prefix}ends_on__gte": on}) | Q(**{f"{prefix}ends_on": None})
    return starts & ends


def number_of(rows: QuerySet[Any, Any]) -> Coalesce:
    """How many rows there are, as part of a query."""
    return Coalesce(Subquery(counted_alone(rows)), 0)


def counted_alone(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """One row with how many there are; none of none."""
    alone: Any = rows.order_by().values(one=Q(pk__isnull=False)).annotate(number=Count("pk"))
    numbers: QuerySet[Any, Any] = alone.values_list("number")
    return numbers


class DatedQuerySet(models.QuerySet[M]):
    """Facts that hold from one day to another."""

    def current(self, *, on: date) -> Self:
        """Those that hold on the day, its first and last day included (T-5)."""
        return self.filter(holds_on(on))

    def overlapping(self, starts_on: date | None, ends_on: date | None) -> Self:
        """Those that share at least one day with the range; ``None`` leaves that end open."""
        found = self
        if ends_on is not None:
            found = found.filter(Q(starts_on__lte=ends_on) | Q(starts_on=None))
        if starts_on is not None:
            found = found.filter(Q(ends_on__gte=starts_on) | Q(ends_on=None))
        return found


class EventQuerySet(models.QuerySet[M]):
    """What happened on a day: of ``core.models.DatedEvent``."""

    def known_on(self, on: date) -> Self:
        """Of the day or before. What has no date cannot be placed, so it is known at any date, and says so (R-3)."""
        dated_by: str = self.model.dated_by  # type: ignore[attr-defined]  # every DatedEvent has one
        return self.filter(Q(**{f"{dated_by}__lte": on}) | Q(**{dated_by: None}))
