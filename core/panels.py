"""Panels: sections of a page that come from several apps.

The app that owns a page declares a ``Place`` in its ``panels`` module; any app, its own or one above, adds panels to it
in its own ``panels`` module, which is imported when the portal starts. So a body's page shows its meetings, though
boards knows nothing of meetings::

    @ON_BODY.add(order=10)
    def meetings_of_body(asked: PanelRequest[Body]) -> Panel | None: ...
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from core.models import User

Record = TypeVar("Record")


@dataclass(frozen=True)
class Panel:
    """A section of a page: its template, and what the template is given."""

    template: str
    context: dict[str, Any]


@dataclass(frozen=True)
class PanelRequest(Generic[Record]):
    """Who reads the page of ``record``, as at which day; ``since`` is when the reader's last visit ended, if known."""

    record: Record
    reader: User | AnonymousUser
    on: date
    today: date
    since: datetime | None = None

    @property
    def partnership(self) -> Any:
        return self.record.partnership  # type: ignore[attr-defined]  # every record with panels has one

    @property
    def is_today(self) -> bool:
        """Only today's page can be acted on."""
        return self.on == self.today

    def may(self, permission: str) -> bool:
        """Whether the reader may do that, on the page of today."""
        return self.is_today and self.reader.has_perm(permission, self.partnership)


PanelSource = Callable[[PanelRequest[Record]], Panel | None]


class Place(Generic[Record]):
    """A spot on the page of a record, and the panels that are shown there."""

    def __init__(self) -> None:
        self._sources: list[tuple[int, PanelSource[Record]]] = []

    def add(self, *, order: int) -> Callable[[PanelSource[Record]], PanelSource[Record]]:
        """Register a panel; ``order`` places it among the others, the lowest first."""

        def register(source: PanelSource[Record]) -> PanelSource[Record]:
            self._sources.append((order, source))
            self._sources.sort(key=lambda known: known[0])
            return source

        return register

    def panels(self, asked: PanelRequest[Record]) -> list[Panel]:
        """Those that have something to show, in their order."""
        found = (source(asked) for _, source in self._sources)
        return [panel for panel in found if panel is not None]
