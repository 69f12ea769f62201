"""What goes out as files comes in again as the same records, and goes out again as the same bytes (I-8)."""

from __future__ import annotations

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
from performance.choices import ComparatorKind
from performance.models import Measure, Target
from tests.halton import add_halton
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


class TestAnyPartnership(TestCase):
    @settings(max_examples=10)
    @given(st.data())
    def test_goes_out_and_comes_in_again(self, data):
        goes_out_and_comes_in_again(data.draw(partnerships()))
