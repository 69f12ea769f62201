"""Where apps above boards add panels to its pages, and what waits for the office today."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from boards.models import Body, Organisation, Partnership, Person, Strategy
from boards.prepared import prepared
from core.panels import Panel, PanelRequest, PanelSource, Place
from core.querysets import number_of
from core.rules.dates import add_months, age_in_words
from core.rules.working_days import LONDON, london_day

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from core.models import User

    Reader = User | AnonymousUser

# The page of a board or group: what it did last and who sits on it; in a narrow column, when it meets.
ON_BODY: Place[Body] = Place()
BESIDE_BODY: Place[Body] = Place()
# What officers do about it, gathered in one place.
FOR_OFFICE_ON_BODY: Place[Body] = Place()
ON_ORGANISATION: Place[Organisation] = Place()
ON_PERSON: Place[Person] = Place()
ON_STRATEGY: Place[Strategy] = Place()


@ON_BODY.add(order=20)
def members_of_body(_asked: PanelRequest[Body]) -> Panel:
    """Who sits on it; the page has read it."""
    return Panel("boards/members.html", {})


@dataclass(frozen=True)
class Line:
    """One line of a list: its words, where they lead, and what stands beside them."""

    text: str
    url: str = ""
    note: str = ""


def list_panel(heading: str, *, anchor: str, lines: list[Line], more: str = "") -> Panel | None:
    """A list under a heading; ``more`` is said below it. Nothing where there are no lines."""
    context = {"heading": heading, "anchor": anchor, "lines": lines, "more": more}
    return Panel("boards/panels/lines.html", context) if lines else None


# Today: what waits for the office

TASKS_SHOWN = 5
# Of what no other page lists.
SHOWN_HERE_ALONE = 20
OLD_AFTER_MONTHS = 12

# Of a partnership (its key), for a reader, on a day: the rows that wait.
WaitingRows = Callable[[int, "Reader", date], QuerySet[Any, Any]]


@dataclass(frozen=True)
class Task:
    """One line of Today: what it is, since when, and the button that does it.

    ``what`` leads to ``url``; ``when`` says how urgent it is, on a ``tone`` where it is a status, and ``note`` the
    date behind it.
    """

    what: str
    url: str
    button: str
    button_url: str
    when: str = ""
    note: str = ""
    tone: str = ""
    about: str = ""


@dataclass(frozen=True)
class TaskGroup:
    """Tasks of one kind; ``count`` and ``older_count`` say how many there are, of which only the first are shown.

    ``older`` have waited for more than a year. ``url`` leads to all of them, ``page`` is the name of that address.
    ``is_main`` is what the office is there for.
    """

    key: str
    heading: str
    tasks: tuple[Task, ...]
    count: int
    older: tuple[Task, ...] = ()
    older_count: int = 0
    url: str = ""
    page: str = ""
    is_main: bool = False

    @property
    def number(self) -> int:
        return self.count + self.older_count


class TodayPlace(Place[Partnership]):
    """The groups of tasks on Today, in the order of what hurts first.

    ``page`` names the address at which the tasks of a group are seen to, and ``rows`` are those that wait: so many
    are counted beside that page in the menu.
    """

    def __init__(self) -> None:
        super().__init__()
        self._counted: list[tuple[str, WaitingRows]] = []

    def add(
        self, *, order: int, page: str = "", rows: WaitingRows | None = None
    ) -> Callable[[PanelSource[Partnership]], PanelSource[Partnership]]:
        if rows is not None:
            self._counted.append((page, rows))
        return super().add(order=order)

    def counts(self, partnership: int, *, reader: Reader, on: date) -> dict[str, int]:
        """Name of a page to how much waits there; one query for all."""
        (numbers,) = _counts(partnership, reader, on)
        return summed(zip((page for page, _ in self._counted), numbers, strict=True))

    def rows_counted(self, partnership: int, reader: Reader, on: date) -> list[QuerySet[Any, Any]]:
        return [rows(partnership, reader, on) for _, rows in self._counted]


ON_TODAY = TodayPlace()


@prepared("partnership")
def _counts(partnership: int, reader: Reader, on: date) -> QuerySet[Partnership, Any]:
    counted = (number_of(rows) for rows in ON_TODAY.rows_counted(partnership, reader, on))
    return Partnership.objects.filter(pk=partnership).values_list(*counted)


def summed(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Pages that several groups lead to have the tasks of all."""
    found: dict[str, int] = {}
    for page, number in counts:
        found[page] = found.get(page, 0) + number
    return found


def is_old(since: date | None, *, on: date) -> bool:
    """Whether it has waited for more than a year."""
    return since is not None and since < add_months(on, -OLD_AFTER_MONTHS)


def first_waiting(
    rows: QuerySet[Any, Any], since: Any, *, on: date, is_moment: bool = False, at_most: int = TASKS_SHOWN
) -> QuerySet[Any, Any]:
    """The first that wait, those for a year or less and the older ones, each with ``waits_since``, ``waits_long`` and
    ``waiting_number``: how many there are of either. ``since`` is a field or an expression of a day,
    or of a moment.
    """
    year_ago: date = add_months(on, -OLD_AFTER_MONTHS)
    if is_moment:
        year_ago = datetime.combine(year_ago, time.min, LONDON)
    order = (F("waits_since").asc(nulls_last=True), "pk")
    old = Q(waits_since__isnull=False, waits_since__lt=year_ago)
    found: QuerySet[Any, Any] = (
        rows.annotate(waits_since=F(since) if isinstance(since, str) else since)
        .annotate(waits_long=ExpressionWrapper(old, output_field=BooleanField()))
        .annotate(
            waiting_number=Window(Count("pk"), partition_by="waits_long"),
            waiting_place=Window(RowNumber(), partition_by="waits_long", order_by=order),
        )
        .filter(waiting_place__lte=at_most)
        .order_by("waits_long", *order)
    )
    return found


def task_panel(key: str, heading: str, rows: Iterable[Any], task: Callable[[Any], Task], **more: Any) -> Panel | None:
    """A group of what ``first_waiting`` found, with ``more`` fields of a ``TaskGroup``; nothing where nothing waits."""
    found = list(rows)
    recent, older = [row for row in found if not row.waits_long], [row for row in found if row.waits_long]
    return group_panel(
        TaskGroup(
            key,
            heading,
            tasks=tuple(map(task, recent)),
            count=recent[0].waiting_number if recent else 0,
            older=tuple(map(task, older)),
            older_count=older[0].waiting_number if older else 0,
            **more,
        )
    )


def group_panel(group: TaskGroup) -> Panel | None:
    return Panel("desk/today/group.html", {"group": group}) if group.number else None


def ago(since: datetime, *, on: date) -> str:
    """“Today”, “3 weeks ago”."""
    days = (on - london_day(since)).days
    return f"{age_in_words(days)} ago" if days > 0 else "Today"


def overdue_words(due_on: date, *, on: date) -> str:
    """“Due today”, “3 weeks overdue”."""
    return "Due today" if due_on >= on else f"{age_in_words((on - due_on).days)} overdue"
