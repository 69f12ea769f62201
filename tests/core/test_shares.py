"""Shares of one whole: rounded half up, and what is said where they do not add up (P-7)."""

import pytest

from core.charts import Part, stacked_bar
from core.rules.shares import per_cent, rounding_note


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [(0, 0, None), (0, 3, 0), (1, 3, 33), (2, 3, 67), (1, 2, 50), (1, 8, 13), (1, 200, 1), (7, 7, 100)],
)
def test_share_is_rounded_half_up(part, whole, share):
    assert per_cent(part, whole) == share


@pytest.mark.parametrize(
    ("shares", "note"),
    [
        ([70, 10, 20], ""),
        ([33, 33, 33], "Shares are rounded, so they add up to 99%."),
        ([13, 38, 50], "Shares are rounded, so they add up to 101%."),
    ],
)
def test_shares_that_do_not_add_up_say_so(shares, note):
    assert rounding_note(shares) == note


@pytest.mark.parametrize(
    ("counts", "note"), [((1, 3, 4), "Shares are rounded, so they add up to 101%."), ((7, 1, 2), ""), ((0, 0, 0), "")]
)
def test_chart_says_that_its_shares_are_rounded(counts, note):
    bar = stacked_bar([Part(tone, count, tone) for tone, count in zip(("blue", "green", "red"), counts, strict=True)])
    assert bar.rounding == note
