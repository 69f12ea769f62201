"""How many recommendations a page counts, and which of them another page does not. Pure: no Django, no clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from recommendations.choices import RecommendationStatus


@dataclass(frozen=True, slots=True)
class Total:
    """Recommendations by status; of the whole, how many are closed and how many belong to a report in preparation."""

    counts: dict[RecommendationStatus, int]
    closed: int = 0
    in_preparation: int = 0

    @classmethod
    def of(cls, groups: Iterable[tuple[str, bool, bool, int]]) -> Total:
        """From (status, is closed, is of a report in preparation, how many)."""
        found = list(groups)
        by_status = Counter[str]()
        for status, _, _, number in found:
            by_status[status] += number
        return cls(
            counts={status: by_status[status] for status in RecommendationStatus},
            closed=sum(number for _, is_closed, _, number in found if is_closed),
            in_preparation=sum(number for _, _, is_draft, number in found if is_draft),
        )

    @property
    def number(self) -> int:
        return sum(self.counts.values())

    @property
    def words(self) -> str:
        """“16 recommendations, 1 of them closed and 1 from a report in preparation, which is not public”."""
        parts = [f"{self.closed} of them closed"] if self.closed else []
        if self.in_preparation:
            parts.append(f"{self.in_preparation} from a report in preparation, which is not public")
        return ", ".join([counted(self.number), " and ".join(parts)]) if parts else counted(self.number)


def counted(number: int) -> str:
    return f"{number} recommendation" if number == 1 else f"{number} recommendations"


def not_included(*, closed: int, in_preparation: int) -> list[str]:
    """Sentences for a paper that has fewer rows than somebody may have seen on a page."""
    sentences = []
    if closed:
        sentences.append(f"{closed} closed recommendation{' is' if closed == 1 else 's are'} not included")
    if in_preparation:
        verb = "is" if in_preparation == 1 else "are"
        sentences.append(f"{counted(in_preparation)} of a report in preparation {verb} not included")
    return sentences
