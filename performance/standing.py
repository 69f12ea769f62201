"""Where a measure stands: its figures read by the rules, in words that pages and papers share."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core.charts import LineChart, Point, Series, Sparkline, line_chart, sparkline
from performance.choices import Polarity, ToleranceKind, ValueBasis
from performance.models import Comparison, Measure, Result, Target
from performance.rules import (
    ChangeCheck,
    Limits,
    Rag,
    Travel,
    change_between,
    decimals_of,
    figure,
    rag_of,
    signed_figure,
    travel_of,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure of a measure, with the dated one before it."""

    measure: Measure
    result: Result
    previous: Result | None
    target: Target | None
    check: ChangeCheck

    @property
    def limits(self) -> Limits:
        return limits_of(self.measure, self.target)

    @property
    def rag(self) -> Rag:
        return rag_of(self.result.value, self.limits)

    @property
    def travel(self) -> Travel:
        return travel_of(self.result.value, self.previous.value if self.previous else None, self.limits)

    @property
    def year(self) -> str:
        return str(self.result.year) if self.result.year else "year not stated"

    @property
    def text(self) -> str:
        """The figure with its unit: “74.8%”, “more than 100 projects”, “4 (rank)”."""
        more = "more than " if self.result.basis == ValueBasis.MORE_THAN else ""
        return f"{more}{with_unit(figure(self.result.value, self.measure.decimals_shown), self.measure.unit)}"

    @property
    def mark(self) -> str:
        """The figure as a point of a chart bears it: there is no room for a unit but the per cent sign."""
        number = figure(self.result.value, self.measure.decimals_shown)
        return f"{number}%" if self.measure.unit == "%" else number

    @property
    def target_text(self) -> str:
        return target_words(self.measure, self.target)

    @property
    def change(self) -> Decimal | None:
        return change_between(self.result.value, self.previous.value) if self.previous else None

    @property
    def arrow(self) -> str:
        """Which way the figure itself went; whether that is good is said in words beside it (P-4)."""
        if self.change is None:
            return ""
        return "↑" if self.change > 0 else "↓" if self.change < 0 else "→"

    @property
    def travel_text(self) -> str:
        """“improving, up 7.8 on 2010”; “up 7.8 on 2010” for a measure that has no good direction."""
        if self.change is None or self.previous is None:
            return "no earlier figure"
        if self.change == 0:
            return f"{Travel.NO_CHANGE.value} on {self.previous.year}"
        size = figure(abs(self.change), max(self.measure.decimals_shown, min(decimals_of(self.change), 2)))
        moved = f"{'up' if self.change > 0 else 'down'} {size} on {self.previous.year}"
        if self.travel is Travel.NOT_AVAILABLE:
            return moved
        # A figure may move without coming nearer to its range or leaving it.
        judged = "as far from the range" if self.rag is not Rag.GREEN else "in the range as before"
        return f"{judged if self.travel is Travel.NO_CHANGE else self.travel.value}, {moved}"

    @property
    def stated_change(self) -> str:
        return "" if self.check.stated is None else self._signed(self.check.stated)

    @property
    def computed_change(self) -> str:
        return "" if self.check.computed is None else self._signed(self.check.computed)

    def _signed(self, change: Decimal) -> str:
        return signed_figure(change, max(self.measure.decimals_shown, decimals_of(change)))


