"""What a figure says of its measure: green, amber, red; better or worse; stated against computed (P-1 to P-5).

Pure: no Django, no clock. Figures are decimals and are compared as exact fractions, never as floats (P-3).
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from performance.choices import Polarity, ToleranceKind


class Rag(StrEnum):
    """P-2: where a figure stands against its target."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    NO_DATA = "no data"
    NO_TARGET = "no target"

    @property
    def tone(self) -> str:
        return self.value if self in JUDGED else "grey"

    @property
    def words(self) -> str:
        """The colour's name with what it means: nobody needs to see the colour."""
        return RAG_WORDS[self]


JUDGED = (Rag.GREEN, Rag.AMBER, Rag.RED)
RAG_WORDS = {
    Rag.GREEN: "green: target met",
    Rag.AMBER: "amber: just missed",
    Rag.RED: "red: missed",
    Rag.NO_DATA: "no data",
    Rag.NO_TARGET: "no target",
}


class Travel(StrEnum):
    """P-4: which way a figure has gone, as its measure's polarity sees it."""

    IMPROVING = "improving"
    WORSENING = "worsening"
    NO_CHANGE = "no change"
    NOT_AVAILABLE = "not available"


@dataclass(frozen=True, slots=True)
class Limits:
    """P-1: what a measure aims at: ``low`` where higher is good, ``high`` where lower is, both for a range."""

    polarity: str
    low: Decimal | None = None
    high: Decimal | None = None
    tolerance: Decimal = Decimal(0)
    tolerance_kind: str = ToleranceKind.ABSOLUTE

    @property
    def are_set(self) -> bool:
        """Whether all is given that the polarity needs; a context measure has nothing to aim at."""
        if self.polarity == Polarity.HIGHER:
            return self.low is not None
        if self.polarity == Polarity.LOWER:
            return self.high is not None
        return self.polarity == Polarity.IN_RANGE and self.low is not None and self.high is not None

    def missed_by(self, value: Decimal) -> tuple[Fraction, Fraction]:
        """How far the value is from being good (zero: it is), and the limit from which that is counted."""
        assert self.are_set
        below = above = Fraction(0)
        if self.low is not None and self.polarity != Polarity.LOWER:
            below = Fraction(self.low) - Fraction(value)
        if self.high is not None and self.polarity != Polarity.HIGHER:
            above = Fraction(value) - Fraction(self.high)
        if below > 0:
            return below, Fraction(self.low or 0)
        return max(above, Fraction(0)), Fraction(self.high or 0)

    def allowed(self, limit: Fraction) -> Fraction:
        """P-1, P-2: the tolerance at a limit; a per-cent tolerance of a zero target is zero."""
        if self.tolerance_kind == ToleranceKind.PER_CENT:
            return abs(limit) * Fraction(self.tolerance) / 100
        return Fraction(self.tolerance)


def rag_of(value: Decimal | None, limits: Limits) -> Rag:
    """P-2: green where the target is met, amber within the tolerance (its edge included), red beyond it."""
    if value is None:
        return Rag.NO_DATA
    if not limits.are_set:
        return Rag.NO_TARGET
    gap, limit = limits.missed_by(value)
    if gap == 0:
        return Rag.GREEN
    return Rag.AMBER if gap <= limits.allowed(limit) else Rag.RED


def travel_of(value: Decimal | None, previous: Decimal | None, limits: Limits) -> Travel:
    """P-4: apart from the colour; in a range the distance to it decides, and both inside is no change."""
    if value is None or previous is None:
        return Travel.NOT_AVAILABLE
    if limits.polarity == Polarity.IN_RANGE:
        if not limits.are_set:
            return Travel.NOT_AVAILABLE
        gain = limits.missed_by(previous)[0] - limits.missed_by(value)[0]
    elif limits.polarity == Polarity.HIGHER:
        gain = Fraction(value) - Fraction(previous)
    elif limits.polarity == Polarity.LOWER:
        gain = Fraction(previous) - Fraction(value)
    else:
        return Travel.NOT_AVAILABLE
    if gain == 0:
        return Travel.NO_CHANGE
    return Travel.IMPROVING if gain > 0 else Travel.WORSENING


def change_between(value: Decimal, previous: Decimal) -> Decimal:
    """The exact difference; zero is never “-0” (P-3)."""
    return value - previous or Decimal(0)


@dataclass(frozen=True, slots=True)
class ChangeCheck:
    """P-5: a change as it was printed beside the one that the figures give; either may be missing."""

    stated: Decimal | None
    computed: Decimal | None

    @property
    def differs(self) -> bool:
        return self.stated is not None and self.computed is not None and self.stated != self.computed

    @property
    def words(self) -> str:
        """“stated rise 8.4, computed 8.0” where the two differ, else nothing."""
        if self.stated is None or self.computed is None or not self.differs:
            return ""
        decimals = max(decimals_of(self.stated), decimals_of(self.computed))
        named = "rise" if self.stated > 0 else "fall" if self.stated < 0 else "change"
        same_way = self.stated * self.computed > 0
        stated, computed = (abs(self.stated), abs(self.computed)) if same_way else (self.stated, self.computed)
        return f"stated {named} {figure(stated, decimals)}, computed {figure(computed, decimals)}"


def decimals_of(value: Decimal) -> int:
    """How many decimals a figure needs to be written in full."""
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return max(0, -exponent)


def figure(value: Decimal, decimals: int) -> str:
    """P-3: “1,234.5”, “−2”: rounded half up, a real minus sign, never “−0”."""
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{'−' if rounded < 0 else ''}{abs(rounded):,f}"


def signed_figure(value: Decimal, decimals: int) -> str:
    """“+7.8”, “−2”, “0”."""
    text = figure(value, decimals)
    return f"+{text}" if value > 0 and text.strip("0.,") else text
