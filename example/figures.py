"""Made-up measures with five years of results, and achievements of the reported year."""

from decimal import Decimal
from typing import Any

from boards.models import Priority
from core.choices import Precision
from example.content import figures
from example.cycle import Cycle
from performance.models import Achievement, Measure, Result, Target

YEARS = 5
SOURCE = "Made up for the example"


def add_figures(cycle: Cycle) -> None:
    told = figures()
    for table in told["measures"]:
        _add_measure(cycle, dict(table))
    achievements = told["achievements"]
    for number, table in enumerate(achievements, start=1):
        Achievement.objects.create(
            partnership=cycle.partnership,
            happened_on=cycle.days.within_report_year(number / len(achievements)),
            happened_precision=Precision.MONTH,
            source=SOURCE,
            **table,
        )


def _add_measure(cycle: Cycle, table: dict[str, Any]) -> None:
    results, targets = table.pop("results"), table.pop("targets")
    priority = table.pop("priority", "")
    measure = Measure.objects.create(
        partnership=cycle.partnership,
        priority=Priority.objects.get(strategy__partnership=cycle.partnership, code=priority) if priority else None,
        tolerance=Decimal(table.pop("tolerance", "0")),
        source=SOURCE,
        **table,
    )
    latest = cycle.days.report_year.start
    for year, value in zip(range(latest - YEARS + 1, latest + 1), results, strict=False):
        Result.objects.create(
            measure=measure, year=year, value=Decimal(value), recorded_by=cycle.officer, source=SOURCE
        )
    for year, limits in zip(range(latest - len(targets) + 1, latest + 1), targets, strict=True):
        limit = {side: Decimal(value) for side, value in limits.items()}
        Target.objects.create(measure=measure, year=year, **limit)