@dataclass(frozen=True, slots=True)
class Standing:
    """A measure with all its readings, oldest first; ``latest`` is None where there is no figure.

    ``awaited`` is the newest year that has a target but no figure yet. ``comparisons`` are there after
    ``MeasureQuerySet.with_comparisons``.
    """

    measure: Measure
    readings: tuple[Reading, ...]
    awaited: int | None
    comparisons: tuple[Comparison, ...] = ()

    @property
    def latest(self) -> Reading | None:
        return self.readings[-1] if self.readings else None

    @property
    def rag(self) -> Rag:
        return self.latest.rag if self.latest else Rag.NO_DATA

    @property
    def awaited_words(self) -> str:
        return f"{Rag.NO_DATA.words} for {self.awaited}" if self.awaited and self.latest else ""

    def is_shown_as(self, status: str) -> bool:
        """Whether one of the tags beside the measure says this."""
        return status == self.rag or (status == Rag.NO_DATA and self.awaited is not None)

    @property
    def flags(self) -> tuple[str, ...]:
        """P-5: every place where stated and computed differ: “2011: stated rise 8.4, computed 8.0”."""
        return tuple(f"{one.year}: {one.check.words}" for one in self.readings if one.check.differs)

    @property
    def dated(self) -> tuple[Reading, ...]:
        return tuple(one for one in self.readings if one.result.year)

    @property
    def comparators(self) -> list[str]:
        """Whom the measure is compared with, in their order."""
        ordered = sorted(self.comparisons, key=lambda one: (one.comparator.sort_order, one.comparator.name))
        return list(dict.fromkeys(one.comparator.name for one in ordered))

    @property
    def compared(self) -> list[tuple[int, str, list[tuple[str, Comparison | None, str]]]]:
        """For each year with a figure to compare with, the newest first: the year, the measure's own figure, and of
        each comparator its name, its figure and that in words.
        """
        own = {one.result.year: one.text for one in self.dated}
        found = {(one.year, one.comparator.name): one for one in self.comparisons}
        years = sorted({one.year for one in self.comparisons}, reverse=True)
        return [
            (year, own.get(year, ""), [self._cell(found, year, name) for name in self.comparators]) for year in years
        ]

    def _cell(
        self, found: dict[tuple[int, str], Comparison], year: int, name: str
    ) -> tuple[str, Comparison | None, str]:
        one = found.get((year, name))
        return name, one, comparison_text(self.measure, one) if one else ""

    @property
    def compared_text(self) -> str:
        """“England 71.2%, North West 69%”: the figures of the same year as the latest one."""
        year = self.latest.result.year if self.latest else None
        return ", ".join(
            f"{one.comparator} {comparison_text(self.measure, one)}" for one in self.comparisons if one.year == year
        )

    @property
    def spark(self) -> Sparkline | None:
        return sparkline([value for _, value in self._by_year()])

    @property
    def chart(self) -> LineChart | None:
        """None for fewer than two dated figures, which make no line. Years without a figure break it."""
        if len(self.dated) < 2:
            return None
        texts = {one.result.year: one.mark for one in self.dated}
        points = [Point(str(year), value, texts.get(year, "no figure")) for year, value in self._by_year()]
        by_year = {target.year: target for target in self.measure.targets_shown}
        years = [year for year, _ in self._by_year()]
        targets = [self._drawn(by_year.get(year)) for year in years]
        return line_chart(points, targets=targets, others=self._others(years))

    @property
    def target_legend(self) -> str:
        """“Target: at most 6”; “Target of each year, 2026: at most 6” where it has changed."""
        drawn = [one for one in self.dated if one.target_text]
        if not drawn:
            return ""
        has_changed = len({one.target_text for one in drawn}) > 1
        which = f"Target of each year, {drawn[-1].year}" if has_changed else "Target"
        return f"{which}: {drawn[-1].target_text}"

    def _others(self, years: list[int]) -> list[Series]:
        """The figures of the comparators for the years that are drawn; one without any of them is left out."""
        found = {(one.year, one.comparator.name): one for one in self.comparisons}
        return [
            Series(name, tuple(self._point(year, found.get((year, name))) for year in years))
            for name in self.comparators
            if any((year, name) in found for year in years)
        ]

    def _point(self, year: int, comparison: Comparison | None) -> Point:
        if comparison is None:
            return Point(str(year), None, "no figure")
        return Point(str(year), comparison.value, comparison_text(self.measure, comparison))

    def _by_year(self) -> list[tuple[int, Decimal | None]]:
        values = {one.result.year: one.result.value for one in self.dated if one.result.year}
        if not values:
            return []
        return [(year, values.get(year)) for year in range(min(values), max(values) + 1)]

    def _drawn(self, target: Target | None) -> Decimal | tuple[Decimal, Decimal] | None:
        if target is None or not limits_of(self.measure, target).are_set:
            return None
        if self.measure.polarity == Polarity.IN_RANGE and target.low is not None and target.high is not None:
            return target.low, target.high
        return target.low if self.measure.polarity == Polarity.HIGHER else target.high

    @property
    def rule_text(self) -> str:
        """P-1, P-2: what is good for this measure, and how far it may be missed."""
        good = str(Polarity(self.measure.polarity).label).capitalize()
        if self.measure.polarity == Polarity.CONTEXT:
            return f"{good}: the figure is not judged."
        if not self.measure.targets_shown:
            return f"{good}. No target is set."
        tolerance = figure(self.measure.tolerance, decimals_of(self.measure.tolerance))
        if not self.measure.tolerance:
            return f"{good}. Green: the target is met. Red: it is missed."
        of_what = "% of the target" if self.measure.tolerance_kind == ToleranceKind.PER_CENT else ""
        return f"{good}. Green: the target is met. Amber: missed by no more than {tolerance}{of_what}. Red: by more."


