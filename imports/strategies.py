"""strategies.csv: one row for each priority, theme or sub-theme of a strategy."""

from typing import Any

from boards.choices import StrategyStatus
from boards.models import Priority, Strategy
from core.sheets.reading import Columns
from imports.cells import Row
from imports.columns import LastDay, PreciseDay
from imports.facts import STRATEGY_DETAILS
from imports.run import ImportRun
from progress.rules import makes_loop

FILE = "strategies.csv"
COLUMNS = Columns.parse(
    "strategy_id! strategy_name! status! period_start period_start_precision period_end item_id! item_kind! "
    "item_order! item_name! parent_item_id item_start_date item_start_precision item_end_date item_end_precision "
    "source note"
)
ITEM_STARTS, ITEM_ENDS = PreciseDay("item_start", "starts"), LastDay("item_end", "ends")
STATUSES: dict[str, StrategyStatus] = {status.label: status for status in StrategyStatus}
OF_THE_STRATEGY = ("strategy_name", "status", "period_start", "period_start_precision", "period_end")


def import_strategies(run: ImportRun) -> None:
    for strategy in STRATEGY_DETAILS.import_rows(run):
        run.strategies[strategy.code] = strategy
    first_rows: dict[str, Row] = {}
    described = run.names_in(STRATEGY_DETAILS.file, "strategy_id")
    for row in run.rows(FILE, COLUMNS, key=("strategy_id", "item_id")):
        with run.reading(row, code="item_id", of=run.priorities):
            first = first_rows.setdefault(row["strategy_id"], row)
            for column in OF_THE_STRATEGY:
                if row[column] != first[column]:
                    row.refuse(column, f"row {first.number} says “{first[column]}” of the same strategy")
            if first is row and row["strategy_id"] not in described:
                run.strategies[row["strategy_id"]] = _write_strategy(run, row)
            strategy = row.required_reference("strategy_id", run.strategies)
            run.know_priority(_write_priority(run, row, strategy))


def _write_strategy(run: ImportRun, row: Row) -> Strategy:
    starts_on, precision = row.dated("period_start", "period_start_precision")
    values = {
        "name": row.required("strategy_name"),
        "status": row.choice("status", STATUSES),
        "starts_on": starts_on,
        "starts_precision": precision,
        "ends_on": row.day("period_end"),
        "source": row["source"],
        "note": row["note"],
    }
    columns = {"name": "strategy_name", "starts_on": "period_start", "ends_on": "period_end"}
    match = {"partnership": run.partnership, "code": row.code("strategy_id")}
    return run.write(row, Strategy, match=match, values=values, columns=columns, part=True)


def _write_priority(run: ImportRun, row: Row, strategy: Strategy) -> Priority:
    own = run.priorities.get(f"{strategy.code}/{row['parent_item_id']}")
    parent = own or row.reference("parent_item_id", run.priorities)
    if parent is not None and parent.strategy_id != strategy.pk:
        row.refuse("parent_item_id", "it belongs to another strategy")
    known = run.priorities.get(f"{strategy.code}/{row['item_id']}")
    if parent and known:
        above = {one: over for one, over in strategy.priorities.values_list("pk", "parent") if over}
        if makes_loop(above, one=known.pk, successor=parent.pk):
            row.refuse("parent_item_id", "it is part of this one, or the same")
    values: dict[str, Any] = {
        "kind": row.required("item_kind"),
        "position": row.required_whole("item_order"),
        "name": row.required("item_name"),
        "parent": parent,
        "starts_on": strategy.starts_on,
        "starts_precision": strategy.starts_precision,
        "ends_on": strategy.ends_on,
        "ends_precision": strategy.ends_precision,
        "source": row["source"],
        "note": row["note"],
    }
    dates: dict[str, str] = {}
    if "item_start_date" not in row.absent:
        for column in (ITEM_STARTS, ITEM_ENDS):
            values |= column.values(row, run)
            dates |= column.fields
    columns = {"kind": "item_kind", "name": "item_name", "code": "item_id", **dates}
    match = {"strategy": strategy, "code": row.required("item_id")}
    return run.write(row, Priority, match=match, values=values, columns=columns)
