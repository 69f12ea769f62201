from decimal import Decimal

import pytest

from performance.models import Measure
from performance.rules import Rag, Travel
from performance.standing import standing_of
from tests import factories

D = Decimal


@pytest.fixture
def measure(partnership):
    return factories.MeasureFactory(partnership=partnership, unit="%", tolerance=D(2))


def standing(year=2026):
    return standing_of(Measure.objects.with_results(up_to=year).get(), awaited_by=year)


def test_standing_reads_the_latest_figure_against_its_years_target(measure):
    factories.ResultFactory(measure=measure, year=2024, value=D("50.1"))
    factories.ResultFactory(measure=measure, year=2025, value=D("48.2"))
    factories.TargetFactory(measure=measure, year=2024, low=50)
    factories.TargetFactory(measure=measure, year=2025, low=50)
    found = standing()
    assert [reading.rag for reading in found.readings] == [Rag.GREEN, Rag.AMBER]
    assert (found.rag, found.latest.text, found.latest.target_text) == (Rag.AMBER, "48.2%", "at least 50.0%")
    assert (found.latest.arrow, found.latest.travel_text) == ("↓", "worsening, down 1.9 on 2024")
    assert found.rule_text == (
        "Higher is better. Green: the target is met. Amber: missed by no more than 2. Red: by more."
    )


def test_standing_as_at_a_year_knows_nothing_of_later(measure):
    factories.ResultFactory(measure=measure, year=2024, value=50)
    factories.ResultFactory(measure=measure, year=2025, value=60)
    factories.TargetFactory(measure=measure, year=2025)
    found = standing(2024)
    assert (found.latest.year, found.rag, found.awaited) == ("2024", Rag.NO_TARGET, None)


def test_standing_says_which_years_figure_is_missing(measure):
    factories.ResultFactory(measure=measure, year=2024, value=50)
    for year in (2024, 2025, 2026, 2027):
        factories.TargetFactory(measure=measure, year=year, low=50)
    found = standing()
    assert (found.rag, found.awaited_words) == (Rag.GREEN, "no data for 2026")
    assert [found.is_shown_as(rag) for rag in (Rag.GREEN, Rag.NO_DATA, Rag.RED)] == [True, True, False]


def test_standing_of_a_measure_without_figures_is_no_data(measure):
    found = standing()
    assert (found.latest, found.rag, found.awaited_words, found.chart, found.spark) == (
        None,
        Rag.NO_DATA,
        "",
        None,
        None,
    )


def test_stated_rise_that_does_not_compute_is_flagged_and_both_are_kept(measure):
    factories.ResultFactory(measure=measure, year=2010, value=D("42.3"))
    factories.ResultFactory(measure=measure, year=2011, value=D("50.3"), change_stated=D("8.4"), change_from_year=2010)
    found = standing(2012)
    assert found.flags == ("2011: stated rise 8.4, computed 8.0",)
    assert (found.latest.stated_change, found.latest.computed_change) == ("+8.4", "+8.0")


def test_change_from_a_year_without_a_figure_cannot_be_checked(measure):
    factories.ResultFactory(measure=measure, year=2009, value=D("40"))
    factories.ResultFactory(measure=measure, year=2011, value=D("50"), change_stated=D("3"), change_from_year=2010)
    found = standing(2012)
    assert (found.flags, found.latest.computed_change) == ((), "")


@pytest.mark.parametrize(
    ("fields", "unit", "text"),
    [
        ({"value": 100, "basis": "stated as more than"}, "projects", "more than 100 projects"),
        ({"value": 4}, "rank", "4"),
        ({"value": 22}, "count of 22", "22"),
        ({"value": -2}, "change", "−2"),
        ({"value": 450}, "people", "450 people"),
        ({"value": 73}, "%", "73%"),
    ],
)
def test_figures_are_written_with_basis_and_unit(partnership, fields, unit, text):
    measure = factories.MeasureFactory(partnership=partnership, unit=unit, decimals_shown=0)
    factories.ResultFactory(measure=measure, year=None, **fields)
    found = standing()
    assert (found.latest.text, found.latest.year) == (text, "year not stated")


def test_figure_without_a_year_is_no_step_of_a_journey(measure):
    factories.ResultFactory(measure=measure, year=None, value=10)
    factories.ResultFactory(measure=measure, year=2025, value=20)
    found = standing()
    assert (found.latest.previous, found.latest.travel, found.spark) == (None, Travel.NOT_AVAILABLE, None)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((86, 91), "in the range as before, up 5.0 on 2024"),
        ((94, 83), "as far from the range, down 11.0 on 2024"),
        ((95, 93), "improving, down 2.0 on 2024"),
        ((90, 90), "no change on 2024"),
    ],
)
def test_direction_in_a_range_is_said_apart_from_the_arrow(partnership, values, words):
    measure = factories.MeasureFactory(partnership=partnership, polarity="in range")
    for year, value in zip((2024, 2025), values, strict=True):
        factories.ResultFactory(measure=measure, year=year, value=value)
        factories.TargetFactory(measure=measure, year=year, low=85, high=92)
    assert standing().latest.travel_text == words


def test_chart_breaks_where_a_year_has_no_figure(measure):
    for year in (2019, 2020, 2022, 2023):
        factories.ResultFactory(measure=measure, year=year, value=year - 2000)
    chart = standing().chart
    assert [(point.label, point.text) for point in chart.points] == [
        ("2019", "19.0%"),
        ("2020", "20.0%"),
        ("2021", "no figure"),
        ("2022", "22.0%"),
        ("2023", "23.0%"),
    ]
    assert len(chart.paths) == 2
