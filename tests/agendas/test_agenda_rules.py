"""A key issue or two, and times that follow one another inside the meeting (AG-1, AG-2)."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agendas.rules import Line, Slot, agenda_warnings, moved, slot_faults

MEETING = Slot(time(14), time(16))


@pytest.mark.parametrize(
    ("slot", "faults"),
    [
        (Slot(), {}),
        (Slot(time(14), time(16)), {}),
        (Slot(time(14)), {}),
        (Slot(None, time(15)), {"starts_at": "Enter when the item starts, or leave out when it ends"}),
        (Slot(time(15), time(15)), {"ends_at": "The item must end after it starts"}),
        (Slot(time(13, 30)), {"starts_at": "The meeting starts at 2pm: the item can’t start before"}),
        (Slot(time(16)), {"starts_at": "The meeting ends at 4pm: the item must start before"}),
        (Slot(time(15), time(16, 30)), {"ends_at": "The meeting ends at 4pm: the item can’t end after"}),
    ],
)
def test_times_of_an_item_lie_inside_the_meeting(slot, faults):
    assert slot_faults(slot, within=MEETING) == faults


@pytest.mark.parametrize(
    ("kinds", "warnings"),
    [
        ([], []),
        (["item"], ["No item is a key strategic issue. An agenda is built round one or two of them."]),
        (["key-issue", "item"], []),
        (["key-issue"] * 2, []),
        (
            ["key-issue"] * 3,
            ["3 items are key strategic issues. An agenda is built round one or two, so that each gets time."],
        ),
    ],
)
def test_agenda_is_built_round_one_or_two_key_issues(kinds, warnings):
    lines = [Line(number, kind) for number, kind in enumerate(kinds, start=1)]
    assert agenda_warnings(lines, within=MEETING) == warnings


def test_agenda_warns_of_times_that_do_not_follow_its_order():
    lines = [
        Line(1, "key-issue", Slot(time(14, 30), time(15))),
        Line(2, "item"),
        Line(3, "item", Slot(time(14, 45), time(15, 30))),
        Line(4, "item", Slot(time(14), time(14, 10))),
        Line(5, "item", Slot(time(17))),
    ]
    assert agenda_warnings(lines, within=MEETING) == [
        "Item 3 starts at 2:45pm, before item 1 ends at 3pm.",
        "Item 4 starts at 2pm, before item 3 does at 2:45pm.",
        "Item 5 does not fit into the times of the meeting. Change one or the other.",
    ]


@given(st.lists(st.integers(), min_size=1, unique=True), st.data(), st.integers(-3, 3))
def test_moved_keeps_every_other_item_in_its_order(order, data, by):
    key = data.draw(st.sampled_from(order))
    result = moved(order, key, by=by)
    assert [one for one in result if one != key] == [one for one in order if one != key]
    assert result.index(key) == min(max(order.index(key) + by, 0), len(order) - 1)
