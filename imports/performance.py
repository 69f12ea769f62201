"""measures.csv and achievements.csv: the figures as they were printed, and what was achieved."""

from core.sheets.reading import Columns
from imports.cells import Known, Row
from imports.run import ImportRun
from performance.choices import Polarity, ValueBasis
from performance.models import Achievement, Measure, Result

MEASURES = "measures.csv"
MEASURE_COLUMNS = Columns.parse(
    "measure_id! name! unit year! value! value_basis change_stated change_from_year polarity! source note"
)
ACHIEVEMENTS = "achievements.csv"
ACHIEVEMENT_COLUMNS = Columns.parse(
    "achievement_id! date date_precision theme! title! headline! figures partners source note"
)
POLARITIES: dict[str, Polarity] = {polarity.value: polarity for polarity in Polarity}
BASES: dict[str, ValueBasis] = {basis.value: basis for basis in ValueBasis}
OF_THE_MEASURE = ("name", "unit", "polarity")


def import_performance(run: ImportRun) -> None:
    _import_measures(run)
    for row in run.rows(ACHIEVEMENTS, ACHIEVEMENT_COLUMNS, key=("achievement_id",)):
        with run.reading(row):
            _write_achievement(run, row)


def _import_measures(run: ImportRun) -> None:
    rows = run.rows(MEASURES, MEASURE_COLUMNS, key=("measure_id", "year"))
    measures: Known[Measure] = Known("measure")
    first_rows: dict[str, Row] = {}
    for row in rows:
        with run.reading(row):
            first = first_rows.setdefault(row["measure_id"], row)
            for column in OF_THE_MEASURE:
                if row[column] != first[column]:
                    row.refuse(column, f"row {first.number} says “{first[column]}” of the same measure")
            if first is row:
                decimals = max(_decimals(other["value"]) for other in rows if other["measure_id"] == row["measure_id"])
                measures[row["measure_id"]] = _write_measure(run, row, decimals)
            _write_result(run, row, row.required_reference("measure_id", measures))


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


def _write_achievement(run: ImportRun, row: Row) -> None:
    happened_on, precision = row.dated("date", "date_precision")
    values = {
        "happened_on": happened_on,
        "happened_precision": precision,
        "theme": row.required("theme"),
        "title": row.required("title"),
        "headline": row.required("headline"),
        "figures": row["figures"],
        "partners": row["partners"],
        "source": row["source"],
        "note": row["note"],
    }
    match = {"partnership": run.partnership, "code": row.code("achievement_id")}
    run.write(row, Achievement, match=match, values=values, columns={"happened_on": "date"})
