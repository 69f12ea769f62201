"""Quorum by the body's rule (Q-1 to Q-3)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attendance.choices import AttendanceState
from attendance.rules import Quorum, seats_filled, seats_needed
from boards.choices import QuorumShare

STATES = st.lists(st.sampled_from(AttendanceState.values))


@pytest.mark.parametrize(
    ("number", "share", "seats", "needed"),
    [
        (None, "", 26, None),
        (9, "", 26, 9),
        (9, "", 0, 9),
        (30, "", 26, 30),
        (0, "", 26, 1),
        (None, "1/3", 26, 9),
        (None, "1/3", 27, 9),
        (None, "1/4", 26, 7),
        (None, "1/4", 1, 1),
        (None, "1/2", 26, 13),
        (None, "1/2", 25, 13),
        (None, "1/2", 0, None),
    ],
)
def test_seats_needed_are_the_number_or_the_part_rounded_up(number, share, seats, needed):
    assert seats_needed(number=number, share=share, seats=seats) == needed


@given(st.sampled_from(QuorumShare.values), st.integers(1, 500))
def test_seats_needed_are_the_fewest_that_are_no_less_than_the_part(share, seats):
    needed = seats_needed(number=None, share=share, seats=seats)
    assert needed >= Fraction(share) * seats > needed - 1
    assert 1 <= needed <= seats


@pytest.mark.parametrize(
    ("states", "deputies_count", "online_counts", "filled"),
    [
        ([], True, True, 0),
        (["present", "online", "deputy", "apologies", "leave", "absent"], True, True, 3),
        (["present", "online", "deputy", "apologies", "leave", "absent"], True, False, 2),
        (["present", "online", "deputy", "apologies", "leave", "absent"], False, True, 2),
        (["present", "online", "deputy", "apologies", "leave", "absent"], False, False, 1),
        (["deputy", "online"], False, False, 0),
    ],
)
def test_deputies_and_online_fill_a_seat_where_the_body_counts_them(states, deputies_count, online_counts, filled):
    assert seats_filled(states, deputies_count=deputies_count, online_counts=online_counts) == filled


@given(STATES)
def test_deputies_never_make_fewer_seats_filled(states):
    without, with_them = (seats_filled(states, deputies_count=count, online_counts=True) for count in (False, True))
    assert without + states.count("deputy") == with_them <= len(states)


@pytest.mark.parametrize(
    ("seats", "needed", "filled", "is_met", "words"),
    [
        (26, 9, 14, True, "Quorum: 9 of 26 seats needed, 14 were filled: the meeting had a quorum"),
        (26, 9, 9, True, "Quorum: 9 of 26 seats needed, 9 were filled: the meeting had a quorum"),
        (26, 9, 1, False, "Quorum: 9 of 26 seats needed, 1 was filled: the meeting had no quorum"),
        (26, 9, 0, False, "Quorum: 9 of 26 seats needed, none was filled: the meeting had no quorum"),
        (26, 9, None, None, "Quorum: 9 of 26 seats needed; who was there is not on record"),
        (26, None, 14, None, "Quorum: no rule is on record; of 26 seats 14 were filled"),
        (26, None, None, None, "Quorum: no rule is on record"),
    ],
)
def test_quorum_is_told_in_words(seats, needed, filled, is_met, words):
    quorum = Quorum(seats=seats, needed=needed, filled=filled)
    assert (quorum.is_met, quorum.words) == (is_met, words)
