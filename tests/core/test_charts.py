from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charts import LOOKS, Band, Part, Point, line_chart, sparkline, stacked_bar

counts = st.lists(st.integers(0, 500), min_size=1, max_size=6)
figures = st.lists(st.none() | st.decimals(-1000, 1000, places=2), min_size=1, max_size=15)


def points(*values):
    return [Point(str(2000 + place), value, str(value)) for place, value in enumerate(values)]


def test_stacked_bar_shares_out_its_width():
    bar = stacked_bar([Part("In progress", 7, "blue"), Part("Implemented", 1, "green"), Part("Follow-up", 2, "amber")])
    assert [(part.x, part.width, part.percent) for part in bar.segments] == [(0, 70, 70), (70, 10, 10), (80, 20, 20)]
    assert bar.words == "In progress 7, Implemented 1, Follow-up 2"
    assert bar.total == 10


def test_stacked_bar_keeps_parts_of_nothing_for_the_table_only():
    bar = stacked_bar([Part("In progress", 3, "blue"), Part("Superseded", 0, "grey")])
    assert [part.label for part in bar.drawn] == ["In progress"]
    assert [part.label for part in bar.segments] == ["In progress", "Superseded"]


def test_stacked_bar_of_nothing_is_empty():
    bar = stacked_bar([Part("In progress", 0, "blue")])
    assert (bar.drawn, bar.total, bar.words) == ((), 0, "Nothing to count")


def test_stacked_bar_leaves_the_figure_of_a_sliver_to_the_table():
    bar = stacked_bar([Part("Many", 99, "blue"), Part("One", 1, "red")])
    assert [part.has_room for part in bar.segments] == [True, False]


@given(counts)
def test_stacked_bar_fills_its_width_without_overlap(numbers):
    bar = stacked_bar([Part(str(place), number, "grey") for place, number in enumerate(numbers)])
    ends = [part.x + part.width for part in bar.drawn]
    starts = [part.x for part in bar.drawn]
    assert starts[1:] == pytest.approx(ends[:-1], abs=0.01)
    assert ends[-1:] == pytest.approx([100] if bar.drawn else [], abs=0.01)


def test_looks_differ_in_pattern_where_two_statuses_stand_side_by_side():
    patterns = [LOOKS[tone].pattern for tone in ("blue", "green", "amber", "red", "purple")]
    assert len(set(patterns)) == len(patterns)


def test_line_chart_breaks_at_a_missing_figure():
    chart = line_chart(points(1, 2, None, 3, 4))
    assert len(chart.paths) == 2
    assert [mark.label for mark in chart.marks] == ["2000", "2001", "2003", "2004"]
    assert [name.text for name in chart.names] == ["2000", "2001", "2002", "2003", "2004"]


def test_line_chart_draws_a_lone_figure_as_a_point():
    chart = line_chart(points(Decimal("94.96")))
    assert (chart.paths, len(chart.marks)) == ((), 1)


def test_line_chart_without_figures_is_an_empty_frame():
    chart = line_chart(points(None, None))
    assert (chart.paths, chart.marks) == ((), ())


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ((42.3, 50.3), ["42", "44", "46", "48", "50", "52"]),
        ((0, 1000), ["0", "250", "500", "750", "1,000"]),
        ((-0.2, 0.2), ["-0.2", "-0.1", "0.0", "0.1", "0.2"]),
        ((5, 5), ["4", "6"]),
        ((0,), ["-0.25", "0.00", "0.25"]),
    ],
)
def test_line_chart_ticks_are_round_numbers_that_take_in_all_values(values, ticks):
    assert [tick.text for tick in line_chart(points(*values)).ticks] == ticks


def test_line_chart_target_is_a_line_and_a_range_a_band():
    assert line_chart(points(0, 4), targets=[4, 4]).targets == (Band(x=58.0, y=26.0, width=480.0, height=0),)
    assert line_chart(points(0, 4), targets=[(0, 4), (0, 4)]).targets == (
        Band(x=58.0, y=26.0, width=480.0, height=160.0),
    )
    assert line_chart(points(0, 4)).targets == ()


def test_line_chart_target_steps_where_it_changes_and_is_missing_where_there_is_none():
    chart = line_chart(points(0, 2, 3, 4), targets=[None, 4, 4, 0])
    first, last = chart.targets
    assert (first.y, last.y) == (26.0, 186.0)
    assert first.x > chart.left
    assert round(first.x + first.width, 2) == last.x
    assert round(last.x + last.width, 2) == chart.right
    assert not chart.target_is_range


def test_line_chart_leaves_room_for_long_figures_beside_it():
    chart = line_chart(points(130_000, 100_000))
    assert max(len(tick.text) for tick in chart.ticks) == len("130,000")
    assert chart.left - 10 >= 8.4 * len("130,000")


def test_line_chart_names_the_newest_point_when_there_is_no_room_for_all():
    names = [name.text for name in line_chart(points(*range(12))).names]
    assert names == ["2001", "2003", "2005", "2007", "2009", "2011"]


@given(figures)
def test_line_chart_stays_inside_its_frame(values):
    chart = line_chart(points(*values))
    assert all(0 <= mark.x <= chart.width and 0 <= mark.y <= chart.height for mark in chart.marks)


def test_sparkline_needs_two_figures():
    assert sparkline([1, None]) is None
    assert sparkline([1, 2]).paths == ("M4,22 L92,4",)


def test_sparkline_of_equal_figures_runs_through_the_middle():
    assert sparkline([3, 3]).paths == ("M4,13 L92,13",)
