"""Guests are read out of what the summary says about others present (A-4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attendance.rules import LONGEST, guests_in


@pytest.mark.parametrize(
    ("text", "guests"),
    [
        ("", []),
        ("   \n\n", []),
        ("A resident", [("A resident", "")]),
        ("Network Manager, Community Radio", [("Network Manager", "Community Radio")]),
        ("Planner, Housing, Health and Care Trust", [("Planner", "Housing, Health and Care Trust")]),
        ("Planner,\nClerk ,  Town Council ", [("Planner", ""), ("Clerk", "Town Council")]),
        ("Planner, Trust\r\nPlanner, Trust\r\n", [("Planner", "Trust")]),
        (
            "• Planner, Trust.\n- Clerk\n2. Analyst, Police",
            [("Planner", "Trust"), ("Clerk", ""), ("Analyst", "Police")],
        ),
        (", Trust", []),
        ("3rd sector lead", [("3rd sector lead", "")]),
    ],
)
def test_guests_are_one_on_each_line(text, guests):
    assert guests_in(text) == guests


@given(st.text())
def test_guests_fit_their_columns_and_come_once(text):
    guests = guests_in(text)
    assert len(guests) == len(set(guests))
    assert all(name and len(name) <= LONGEST and len(organisation) <= LONGEST for name, organisation in guests)
