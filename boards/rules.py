"""How structure is read: who is above whom, and which days the records speak of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from core.choices import Precision
from core.rules.dates import format_date


@dataclass(frozen=True)
class Branch:
    """A body, by its primary key, and what reports to it."""

    key: int
    below: tuple["Branch", ...]


def reporting_tree(parents: Mapping[int, tuple[int, ...]]) -> tuple[Branch, ...]:
    """I-6: the bodies as trees, each body once, below the first of those that it reports to.

    ``parents`` names all the bodies in the order in which siblings stand; a parent that is not among them is left out.
    """
    below: dict[int, list[int]] = {key: [] for key in parents}
    roots = []
    for key, above in parents.items():
        known = [one for one in above if one in parents]
        if known:
            below[known[0]].append(key)
        else:
            roots.append(key)

    def branch(key: int) -> Branch:
        return Branch(key, tuple(branch(one) for one in below[key]))

    return tuple(branch(key) for key in roots)


@dataclass(frozen=True)
class Span:
    """From when to when a fact is on record; ``None`` leaves that end open."""

    starts_on: date | None
    starts_precision: str
    ends_on: date | None
    ends_precision: str

    @property
    def is_known_by_its_end(self) -> bool:
        """Of a thing that is only mentioned as ended, the last day is on record and no day before it."""
        return self.starts_on == self.ends_on and self.starts_precision == Precision.UNKNOWN != self.ends_precision


@dataclass(frozen=True)
class RecordedDay:
    """A day of which the records speak, in as many words as they do."""

    day: date
    words: str


def recorded_day(day: date, precision: str) -> RecordedDay:
    """T-4: a fact on record “from 2012” is kept as from 1 January, its precision unknown."""
    if precision == Precision.UNKNOWN:
        precision = Precision.YEAR if (day.month, day.day) == (1, 1) else Precision.DAY
    return RecordedDay(day, format_date(day, precision))


def nearest_days(spans: Iterable[Span], *, on: date) -> tuple[RecordedDay, ...]:
    """The last day before and the first day after ``on`` of which the records speak; none, one or both."""
    known = list(spans)
    ends = [(span.ends_on, span.ends_precision) for span in known if span.ends_on is not None and span.ends_on < on]
    starts = [
        (span.starts_on, span.starts_precision)
        for span in known
        if span.starts_on is not None and span.starts_on > on and not span.is_known_by_its_end
    ]
    found = []
    if ends:
        day, precision = max(ends)
        # The last day on record is a whole day, unless all that is known is that it was the last one.
        found.append(recorded_day(day, precision if precision == Precision.UNKNOWN else Precision.DAY))
    if starts:
        found.append(recorded_day(*min(starts)))
    return tuple(found)