def standing_of(measure: Measure, *, awaited_by: int) -> Standing:
    """After ``MeasureQuerySet.with_results``. Figures for later years than ``awaited_by`` are not waited for."""
    by_year = {result.year: result for result in measure.results_shown if result.year}
    targets = {target.year: target for target in measure.targets_shown}
    readings = []
    previous: Result | None = None
    for result in measure.results_shown:
        readings.append(
            Reading(
                measure=measure,
                result=result,
                previous=previous,
                target=targets.get(result.year) if result.year else None,
                check=ChangeCheck(stated=result.change_stated, computed=_computed(result, by_year, previous)),
            )
        )
        previous = result if result.year else None
    latest = max(by_year, default=0)
    awaited = [year for year in targets if latest < year <= awaited_by]
    return Standing(
        measure=measure,
        readings=tuple(readings),
        awaited=max(awaited, default=None),
        comparisons=tuple(getattr(measure, "comparisons_shown", ())),
    )


def _computed(result: Result, by_year: dict[int, Result], previous: Result | None) -> Decimal | None:
    """From the year that the source compares with; where it names none, from the figure before."""
    base = by_year.get(result.change_from_year) if result.change_from_year else previous
    return change_between(result.value, base.value) if base else None


def comparison_text(measure: Measure, comparison: Comparison) -> str:
    """As the measure's own figures are written."""
    return with_unit(figure(comparison.value, measure.decimals_shown), measure.unit)


def limits_of(measure: Measure, target: Target | None) -> Limits:
    return Limits(
        polarity=measure.polarity,
        low=target.low if target else None,
        high=target.high if target else None,
        tolerance=measure.tolerance,
        tolerance_kind=measure.tolerance_kind,
    )


def target_words(measure: Measure, target: Target | None) -> str:
    """“at least 75%”, “at most 4”, “2 to 5”; empty where a limit is missing."""
    if target is None or not limits_of(measure, target).are_set:
        return ""
    low, high = (
        "" if limit is None else figure(limit, max(measure.decimals_shown, decimals_of(limit)))
        for limit in (target.low, target.high)
    )
    if measure.polarity == Polarity.IN_RANGE:
        return with_unit(f"{low} to {high}", measure.unit)
    if measure.polarity == Polarity.HIGHER:
        return f"at least {with_unit(low, measure.unit)}"
    return f"at most {with_unit(high, measure.unit)}"


def with_unit(text: str, unit: str) -> str:
    """A per cent sign stands at the figure; “count of 22” and “rank” are no units to be counted in."""
    if unit == "%":
        return f"{text}%"
    if not unit or unit in NOT_COUNTED or unit.startswith("count of"):
        return text
    return f"{text} {unit}"


NOT_COUNTED = {"rank", "change"}
