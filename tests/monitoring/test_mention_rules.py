"""DI-1: which recommendations a text mentions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.rules import LONGEST_WORDS_SHOWN, Mentionable, mentions, numbers_in, words_at

KNOWN = [
    Mentionable(60 + number, number, title, report=1, report_title="Scrutiny of the Halton Strategic Partnership")
    for number, title in (
        (6, "Partners invited to PPB meetings on chosen topics"),
        (7, "Summary report after each meeting"),
        (8, "Annual report"),
        (9, "Joint HSP Board, SSP and PPB meetings"),
    )
]
OTHER = [Mentionable(106, 6, "Homes for older people", report=2, report_title="Scrutiny of housing")]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Recommendation 9 was discussed", [9]),
        ("recommendations 6, 7 and 9", [6, 7, 9]),
        ("Recommendations 6,7,9 were noted", [6, 7, 9]),
        ("recommendations 6 & 9", [6, 9]),
        ("Recommendations 6–8", [6, 7, 8]),
        ("recommendations 6-8 and 10", [6, 7, 8, 10]),
        ("Recommendations 6 to 8", [6, 7, 8]),
        ("rec. 9", [9]),
        ("Rec 9.", [9]),
        ("recs. 6 and 7", [6, 7]),
        ("recommendation no. 9", [9]),
        ("RECOMMENDATION 9: joint meetings", [9]),
        ("Recommendation 6 and recommendation 9", [6, 9]),
        # What follows a single one need not be another.
        ("Recommendation 6, 7 members disagreed", [6]),
        # No paragraph, year, share or sum.
        ("recommendation 6.15", []),
        ("the recommendations 2012", []),
        ("recommendations 50% done", []),
        ("recommendations 1,200", []),
        ("ten recommendations", []),
        ("a record 9 people came", []),
        ("9 recommendations", []),
        ("recommendations 9–6", []),
        ("recommendations 1–200", []),
        ("", []),
    ],
)
def test_numbers_that_a_text_says_of_recommendations(text, numbers):
    assert [number for number, _ in numbers_in(text)] == numbers


@pytest.mark.parametrize(
    ("text", "meant", "keys"),
    [
        ("Recommendation 9", {1}, [69]),
        ("Recommendation 6", {2}, [106]),
        # Two reports, and nobody says which.
        ("Recommendation 6", {1, 2}, []),
        ("Recommendation 6", set(), []),
        ("Recommendation 6 of the Scrutiny of Housing", {1, 2}, [106]),
        # The report that the text names goes before the one that the meeting would mean.
        ("Scrutiny of housing: recommendation 6", {1}, [106]),
        (
            "Scrutiny of housing and scrutiny of the Halton Strategic Partnership: recommendation 6",
            {1, 2},
            [],
        ),
        ("Recommendation 5", {1}, []),
        # A whole title needs no number; a short one is said without being meant.
        ("We heard of homes  for\nOlder People", {1, 2}, [106]),
        ("Homes for older peoples", {1, 2}, []),
        ("The annual report was welcomed", {1}, []),
        ("Recommendation 7: Summary report after each meeting", {1}, [67]),
    ],
)
def test_number_counts_where_it_can_mean_one_report_only(text, meant, keys):
    assert list(mentions(text, [*KNOWN, *OTHER], meant=meant)) == keys


def test_mention_keeps_the_sentence_in_which_it_stands():
    text = "All went well. The Board took up rec. 9 with pleasure. Nothing else."
    assert mentions(text, KNOWN, meant={1}) == {69: "The Board took up rec. 9 with pleasure."}


def test_long_sentence_is_cut_at_a_word():
    words = words_at("Recommendation 9 " + "and so on " * 60, 0)
    assert (len(words) <= LONGEST_WORDS_SHOWN, words.endswith((" on…", " so…"))) == (True, True)


@given(st.lists(st.integers(1, 99), min_size=1, max_size=6))
def test_list_of_numbers_is_read_whole(numbers):
    *first, last = [str(number) for number in numbers]
    text = f"Recommendations {', '.join(first)} and {last}" if first else f"Recommendation {last}"
    assert [number for number, _ in numbers_in(text)] == numbers


@given(st.integers(1, 60), st.integers(0, 39), st.sampled_from(["–", "-", " to ", "—"]))
def test_range_is_all_that_lies_between(first, more, dash):
    found = [number for number, _ in numbers_in(f"Recommendations {first}{dash}{first + more}")]
    assert found == list(range(first, first + more + 1))


@given(st.text(alphabet=st.sampled_from("recommendations 0123456789,.-–\nand&"), max_size=80))
def test_any_text_is_read_and_only_known_ones_are_found_with_words_of_it(text):
    for key, words in mentions(text, KNOWN, meant={1}).items():
        assert key in {one.key for one in KNOWN}
        assert 0 < len(words) <= LONGEST_WORDS_SHOWN
        assert words.removesuffix("…") in " ".join(text.split())
