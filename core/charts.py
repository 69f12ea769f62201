"""Numbers turned into the coordinates of small charts.

Pure functions: no Django, no clock. The templates ``components/bar_chart.html``, ``line_chart.html`` and
``sparkline.html`` draw what these return, on a page and in a PDF alike. No meaning rests on a colour: each part
carries a pattern and words, each point its value, and a table says the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, pairwise
from math import ceil, floor, log10

from core.rules.shares import per_cent, rounding_note

Number = int | float | Decimal
Target = Number | tuple[Number, Number] | None

DIGIT_ROOM = 4.0
"""Per cent of a bar that one digit needs on the narrowest screen; a smaller part leaves its figure to the table."""

LINE_WIDTH, LINE_HEIGHT = 560.0, 240.0
LEFT, RIGHT, TOP, BOTTOM = 58.0, 22.0, 26.0, 54.0
# Half a figure’s width: neither the first nor the last figure runs into what stands beside the plot.
EDGE = 32.0
TICKS = 4
LABEL_ROOM = 72.0
# What stands beside a step of the scale: the distance, and the room of one digit or comma.
TICK_GAP, DIGIT_WIDTH = 12.0, 8.4

SPARK_WIDTH, SPARK_HEIGHT, SPARK_EDGE = 96.0, 26.0, 4.0


@dataclass(frozen=True, slots=True)
class Look:
    """How a tone is drawn: its colour, and the pattern that tells it from the others without colour."""

    fill: str
    pattern: str


LOOKS = {
    "grey": Look("#868f97", "plain"),
    "blue": Look("#2b6ca3", "plain"),
    "green": Look("#1d7a4c", "lines"),
    "amber": Look("#b87a12", "dots"),
    "red": Look("#b3382c", "cross"),
    "purple": Look("#6b4fa0", "rows"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """What goes into a stacked bar. ``tone`` is one of ``LOOKS``."""

    label: str
    count: int
    tone: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A part as drawn; ``x`` and ``width`` are per cent of the bar, so that it fits any width unscaled."""

    label: str
    count: int
    percent: int
    look: Look
    x: float
    width: float
    has_room: bool


@dataclass(frozen=True, slots=True)
class StackedBar:
    segments: tuple[Segment, ...]
    total: int
    words: str

    @property
    def rounding(self) -> str:
        """P-7: what to say where the rounded shares add up to other than 100; empty where they do add up."""
        return rounding_note(segment.percent for segment in self.segments) if self.total else ""

    @property
    def drawn(self) -> tuple[Segment, ...]:
        return tuple(segment for segment in self.segments if segment.count)


