"""How the measures moved up to the end of the year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import AnonymousUser

from boards.models import Partnership
from core.charts import LineChart
from performance.models import Measure
from performance.rules import JUDGED, Rag, Travel
from performance.standing import Reading, Standing, standing_of
from reports.rules import ReportedYear, counted, counted_in_words, year_of_undated

# A measure whose last figure is older than this says nothing of the year.
YEARS_OF_INTEREST = 3


@dataclass(frozen=True)
class ShownMeasure:
    """A measure with the reading that the report prints."""

    standing: Standing
    reading: Reading

    @property
    def measure(self) -> Measure:
        return self.standing.measure

    @cached_property
    def chart(self) -> LineChart | None:
        return self.standing.chart

    @property
    def chart_id(self) -> str:
        """Unique in the report."""
        return f"measure-{self.measure.code}"

    @property
    def moved_on_year_before(self) -> Travel:
        """Which way it went from the year before to its latest figure; a wider gap is not compared."""
        before = self.reading.previous
        is_next = before is not None and before.year is not None and self.reading.result.year == before.year + 1
        return self.reading.travel if is_next else Travel.NOT_AVAILABLE

    @property
    def target_text(self) -> str:
        target = self.reading.target_text
        return f"Target: {target}" if target else ""

    @property
    def is_judged(self) -> bool:
        return self.reading.rag in JUDGED


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    """Measures with figures to compare, with a single one, with one of no year, and those that have fallen silent.

    ``left_out`` counts all others: nothing of them is on record that belongs to the year or one before it.
    """

    moved: tuple[ShownMeasure, ...]
    single: tuple[ShownMeasure, ...]
    undated: tuple[ShownMeasure, ...]
    silent: tuple[ShownMeasure, ...]
    left_out: int
    year: int

    @property
    def lead(self) -> str:
        if self.is_empty:
            return "No figure of this year or the two before it is on record."
        measures = counted_in_words(len(self.of_year), "measure").capitalize()
        words = f"{measures} {'has' if len(self.of_year) == 1 else 'have'} a figure for this year"
        if self.without_figure:
            words += f"; {self.without_figure} {'has' if self.without_figure == 1 else 'have'} none"
        words += "."
        if self.judged:
            words += f" {self.on_target or 'None'} of {self.judged} with a target met it."
        if self.compared:
            words += (
                f" Of {self.compared} that can be compared with the year before, {self.improving or 'none'} moved the "
                f"right way and {self.worsening or 'none'} the wrong way."
            )
        return words

    @property
    def of_year(self) -> list[ShownMeasure]:
        """Those with a figure of the reported year, which alone are counted as met, missed or moved in it."""
        return [one for one in (*self.moved, *self.single) if one.reading.result.year == self.year]

    @property
    def without_figure(self) -> int:
        """Measures with figures of earlier years, and none of the reported one."""
        return sum(one.reading.result.year != self.year for one in (*self.moved, *self.single, *self.silent))

    @property
    def judged(self) -> int:
        return sum(one.is_judged for one in self.of_year)

    @property
    def on_target(self) -> int:
        return sum(one.reading.rag is Rag.GREEN for one in self.of_year)

    @property
    def compared(self) -> int:
        return sum(one.moved_on_year_before is not Travel.NOT_AVAILABLE for one in self.of_year)

    @property
    def improving(self) -> int:
        return sum(one.moved_on_year_before is Travel.IMPROVING for one in self.of_year)

    @property
    def worsening(self) -> int:
        return sum(one.moved_on_year_before is Travel.WORSENING for one in self.of_year)

    @property
    def silent_note(self) -> str:
        """Which measures have had no figure for long, and since when."""
        named = "; ".join(f"{one.measure.name} ({one.reading.year})" for one in self.silent)
        return f"No recent figure, the last one being of the year in brackets: {named}." if named else ""

    @property
    def left_out_note(self) -> str:
        if not self.left_out:
            return ""
        verb = "is" if self.left_out == 1 else "are"
        return f"{counted(self.left_out, 'measure')} without a figure up to this year {verb} not shown."

    @property
    def is_empty(self) -> bool:
        return not (self.moved or self.single or self.undated)

    @property
    def gaps(self) -> tuple[str, ...]:
        missing = self.without_figure
        return (f"{counted(missing, 'measure')} without a result for the year",) if missing else ()


def read_measures(partnership: Partnership, reported: ReportedYear) -> MeasureFacts:
    """The partnership's measures with what is on record of the years up to this one."""
    year = reported.year.start
    standings = [
        standing_of(measure, awaited_by=year if reported.is_over else year - 1)
        for measure in Measure.objects.filter(partnership=partnership)
        .visible_to(AnonymousUser())
        .with_results(up_to=year)
        .with_comparisons(up_to=year)
        .order_by("theme", "name")
    ]
    every = [
        (reading.result.source, reading.result.year)
        for standing in standings
        for reading in standing.dated
        if reading.result.year
    ]
    groups: dict[str, list[ShownMeasure]] = {"moved": [], "single": [], "undated": [], "silent": []}
    for standing in standings:
        if standing.dated:
            latest = standing.dated[-1]
            recent = (latest.result.year or 0) > year - YEARS_OF_INTEREST
            group = "silent" if not recent else "moved" if len(standing.dated) > 1 else "single"
            groups[group].append(ShownMeasure(standing, latest))
        elif standing.latest and year_of_undated(standing.latest.result.source, every) == year:
            groups["undated"].append(ShownMeasure(standing, standing.latest))
    left_out = len(standings) - sum(map(len, groups.values()))
    return MeasureFacts(year=year, left_out=left_out, **{name: tuple(shown) for name, shown in groups.items()})
