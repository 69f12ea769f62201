"""P-1 to P-5, as tables of cases and as properties."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from performance.choices import Polarity, ToleranceKind
from performance.rules import (
    ChangeCheck,
    Limits,
    Rag,
    Travel,
    change_between,
    decimals_of,
    figure,
    rag_of,
    signed_figure,
    travel_of,
)

D = Decimal
FIGURES = st.decimals(min_value=-(10**11), max_value=10**11, places=6)
TOLERANCES = st.decimals(min_value=0, max_value=10**6, places=6)
PERCENT = ToleranceKind.PER_CENT


def higher(target, tolerance="0", kind=ToleranceKind.ABSOLUTE):
    return Limits(Polarity.HIGHER, low=D(target), tolerance=D(tolerance), tolerance_kind=kind)


def lower(target, tolerance="0", kind=ToleranceKind.ABSOLUTE):
    return Limits(Polarity.LOWER, high=D(target), tolerance=D(tolerance), tolerance_kind=kind)


def in_range(low, high, tolerance="0", kind=ToleranceKind.ABSOLUTE):
    return Limits(Polarity.IN_RANGE, low=D(low), high=D(high), tolerance=D(tolerance), tolerance_kind=kind)


@pytest.mark.parametrize(
    ("limits", "value", "rag"),
    [
        (higher("95"), "95", Rag.GREEN),
        (higher("95", "1"), "94.96", Rag.AMBER),  # P-3: shown as 95.0, and yet under 95
        (higher("95"), "94.999999", Rag.RED),
        (higher("95", "2"), "93", Rag.AMBER),  # the edge of the tolerance is inside
        (higher("95", "2"), "92.999999", Rag.RED),
        (higher("200", "10", PERCENT), "180", Rag.AMBER),
        (higher("200", "10", PERCENT), "179.999999", Rag.RED),
        (higher("-200", "10", PERCENT), "-220", Rag.AMBER),  # per cent of the target's absolute size
        (higher("-200", "10", PERCENT), "-220.000001", Rag.RED),
        (higher("0", "50", PERCENT), "0", Rag.GREEN),
        (higher("0", "50", PERCENT), "-0.000001", Rag.RED),  # a per-cent tolerance of a zero target is zero
        (lower("6"), "6", Rag.GREEN),
        (lower("6", "0.5"), "6.5", Rag.AMBER),
        (lower("6", "0.5"), "6.500001", Rag.RED),
        (in_range("85", "92"), "85", Rag.GREEN),
        (in_range("85", "92"), "92", Rag.GREEN),
        (in_range("85", "92", "1"), "84", Rag.AMBER),
        (in_range("85", "92", "1"), "93", Rag.AMBER),
        (in_range("85", "92", "1"), "93.000001", Rag.RED),
        # Per cent of the nearer limit: 10 of 100, but 1 of 10.
        (in_range("10", "100", "10", PERCENT), "110", Rag.AMBER),
        (in_range("10", "100", "10", PERCENT), "9", Rag.AMBER),
        (in_range("10", "100", "10", PERCENT), "8.999999", Rag.RED),
        (in_range("5", "5"), "5", Rag.GREEN),
    ],
)
def test_rag_of_figures_at_the_edges(limits, value, rag):
    assert rag_of(D(value), limits) is rag


@pytest.mark.parametrize(
    ("limits", "rag"),
    [
        (Limits(Polarity.HIGHER), Rag.NO_TARGET),
        (Limits(Polarity.HIGHER, high=D(5)), Rag.NO_TARGET),
        (Limits(Polarity.LOWER, low=D(5)), Rag.NO_TARGET),
        (Limits(Polarity.IN_RANGE, low=D(5)), Rag.NO_TARGET),
        (Limits(Polarity.IN_RANGE, high=D(5)), Rag.NO_TARGET),
        (Limits(Polarity.CONTEXT, low=D(1), high=D(5)), Rag.NO_TARGET),
    ],
)
def test_rag_without_all_limits_is_no_target(limits, rag):
    assert rag_of(D(3), limits) is rag
    assert rag_of(None, limits) is Rag.NO_DATA


def test_no_data_is_never_red():
    assert rag_of(None, higher("95")) is Rag.NO_DATA
    assert (Rag.NO_DATA.tone, Rag.NO_TARGET.tone, Rag.RED.tone) == ("grey", "grey", "red")


def test_rag_compares_what_no_float_can_tell_apart():
    assert rag_of(D("999999999999.999999"), higher("1000000000000", "0.000001")) is Rag.AMBER
    assert rag_of(D("999999999999.999998"), higher("1000000000000", "0.000001")) is Rag.RED


@given(value=FIGURES, target=FIGURES, tolerance=TOLERANCES)
def test_rag_of_higher_is_that_of_lower_mirrored(value, target, tolerance):
    up = Limits(Polarity.HIGHER, low=target, tolerance=tolerance)
    down = Limits(Polarity.LOWER, high=-target, tolerance=tolerance)
    assert rag_of(value, up) is rag_of(-value, down)


@given(value=FIGURES, target=FIGURES, tolerance=TOLERANCES, kind=st.sampled_from(ToleranceKind.values))
def test_rag_agrees_with_exact_arithmetic(value, target, tolerance, kind):
    limits = Limits(Polarity.HIGHER, low=target, tolerance=tolerance, tolerance_kind=kind)
    allowed = Fraction(tolerance) * (abs(Fraction(target)) / 100 if kind == PERCENT else 1)
    gap = Fraction(target) - Fraction(value)
    expected = Rag.GREEN if gap <= 0 else Rag.AMBER if gap <= allowed else Rag.RED
    assert rag_of(value, limits) is expected


@given(value=FIGURES, step=st.decimals(min_value=0, max_value=10**6, places=6), target=FIGURES, tolerance=TOLERANCES)
def test_a_better_figure_is_never_judged_worse(value, step, target, tolerance):
    order = [Rag.RED, Rag.AMBER, Rag.GREEN]
    limits = Limits(Polarity.HIGHER, low=target, tolerance=tolerance)
    assert order.index(rag_of(value + step, limits)) >= order.index(rag_of(value, limits))


@pytest.mark.parametrize(
    ("limits", "value", "previous", "travel"),
    [
        (higher("95"), "50", "49.999999", Travel.IMPROVING),
        (higher("95"), "49", "50", Travel.WORSENING),
        (higher("95"), "50.0", "50", Travel.NO_CHANGE),
        (lower("4"), "3", "4", Travel.IMPROVING),
        (lower("4"), "5", "4", Travel.WORSENING),
        (in_range("85", "92"), "86", "91", Travel.NO_CHANGE),  # both inside
        (in_range("85", "92"), "95", "91", Travel.WORSENING),
        (in_range("85", "92"), "93", "80", Travel.IMPROVING),
        (in_range("85", "92"), "94", "83", Travel.NO_CHANGE),  # equally far away, on the other side
        (Limits(Polarity.IN_RANGE, low=D(5)), "6", "7", Travel.NOT_AVAILABLE),
        (Limits(Polarity.HIGHER), "6", "5", Travel.IMPROVING),  # apart from the colour: no target is needed
        (Limits(Polarity.CONTEXT), "6", "5", Travel.NOT_AVAILABLE),
    ],
)
def test_travel_follows_polarity(limits, value, previous, travel):
    assert travel_of(D(value), D(previous), limits) is travel


def test_travel_without_a_figure_before_is_not_available():
    assert travel_of(D(1), None, higher("5")) is Travel.NOT_AVAILABLE
    assert travel_of(None, D(1), higher("5")) is Travel.NOT_AVAILABLE


@given(value=FIGURES, previous=FIGURES, polarity=st.sampled_from(Polarity.values))
def test_travel_back_is_the_opposite(value, previous, polarity):
    opposite = {Travel.IMPROVING: Travel.WORSENING, Travel.WORSENING: Travel.IMPROVING}
    limits = Limits(polarity, low=D(0), high=D(10))
    there, back = travel_of(value, previous, limits), travel_of(previous, value, limits)
    assert back is opposite.get(there, there)


def test_change_flags_a_stated_rise_that_does_not_compute():
    check = ChangeCheck(stated=D("8.400000"), computed=change_between(D("50.300000"), D("42.300000")))
    assert (check.differs, check.words) == (True, "stated rise 8.4, computed 8.0")


@pytest.mark.parametrize(
    ("stated", "computed", "words"),
    [
        ("7.6", "7.60", ""),
        ("-2", "-1.5", "stated fall 2.0, computed 1.5"),
        ("2", "-2", "stated rise 2, computed −2"),
        ("0", "0.25", "stated change 0.00, computed 0.25"),
        (None, "7.8", ""),
        ("-2", None, ""),
    ],
)
def test_change_in_words(stated, computed, words):
    check = ChangeCheck(stated and D(stated), computed and D(computed))
    assert (check.words, check.differs) == (words, bool(words))


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("-0.04", 1, "0.0"),
        ("-0", 0, "0"),
        ("-0.5", 0, "−1"),
        ("94.96", 1, "95.0"),
        ("0.05", 1, "0.1"),
        ("0.25", 1, "0.3"),
        ("1234567.5", 0, "1,234,568"),
        ("999999999999.999999", 6, "999,999,999,999.999999"),
    ],
)
def test_figure_rounds_half_up_and_never_shows_minus_zero(value, decimals, text):
    assert figure(D(value), decimals) == text


@given(value=FIGURES, decimals=st.integers(min_value=0, max_value=6))
def test_figure_is_within_half_a_step_and_signs_agree(value, decimals):
    shown = D(figure(value, decimals).replace(",", "").replace("−", "-"))
    assert abs(shown - value) * 2 <= D(1).scaleb(-decimals)
    assert not (shown == 0 and shown.is_signed())
    assert signed_figure(value, decimals).startswith("+") is (shown > 0)


def test_change_of_nothing_has_no_sign():
    assert str(change_between(D("-0"), D("0"))) == "0"


@pytest.mark.parametrize(("value", "decimals"), [("8.400000", 1), ("450.000000", 0), ("0.000000", 0), ("0.000001", 6)])
def test_decimals_of_a_stored_figure(value, decimals):
    assert decimals_of(D(value)) == decimals