def stacked_bar(parts: Sequence[Part]) -> StackedBar:
    """One horizontal bar, a segment for each part in the order given. Parts of nothing stay in the table."""
    total = sum(part.count for part in parts)
    segments = []
    before = 0
    for part in parts:
        width = round(100 * part.count / total, 3) if total else 0.0
        segments.append(
            Segment(
                label=part.label,
                count=part.count,
                percent=per_cent(part.count, total) or 0,
                look=LOOKS[part.tone],
                x=round(100 * before / total, 3) if total else 0.0,
                width=width,
                has_room=width >= DIGIT_ROOM * len(str(part.count)),
            )
        )
        before += part.count
    words = ", ".join(f"{part.label} {part.count}" for part in parts if part.count)
    return StackedBar(segments=tuple(segments), total=total, words=words or "Nothing to count")


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a series: when, how much (None: no figure), and the figure as it is printed."""

    label: str
    value: Number | None
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    label: str
    text: str
    x: float
    y: float
    above: bool


@dataclass(frozen=True, slots=True)
class Tick:
    text: str
    y: float


@dataclass(frozen=True, slots=True)
class Name:
    text: str
    x: float


@dataclass(frozen=True, slots=True)
class Band:
    """The target of some neighbouring points: a line (no height) or, for a range, a band."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Series:
    """What a line is compared with: a figure, or None, for each of its points."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class OtherLine:
    """A series as drawn behind the line, told from the others by its dashes; ``spots`` are its figures."""

    name: str
    paths: tuple[str, ...]
    spots: tuple[tuple[float, float], ...]
    stroke: str
    dashes: str


# More could not be told apart; a table has them all.
OTHER_LINES = (("#6b4fa0", "12 3 3 3"), ("#8a4b08", "2 5"), ("#4b535b", "18 4"))


@dataclass(frozen=True, slots=True)
class LineChart:
    paths: tuple[str, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    names: tuple[Name, ...]
    targets: tuple[Band, ...]
    points: tuple[Point, ...]
    words: str
    left: float
    others: tuple[OtherLine, ...] = ()
    width: float = LINE_WIDTH
    height: float = LINE_HEIGHT
    right: float = LINE_WIDTH - RIGHT

    @property
    def target_is_range(self) -> bool:
        return any(band.height for band in self.targets)


@dataclass(frozen=True, slots=True)
class Scale:
    """The height of a value in a drawing: the lowest step on ``bottom``, the highest on ``top``."""

    lowest: float
    highest: float
    top: float
    bottom: float

    def y(self, value: Number) -> float:
        share = (float(value) - self.lowest) / (self.highest - self.lowest)
        return round(self.bottom - share * (self.bottom - self.top), 2)


def line_chart(points: Sequence[Point], *, targets: Sequence[Target] = (), others: Sequence[Series] = ()) -> LineChart:
    """A line through the figures in the order given, broken where one is missing, with the targets behind it.

    ``targets`` are as many as the points, or none: each one value, the two limits of a range, or None. Where the next
    point has another target, the line steps. Of ``others`` the first three are drawn.
    """
    limits = [_limits_of(target) for target in targets] or [()] * len(points)
    others = others[: len(OTHER_LINES)]
    drawn = [point.value for series in (points, *(one.points for one in others)) for point in series]
    known = (*drawn, *(value for pair in limits for value in pair))
    steps = _steps([float(value) for value in known if value is not None])
    scale = Scale(lowest=steps[0], highest=steps[-1], top=TOP, bottom=LINE_HEIGHT - BOTTOM)
    left = max(LEFT, TICK_GAP + DIGIT_WIDTH * max(len(_tick_text(step, steps)) for step in steps))
    xs = _spread(len(points), start=left + EDGE, end=LINE_WIDTH - RIGHT - EDGE)
    placed = [None if point.value is None else (x, scale.y(point.value)) for point, x in zip(points, xs, strict=True)]
    every = max(1, ceil(len(points) * LABEL_ROOM / (LINE_WIDTH - left - RIGHT)))
    return LineChart(
        paths=_paths(placed),
        marks=tuple(
            Mark(label=point.label, text=point.text, x=spot[0], y=spot[1], above=_is_above(placed, place))
            for place, (point, spot) in enumerate(zip(points, placed, strict=True))
            if spot
        ),
        ticks=tuple(Tick(text=_tick_text(step, steps), y=scale.y(step)) for step in steps),
        # Counted from the newest, so that the last point always has its name.
        names=tuple(
            Name(text=point.label, x=x)
            for place, (point, x) in enumerate(zip(points, xs, strict=True))
            if (len(points) - 1 - place) % every == 0
        ),
        targets=_bands([[scale.y(value) for value in pair] for pair in limits], xs, left=left),
        points=tuple(points),
        words=". ".join((_points_in_words(points), *(f"{one.name}: {_points_in_words(one.points)}" for one in others))),
        others=tuple(_other_line(series, xs, scale, *look) for series, look in zip(others, OTHER_LINES, strict=False)),
        left=left,
    )


def _points_in_words(points: Sequence[Point]) -> str:
    return "; ".join(f"{point.label}: {point.text}" for point in points)


def _other_line(series: Series, xs: Sequence[float], scale: Scale, stroke: str, dashes: str) -> OtherLine:
    placed = [
        None if point.value is None else (x, scale.y(point.value)) for point, x in zip(series.points, xs, strict=True)
    ]
    spots = tuple(spot for spot in placed if spot)
    return OtherLine(name=series.name, paths=_paths(placed), spots=spots, stroke=stroke, dashes=dashes)


@dataclass(frozen=True, slots=True)
class Sparkline:
    paths: tuple[str, ...]
    last_x: float
    last_y: float
    width: float = SPARK_WIDTH
    height: float = SPARK_HEIGHT


def sparkline(values: Sequence[Number | None]) -> Sparkline | None:
    """A line as small as a word; None when fewer than two figures are known."""
    known = [float(value) for value in values if value is not None]
    if len(known) < 2:
        return None
    flat = min(known) == max(known)
    scale = Scale(
        lowest=min(known) - flat,
        highest=max(known) + flat,
        top=SPARK_EDGE,
        bottom=SPARK_HEIGHT - SPARK_EDGE,
    )
    xs = _spread(len(values), start=SPARK_EDGE, end=SPARK_WIDTH - SPARK_EDGE)
    placed = [None if value is None else (x, scale.y(value)) for value, x in zip(values, xs, strict=True)]
    last = [spot for spot in placed if spot][-1]
    return Sparkline(paths=_paths(placed), last_x=last[0], last_y=last[1])


def _steps(values: Sequence[float]) -> list[float]:
    """Round numbers, at the same distance, that take in all values."""
    if not values:
        return [0.0, 1.0]
    lowest, highest = min(values), max(values)
    span = (highest - lowest) or abs(highest) or 1.0
    rough = span / TICKS
    magnitude = 10.0 ** floor(log10(rough))
    step = next(factor * magnitude for factor in (1, 2, 2.5, 5, 10) if factor * magnitude >= rough * 0.999)
    first, last = floor(lowest / step), ceil(highest / step)
    if first == last:
        first, last = first - 1, last + 1
    return [place * step for place in range(first, last + 1)]


def _tick_text(step: float, steps: Sequence[float]) -> str:
    """No more decimals than the steps need, thousands set off by commas."""
    decimals = next((n for n in range(4) if all(abs(one - round(one, n)) < 1e-9 for one in steps)), 4)
    # Adding zero turns -0.0, which would print its sign, into 0.0.
    return f"{round(step, decimals) + 0.0:,.{decimals}f}"


def _spread(count: int, *, start: float, end: float) -> list[float]:
    """``count`` places at the same distance; a single one stands in the middle."""
    if count == 1:
        return [round((start + end) / 2, 2)]
    return [round(start + (end - start) * place / (count - 1), 2) for place in range(count)]


def _paths(placed: Sequence[tuple[float, float] | None]) -> tuple[str, ...]:
    """A path for every unbroken run of two or more figures."""
    runs: list[list[tuple[float, float]]] = [[]]
    for spot in placed:
        if spot is None:
            runs.append([])
        else:
            runs[-1].append(spot)
    return tuple("M" + " L".join(f"{x:g},{y:g}" for x, y in run) for run in runs if len(run) > 1)


def _is_above(placed: Sequence[tuple[float, float] | None], place: int) -> bool:
    """A figure stands above its point, save in a dip, where the line would run through it."""
    here = placed[place]
    before = placed[place - 1] if place else None
    after = placed[place + 1] if place + 1 < len(placed) else None
    neighbours = [spot[1] for spot in (before, after) if spot]
    return here is None or not neighbours or here[1] <= sum(neighbours) / len(neighbours)


def _limits_of(target: Target) -> tuple[Number, ...]:
    return () if target is None else target if isinstance(target, tuple) else (target,)


def _bands(limits: Sequence[Sequence[float]], xs: Sequence[float], *, left: float) -> tuple[Band, ...]:
    """One for each run of points with the same target, from half way before the first to half way after the last."""
    edges = [left, *(round((one + other) / 2, 2) for one, other in pairwise(xs)), LINE_WIDTH - RIGHT]
    bands = []
    for pair, run in groupby(range(len(limits)), key=lambda place: tuple(limits[place])):
        if pair:
            places = list(run)
            start, end = edges[places[0]], edges[places[-1] + 1]
            height = round(max(pair) - min(pair), 2)
            bands.append(Band(x=start, y=min(pair), width=round(end - start, 2), height=height))
    return tuple(bands)
