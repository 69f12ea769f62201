"""Figures are recorded and corrected; what stood before stays in the history."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from core import audit
from core.acts import Refused, act
from core.models import User
from performance.models import Measure, Result


class ResultExists(Refused):
    """The year has a figure; the caller did not say that it is to be replaced."""

    def __init__(self, result: Result) -> None:
        self.result = result
        super().__init__(f"{result.measure} has a figure for {result.year}", field="replace")


@act("measure")
def record_result(
    *,
    measure: Measure,
    year: int,
    value: Decimal,
    basis: str,
    change_stated: Decimal | None,
    change_from_year: int | None,
    source: str,
    note: str,
    by: User,
    at: datetime,
    replace: bool = False,
) -> Result:
    """Record the figure of a year as it is stated (P-5). Raises ``ResultExists`` unless ``replace``."""
    result = measure.results.filter(year=year).first()
    if result is not None and not replace:
        raise ResultExists(result)
    before = None if result is None else str(result.value)
    result = result or Result(measure=measure, year=year)
    result.value, result.basis = value, basis
    result.change_stated, result.change_from_year = change_stated, change_from_year
    result.source, result.note = source, note
    result.recorded_by, result.recorded_at = by, at
    result.save()
    audit.record(
        "measure.result_replaced" if before else "measure.result_recorded",
        by=by,
        about=measure,
        scope=measure.partnership.slug,
        year=year,
        value=str(value),
        **({"before": before} if before else {}),
    )
    return result
