"""What goes out as files comes in again as the same records, and goes out again as the same bytes (I-8)."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from boards.choices import HolderKind, Position
from boards.models import (
    Appointment,
    Body,
    BodyKind,
    BodyName,
    Contact,
    Organisation,
    OrganisationName,
    Partnership,
    Person,
    Priority,
    Seat,
    SeatHolding,
    Strategy,
)
from core.choices import Precision
from core.rules.text import clean_text
from imports.exporting import export_files
from imports.importer import run_import
from imports.run import ImportRun
from performance.choices import ComparatorKind
from performance.models import Measure, Target
from tests.halton import TODAY, add_halton
from tests.imports.round_trip import described, read_again

ONE_DAY = timedelta(days=1)
# Quotation marks, line ends, what a spreadsheet takes for a formula, accents, another script, a letter of two signs.
PIECES = st.sampled_from(
    ['"', "'", "=1+1", "+", "-", "@", ",", ";", "|", "\t", "é", "Ω", "e\u0301", "ا", "O’Brien", "x y", "0"]
)
NAMES = st.lists(PIECES, min_size=1, max_size=6).map("".join).map(clean_text).map(str.strip).filter(bool)
TEXTS = (
    st.lists(st.one_of(PIECES, st.just("\n"), st.just("\r\n")), max_size=6).map("".join).map(clean_text).map(str.strip)
)
PRECISIONS = st.sampled_from([Precision.DAY, Precision.MONTH, Precision.YEAR, Precision.UNKNOWN])
FIGURES = st.decimals(-1000, 1000, places=3)


def first_of(day, precision):
    """A day as the portal keeps it: the first of what is known (T-4)."""
    if precision == Precision.YEAR:
        return day.replace(month=1, day=1)
    return day.replace(day=1) if precision == Precision.MONTH else day


@st.composite
def periods(draw, *, number=None):
    """Spans that follow each other without a gap, the last one open or not: ``number`` of them, or up to three."""
    years = draw(st.lists(st.integers(2001, 2019), min_size=number or 1, max_size=number or 3, unique=True).map(sorted))
    starts = []
    for year in years:
        precision = draw(PRECISIONS)
        starts.append((first_of(date(year, draw(st.integers(1, 12)), draw(st.integers(1, 28))), precision), precision))
    ends = [(day - ONE_DAY, precision) for day, precision in starts[1:]]
    last = draw(PRECISIONS)
    closing = (first_of(date(2021, 6, 15), last) - ONE_DAY, last) if last != Precision.UNKNOWN else None
    ends.append(closing or (None, Precision.DAY))
    fields = ("starts_on", "starts_precision", "ends_on", "ends_precision")
    return [dict(zip(fields, (*start, *end), strict=True)) for start, end in zip(starts, ends, strict=True)]


@st.composite
def partnerships(draw):
    """Makes a partnership of all that the register keeps, and returns it."""
    name, note = lambda: draw(NAMES), lambda: draw(TEXTS)
    known = Partnership.objects.create(
        slug="ours", code="ours", name=name(), purpose=note(), starts_on=date(2001, 1, 1), office_address=name()
    )
    kind = BodyKind.objects.create(partnership=known, code="board", name=name(), plural=name())
    board = Body.objects.create(partnership=known, code="board", kind=kind, name="", purpose=note(), note=note())
    for period in draw(periods()):
        BodyName.objects.create(body=board, name=name(), short_name=name(), **period)
    board.show_latest_name()
    holders = [
        Organisation.objects.create(partnership=known, code=f"o{number}", name=name(), note=note())
        for number in range(2)
    ]
    for period in draw(periods(number=2)):
        OrganisationName.objects.create(organisation=holders[0], name=name(), **period)
    holders[0].show_latest_name()
    people = [
        Person.objects.create(partnership=known, name=draw(st.sampled_from(["Sam Lee", name()])), shown_as=name())
        for _ in range(3)
    ]
    seat = Seat.objects.create(body=board, number=1, label=name(), note=note(), starts_on=date(2001, 1, 1))
    for holder, period in zip(holders, draw(periods(number=2)), strict=True):
        SeatHolding.objects.create(seat=seat, holder_kind=HolderKind.ORGANISATION, organisation=holder, **period)
    for person, period in zip(people, draw(periods(number=3)), strict=True):
        Appointment.objects.create(person=person, seat=seat, **period)
        Appointment.objects.create(person=person, body=board, position=draw(st.sampled_from(Position)), **period)
        Contact.objects.create(person=person, organisation=holders[0], for_actions=draw(st.booleans()), **period)
    for number, period in enumerate(draw(periods())):
        strategy = Strategy.objects.create(
            partnership=known, code=f"s{number}", name=name(), status="adopted", note=note(), **period
        )
        above = Priority.objects.create(strategy=strategy, code="p", kind="theme", position=1, name=name(), **period)
        Priority.objects.create(strategy=strategy, code="q", kind="sub-theme", position=1, name=name(), parent=above)
    measure = Measure.objects.create(
        partnership=known, code="m", name=name(), unit="%", polarity="higher", priority=above, note=note()
    )
    measure.results.create(year=2012, value=draw(FIGURES), change_stated=draw(FIGURES), note=note())
    Target.objects.create(measure=measure, year=2012, low=draw(FIGURES), reason=name())
    comparator = known.comparators.create(code="c", name=name(), kind=draw(st.sampled_from(ComparatorKind)))
    measure.comparisons.create(comparator=comparator, year=2012, value=draw(FIGURES))
    known.achievements.create(code="a", theme=name(), title=name(), headline=name(), is_public=draw(st.booleans()))
    return known


def goes_out_and_comes_in_again(partnership):
    first, before = export_files(partnership), described()
    with TemporaryDirectory() as folder:
        again = read_again(first, Path(folder) / "ours")
    after = described()
    for name, records in before.items():
        assert after[name] == records
    assert export_files(again) == first


def test_halton_goes_out_and_comes_in_again(db):
    goes_out_and_comes_in_again(add_halton())


DATED_FILES = {
    "body_names.csv": BodyName,
    "organisation_names.csv": OrganisationName,
    "seat_holders.csv": SeatHolding,
    "contacts.csv": Contact,
    "appointments.csv": Appointment,
}


def cells_of(content):
    """The heading and the rows of a file."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def corrected(draw, content):
    """The file with one name said otherwise, or one day moved, at which one fact ends and another begins."""
    heading, *rows = cells_of(content)
    day, end = heading.index("start_date"), heading.index("end_date")
    rows.sort(key=lambda row: row[day])
    at = draw(st.integers(0, len(rows) - 1))
    about = [heading.index(name) for name in ("body_id", "org_id", "seat_no") if name in heading]

    def place(row):
        return [row[column] for column in about]

    if "name" in heading and draw(st.booleans()):
        rows[at][heading.index("name")] = "Another name"
        return written(heading, rows)
    start = date.fromisoformat(rows[at][day])
    before = [row for row in rows if row[day] < rows[at][day] and row[end]]
    after = rows[at][end] or "2030-01-01"
    room = min(
        [(date.fromisoformat(after) - start).days, *((start - date.fromisoformat(row[day])).days for row in before)]
    )
    moved = start + draw(st.sampled_from([-1, 1])) * timedelta(days=draw(st.integers(0, max((room - 1) // 2, 0))))
    for row in rows:
        if row is rows[at]:
            row[day], row[heading.index("start_precision")] = moved.isoformat(), ""
        elif place(row) == place(rows[at]) and row[end] in ((start - ONE_DAY).isoformat(), start.isoformat()):
            row[end], row[heading.index("end_precision")] = (moved - ONE_DAY).isoformat(), ""
    return written(heading, rows)


def written(heading, rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([heading, *rows])
    return out.getvalue().encode()


class TestAnyPartnership(TestCase):
    @settings(max_examples=10)
    @given(st.data())
    def test_goes_out_and_comes_in_again(self, data):
        goes_out_and_comes_in_again(data.draw(partnerships()))

    @settings(max_examples=5)
    @given(st.data())
    def test_goes_out_is_corrected_and_comes_in_again_as_corrections_of_the_same_facts(self, data):
        partnership = data.draw(partnerships())
        files = export_files(partnership)
        known = {model: set(model.objects.values_list("pk", flat=True)) for model in DATED_FILES.values()}
        changed = {file: corrected(data.draw, files[file]) for file in DATED_FILES}
        run = ImportRun(files | changed, TODAY, into=partnership, takes_all=True)
        run_import(run)
        assert [str(refusal) for refusal in run.refusals] == []
        again = export_files(partnership)
        for file, content in changed.items():
            assert sorted(cells_of(again[file])) == sorted(cells_of(content))
        assert {model: set(model.objects.values_list("pk", flat=True)) for model in DATED_FILES.values()} == known
