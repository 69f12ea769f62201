import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.text import clean_text, compare_key, neutralise_cell, numbers_after, restore_cell


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Mersey\u202eside", "Merseyside"),
        ("a\x00b\x07c\x9fd", "abcd"),
        ("one\r\ntwo\rthree\tfour", "one\ntwo\nthree\tfour"),
        ("\u2067שלום\u2069", "שלום"),
        ("क्ष\u200d", "क्ष\u200d"),
    ],
)
def test_clean_text_removes_controls_and_direction_overrides(text, clean):
    assert clean_text(text) == clean


@given(st.text())
def test_clean_text_twice_is_clean_text_once(text):
    assert clean_text(clean_text(text)) == clean_text(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Halton  Borough Council", "HALTON borough council "),
        ("ﬁre", "FIRE"),
        ("Straße", "STRASSE"),
        ("Café", "Cafe\u0301"),
    ],
)
def test_compare_key_is_equal_for_one_name(one, other):
    assert compare_key(one) == compare_key(other)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+44 151", "'+44 151"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("'=1", "''=1"),
        ("'tis", "'tis"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_neutralise_cell_disarms_formulas_only(text, cell):
    assert neutralise_cell(text) == cell
    assert restore_cell(cell) == text


@given(st.text(alphabet=st.sampled_from("'=+-@\t\rab ")) | st.text())
def test_restore_cell_gives_back_what_neutralise_cell_was_given(text):
    assert restore_cell(neutralise_cell(text)) == text
    assert neutralise_cell(text)[:1] not in tuple("=+-@\t\r")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("The Board took up recommendation 9 with pleasure.", {9}),
        ("Recommendation 9, (RECOMMENDATION 10), “recommendation\n11”: all", {9, 10, 11}),
        ("recommendation 2012 and recommendation 6.15", set()),
        ("recommendations 6 and 7, rec. 8, a recommendation, 9 recommendation", set()),
        ("recommendation ９", {9}),
        ("recommendation ②", {2}),
        ("recommendation ١", set()),
        ("", set()),
    ],
)
def test_numbers_after_a_word(text, numbers):
    assert numbers_after("recommendation", text) == numbers
