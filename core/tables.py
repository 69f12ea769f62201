"""Rows of a django-tables2 table as HTML.

The library works out for each cell anew what its column's ``render`` takes, and the template engine would do as much
again. Both are done here once a column: a page of 25 rows costs a quarter. Columns, order and pages stay the library's.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django_tables2 import A, Table
from django_tables2.columns import BoundColumn
from django_tables2.data import TableQuerysetData
from django_tables2.rows import BoundRow
from django_tables2.utils import signature

from core.prepared import Kept
from core.querysets import counted_alone

END = SafeString("</td>")
# The queries of pages, and of how many rows there are.
PAGES: Kept[QuerySet[Any]] = Kept()
COUNTS: Kept[QuerySet[Any, Any]] = Kept()
ROWS_A_PAGE = 25


class Listing(Table):
    """Pages of 25 rows, whatever ``per_page`` the address asks for: not none, and not the whole list at once."""

    def paginate(self, *args: Any, per_page: int | None = None, **kwargs: Any) -> None:
        super().paginate(*args, per_page=ROWS_A_PAGE, **kwargs)


class PreparedData(TableQuerysetData):
    """Rows whose SQL is written once for all that they depend on: ``key``, the order of the columns and the page."""

    def __init__(self, rows: QuerySet[Any], key: tuple[Hashable, ...]) -> None:
        super().__init__(rows)
        self.key = key
        self._length: int | None = None

    def set_table(self, table: Table) -> None:
        super().set_table(table)
        self.key = (type(table).__qualname__, *self.key)

    def order_by(self, aliases: Any) -> None:
        super().order_by(aliases)
        self.key = (*self.key, tuple(aliases))

    def __len__(self) -> int:
        if self._length is None:
            rows: QuerySet[Any] = self.data
            # Those that are grouped are counted as the library does.
            is_grouped = rows.query.group_by is not None
            counted = COUNTS.ask(self.key, lambda: counted_alone(rows)) if not is_grouped else [(rows.count(),)]
            self._length = sum(number for (number,) in counted)
        return self._length

    def __getitem__(self, part: Any) -> Any:
        if not isinstance(part, slice):
            return super().__getitem__(part)
        rows = self.data
        return PAGES.ask((*self.key, part.start, part.stop), lambda: rows[part])


def rows_of(table: Table) -> Iterator[SafeString]:
    """The cells of each row that the page shows."""
    columns = [
        (_opening(column, in_cards=table.attrs.get("cards", False)), _reader(column)) for column in table.columns
    ]
    for row in table.paginated_rows:
        yield mark_safe(  # each cell is escaped in the next line
            "".join(opening + conditional_escape(localize(read(row))) + END for opening, read in columns)
        )


def _opening(column: BoundColumn, *, in_cards: bool) -> SafeString:
    label = format_html(' data-label="{}"', column.header) if in_cards else ""
    own_class = column.column.attrs.get("td", {}).get("class", "")
    return format_html('<td class="{}"{}>', f"govuk-table__cell {own_class}".rstrip(), label)


def _reader(column: BoundColumn) -> Callable[[BoundRow], Any]:
    """How to read the column's cell of a row: as the library does where ``render`` asks for more than it is worth."""
    accessor = A(column.accessor)
    arguments, takes_all = signature(column.render)
    if takes_all or column.link or len(accessor.bits) > 1 or not {"record", "value"}.issuperset(arguments):
        return lambda row: row.cells[column.name]

    render, empty, default = column.render, column.column.empty_values, column.default
    takes_record, takes_value = "record" in arguments, "value" in arguments
    words_of_choice = f"get_{accessor}_display"

    def read(row: BoundRow) -> Any:
        given = {"record": row.record} if takes_record else {}
        if takes_value or empty:
            in_words = getattr(row.record, words_of_choice, None)
            value = in_words() if in_words else accessor.resolve(row.record, quiet=True)
            if value in empty:
                return default
            if takes_value:
                given["value"] = value
        return render(**given)

    return read
