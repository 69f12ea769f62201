"""The share of summaries that came on time (L-1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from core.rules.shares import per_cent
from core.rules.working_days import SummaryState


@dataclass(frozen=True)
class Punctuality:
    """L-1: how many summaries came on time, came late, are overdue, or are still within their deadline (T-3)."""

    on_time: int = 0
    late: int = 0
    overdue: int = 0
    open: int = 0

    @classmethod
    def of(cls, states: Iterable[SummaryState]) -> Self:
        """A meeting that has not been held, or was off, owes nothing and is not counted."""
        count = Counter(states)
        return cls(
            on_time=count[SummaryState.ON_TIME],
            late=count[SummaryState.LATE],
            overdue=count[SummaryState.OVERDUE],
            open=count[SummaryState.DUE] + count[SummaryState.DUE_TODAY],
        )

    @property
    def total(self) -> int:
        return self.settled + self.open

    @property
    def settled(self) -> int:
        """L-1: published, or past its deadline without: what the share is a share of."""
        return self.on_time + self.late + self.overdue

    @property
    def percent(self) -> int | None:
        """L-1: on time of all that is settled, rounded half up; None where nothing is."""
        return per_cent(self.on_time, self.settled)

    @property
    def rate(self) -> str:
        return "none due yet" if self.percent is None else f"{self.percent}%"
