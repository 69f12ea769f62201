"""The one figure that opens a page: the newest one that says whether a target was met."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from boards.prepared import prepared
from performance.models import Result, Target
from performance.standing import Standing, standing_of


def headline_of(partnership: int, *, up_to: int) -> Standing | None:
    """The measure of the newest year's figure, one with a target before others; one query.

    Of several, it is the one that was entered last. None where no measure has a dated figure.
    """
    results = list(_results(partnership, up_to))
    if not results:
        return None
    measure = results[-1].measure
    measure.results_shown = results
    measure.targets_shown = [
        Target(measure=measure, year=one.year, low=one.low, high=one.high) for one in results if one.has_target
    ]
    return standing_of(measure, awaited_by=up_to)


@prepared("partnership")
def _results(partnership: int, up_to: int) -> QuerySet[Any]:
    """The dated figures of that measure, oldest first, each with the ``low`` and ``high`` of its year's target."""
    targets = Target.objects.filter(measure=OuterRef("measure"), year=OuterRef("year"))
    dated = Result.objects.filter(year__lte=up_to).annotate(has_target=Exists(targets))
    newest = dated.filter(measure__partnership=partnership).order_by("-year", "-has_target", "-recorded_at", "-pk")
    found = dated.filter(measure=Subquery(newest.values("measure")[:1])).select_related("measure")
    return found.annotate(low=Subquery(targets.values("low")), high=Subquery(targets.values("high"))).order_by("year")
