"""measures.csv and achievements.csv: the figures as they were printed, and what was achieved."""

from core.sheets.reading import Columns
from imports.achievements import ACHIEVEMENTS
from imports.cells import Row
from imports.facts import COMPARATORS, COMPARISONS, MEASURE_DETAILS, TARGETS
from imports.run import ImportRun
from performance.choices import Polarity, ValueBasis
from performance.models import Measure, Result

MEASURES = "measures.csv"
MEASURE_COLUMNS = Columns.parse(
    "measure_id! name! unit year! value! value_basis change_stated change_from_year polarity! source note"
)
POLARITIES: dict[str, Polarity] = {polarity.value: polarity for polarity in Polarity}
BASES: dict[str, ValueBasis] = {basis.value: basis for basis in ValueBasis}
OF_THE_MEASURE = ("name", "unit", "polarity")


def import_performance(run: ImportRun) -> None:
    _import_measures(run)
    ACHIEVEMENTS.import_rows(run)


def _import_measures(run: ImportRun) -> None:
    for measure in MEASURE_DETAILS.import_rows(run):
        run.measures[measure.code] = measure
    described = run.names_in(MEASURE_DETAILS.file, "measure_id")
    rows = run.rows(MEASURES, MEASURE_COLUMNS, key=("measure_id", "year"))
    first_rows: dict[str, Row] = {}
    for row in rows:
        with run.reading(row):
            first = first_rows.setdefault(row["measure_id"], row)
            for column in OF_THE_MEASURE:
                if row[column] != first[column]:
                    row.refuse(column, f"row {first.number} says “{first[column]}” of the same measure")
            if first is row and row["measure_id"] not in described:
                decimals = max(_decimals(other["value"]) for other in rows if other["measure_id"] == row["measure_id"])
                run.measures[row["measure_id"]] = _write_measure(run, row, decimals)
            _write_result(run, row, row.required_reference("measure_id", run.measures))
    TARGETS.import_rows(run)
    for comparator in COMPARATORS.import_rows(run):
        run.comparators[comparator.code] = comparator
    COMPARISONS.import_rows(run)


def _decimals(printed: str) -> int:
    return len(printed.partition(".")[2])


def _write_measure(run: ImportRun, row: Row, decimals: int) -> Measure:
    values = {
        "name": row.required("name"),
        "unit": row["unit"],
        "polarity": row.choice("polarity", POLARITIES),
        "decimals_shown": decimals,
        "source": row["source"],
    }
    match = {"partnership": run.partnership, "code": row.code("measure_id")}
    return run.write(row, Measure, match=match, values=values, part=True)


def _write_result(run: ImportRun, row: Row, measure: Measure) -> None:
    """The stated figure and the stated change are kept beside each other, also where they disagree (P-5)."""
    values = {
        "value": row.required_decimal("value"),
        "basis": row.choice("value_basis", BASES) if row["value_basis"] else ValueBasis.STATED,
        "change_stated": row.decimal("change_stated"),
        "change_from_year": row.whole("change_from_year"),
        "source": row["source"],
        "note": row["note"],
    }
    match = {"measure": measure, "year": row.whole("year")}
    run.write(row, Result, match=match, values=values)
