"""Who reads a recommendation, as at which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from boards.models import Partnership
from recommendations.models import Recommendation

if TYPE_CHECKING:
    from recommendations.querysets import Reader


@dataclass(frozen=True)
class Reading:
    """``recommendation`` was read by ``as_at(on)``; ``since`` is when the reader's last visit ended."""

    recommendation: Recommendation
    reader: Reader
    on: date
    today: date
    since: datetime | None

    @property
    def partnership(self) -> Partnership:
        return self.recommendation.partnership

    @property
    def is_today(self) -> bool:
        """Only today's page can be acted on."""
        return self.on == self.today

    def may(self, permission: str) -> bool:
        """Whether the reader may do that, on the page of today."""
        return self.is_today and self.reader.has_perm(f"recommendations.{permission}", self.partnership)
