"""How reporting lines and days on record are read."""

from datetime import date

from boards.rules import Branch, RecordedDay, Span, nearest_days, reporting_tree

BOARD, HEALTH, SAFER, JOBS, PPB = 1, 2, 3, 4, 5


def span(starts_on, ends_on=None, *, starts="day", ends="day"):
    return Span(starts_on, starts, ends_on, ends)


def test_tree_puts_each_body_below_the_one_it_reports_to():
    tree = reporting_tree({BOARD: (), HEALTH: (BOARD,), SAFER: (BOARD,), JOBS: (SAFER,), PPB: ()})
    below = (Branch(HEALTH, ()), Branch(SAFER, (Branch(JOBS, ()),)))
    assert tree == (Branch(BOARD, below), Branch(PPB, ()))


def test_tree_shows_a_body_with_two_parents_once():
    tree = reporting_tree({BOARD: (), SAFER: (BOARD,), JOBS: (SAFER, BOARD)})
    assert tree == (Branch(BOARD, (Branch(SAFER, (Branch(JOBS, ()),)),)),)


def test_tree_leaves_out_a_parent_that_is_not_there_that_day():
    assert reporting_tree({JOBS: (SAFER,)}) == (Branch(JOBS, ()),)


def test_nearest_days_are_the_last_before_and_the_first_after():
    spans = [
        span(date(2003, 1, 1), date(2004, 3, 31)),
        span(date(2005, 11, 9), date(2005, 11, 9), starts="unknown", ends="unknown"),
        span(date(2012, 1, 1), starts="unknown"),
        span(date(2013, 4, 1)),
    ]
    assert nearest_days(spans, on=date(2008, 6, 1)) == (
        RecordedDay(date(2005, 11, 9), "9 November 2005"),
        RecordedDay(date(2012, 1, 1), "2012"),
    )


def test_nearest_days_do_not_start_with_a_thing_mentioned_only_as_ended():
    ended_in_2012 = span(date(2011, 12, 31), date(2011, 12, 31), starts="unknown", ends="year")
    began_in_march = span(date(2012, 3, 1), starts="month")
    assert nearest_days([ended_in_2012, began_in_march], on=date(2008, 6, 1)) == (
        RecordedDay(date(2012, 3, 1), "March 2012"),
    )


def test_nearest_days_may_be_on_one_side_only():
    assert nearest_days([span(date(2012, 4, 1))], on=date(2000, 1, 1)) == (
        RecordedDay(date(2012, 4, 1), "1 April 2012"),
    )
    assert nearest_days([span(None)], on=date(2000, 1, 1)) == ()
