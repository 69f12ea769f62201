from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrutiny.choices import ReportStage, StageOutcome
from scrutiny.rules import (
    Passed,
    follows,
    is_number,
    next_stages,
    number_key,
    parse_paragraphs,
    place_of,
    why_not_stage,
)

TODAY = date(2026, 11, 23)
NUMBERS = st.lists(st.integers(1, 30), min_size=1, max_size=3).map(lambda parts: ".".join(map(str, parts)))


def faults(text, known=()):
    found, wrong = parse_paragraphs(text, known=known)
    assert found == []
    return [str(fault) for fault in wrong]


def said(text):
    found, wrong = parse_paragraphs(text)
    assert wrong == []
    return [(one.line, one.number, one.text, one.is_heading, one.sounds_recommended) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("6", True), ("6.15", True), ("6.1.2", True), ("6.", False), ("2012", False), ("six", False), ("", False)],
)
def test_number_is_as_printed(text, expected):
    assert is_number(text) is expected


def test_numbers_sort_as_numbers():
    assert sorted(["6.10", "6.9", "10", "6", "6.9.1"], key=number_key) == ["6", "6.9", "6.9.1", "6.10", "10"]


@pytest.mark.parametrize(
    ("number", "place"), [("6.1", 0), ("6.3", 1), ("6.9.1", 2), ("6.10", 2), ("6.12", 3), ("7", 3)]
)
def test_new_paragraph_goes_before_the_next_greater_number(number, place):
    assert place_of(number, ["6.2", "6.9", "6.11"]) == place


@pytest.mark.parametrize(
    ("number", "after", "expected"),
    [
        ("6.2", "6.1", True),
        ("6.10", "6.9", True),
        ("6.1", "6", True),
        ("6.1.1", "6.1", True),
        ("7", "6.15", True),
        ("7.1", "6.15", True),
        ("6.2", "6.1.4", True),
        ("6.3", "6.1", False),
        ("6.2.2", "6.1", False),
        ("7.2", "6.1", False),
        ("8", "6.1", False),
        ("6.1", "6.1", False),
        ("6", "6.1", False),
        ("6.1", "6.2", False),
    ],
)
def test_sc_3_nothing_is_missing_between_two_numbers(number, after, expected):
    assert follows(number_key(number), number_key(after)) is expected


def test_text_becomes_headings_and_paragraphs_with_their_lines():
    text = "\n6. What we recommend\n\n6.1 The partnership should\r\nmeet jointly.\n6.2\tIt met in 2012.\n\nAnd again.\n"
    assert said(text) == [
        (2, "6", "What we recommend", True, False),
        (4, "6.1", "The partnership should\nmeet jointly.", False, True),
        (6, "6.2", "It met in 2012.\n\nAnd again.", False, False),
    ]


def test_line_that_begins_with_a_year_belongs_to_the_paragraph():
    assert said("6.1 Since\n2012 there is a forum")[0][2] == "Since\n2012 there is a forum"


@pytest.mark.parametrize(
    ("text", "known", "expected"),
    [
        ("", (), ["Line 1: no paragraph has a number: begin each with one, for example 6.1"]),
        (
            "Introduction\n6.1 It",
            (),
            ["Line 1: there is no number before this text: begin with one, for example 6.1"],
        ),
        ("6.1 It\n6.1 Again", (), ["Line 2: 6.1 stands on line 1 already"]),
        ("6.1 It\n6.2 Then", ("6.2",), ["Line 2: the report has a paragraph 6.2 already"]),
        ("6.1\n6.2 Then", (), ["Line 1: 6.1 has no text"]),
        (
            "6.2 It\n6.1 Then",
            (),
            [
                "Line 2: 6.1 comes after 6.2: it should stand before it. "
                "If the line only begins with a figure, join it to the line before"
            ],
        ),
        ("6.1 " + "x" * 8001, (), ["Line 1: 6.1 is longer than 8,000 characters"]),
    ],
)
def test_text_is_refused_whole_with_its_lines(text, known, expected):
    assert faults(text, known) == expected


def test_number_that_is_missing_is_pointed_out():
    found, wrong = parse_paragraphs("6.1 It\n6.3 Then\n6.4 At last\n8 And")
    assert wrong == []
    assert [(one.number, one.gap_after) for one in found] == [("6.1", ""), ("6.3", "6.1"), ("6.4", ""), ("8", "6.4")]


@settings(max_examples=60)
@given(st.text(max_size=300))
def test_whatever_is_pasted_is_either_read_or_refused(text):
    found, wrong = parse_paragraphs(text)
    assert bool(found) is not bool(wrong)


@settings(max_examples=60)
@given(st.integers(1, 40), st.integers(1, 200))
def test_a_whole_section_is_read_back_in_its_order(section, length):
    text = "\n".join(f"{section}.{number} Paragraph" for number in range(1, length + 1))
    found, _ = parse_paragraphs(text)
    assert [one.number for one in found] == [f"{section}.{number}" for number in range(1, length + 1)]


@settings(max_examples=60)
@given(st.lists(NUMBERS, unique_by=number_key), NUMBERS)
def test_paragraphs_that_are_in_order_stay_in_order(others, number):
    known = sorted(others, key=number_key)
    known.insert(place_of(number, known), number)
    assert known == sorted(known, key=number_key)


# Stages


def passed(*stages):
    return [Passed(stage, on, "day", outcome) for stage, on, outcome in stages]


SHARED = [("draft", date(2026, 7, 1), "noted"), ("group", date(2026, 8, 1), "agreed")]
TO_PPB = [*SHARED, ("ppb", date(2026, 9, 14), "agreed")]
BACK = [*SHARED, ("ppb", date(2026, 9, 14), "referred-back")]


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ([], ["draft"]),
        (SHARED, ["ppb"]),
        (TO_PPB, ["executive"]),
        (BACK, ["draft", "group", "ppb"]),
        ([*BACK, ("group", date(2026, 10, 1), "agreed")], ["ppb"]),
        ([*TO_PPB, ("executive", date(2026, 10, 1), "noted"), ("partnership", date(2026, 11, 1), "agreed")], []),
    ],
)
def test_sc_1_stages_are_passed_in_order(before, expected):
    assert next_stages(passed(*before)) == expected


@pytest.mark.parametrize(
    ("stage", "on", "facts", "expected"),
    [
        ("executive", date(2026, 10, 1), {}, None),
        ("executive", date(2026, 9, 14), {}, None),
        (
            "partnership",
            date(2026, 10, 1),
            {},
            (
                "stage",
                "After the stage “Scrutiny board” comes “Executive”: "
                "a stage comes again only after the report was referred back",
            ),
        ),
        (
            "ppb",
            date(2026, 10, 1),
            {},
            (
                "stage",
                "After the stage “Scrutiny board” comes “Executive”: "
                "a stage comes again only after the report was referred back",
            ),
        ),
        (
            "executive",
            date(2026, 9, 13),
            {},
            (
                "happened_on",
                "The stage “Scrutiny board” was passed on 14 September 2026: enter that day or a later one",
            ),
        ),
        ("executive", date(2026, 11, 24), {}, ("happened_on", "The day must be today or in the past")),
        (
            "executive",
            date(2026, 10, 1),
            {"meeting_on": date(2026, 10, 2)},
            ("happened_on", "The meeting was on 2 October 2026: enter that day"),
        ),
        (
            "executive",
            date(2026, 12, 1),
            {"meeting_on": date(2026, 12, 1)},
            ("meeting", "The meeting is on 1 December 2026: record the stage after it"),
        ),
        (
            "executive",
            date(2026, 10, 1),
            {"meeting_on": date(2026, 10, 1), "meeting_is_off": True},
            ("meeting", "The meeting did not take place: choose another, or none"),
        ),
        ("executive", date(2026, 10, 1), {"meeting_on": date(2026, 10, 1)}, None),
    ],
)
def test_sc_1_refuses_with_the_field_and_what_to_do(stage, on, facts, expected):
    refusal = why_not_stage(stage, on, passed=passed(*TO_PPB), today=TODAY, **facts)
    assert (refusal and (refusal.field, refusal.sentence)) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ([], "A report begins with the stage “Draft”"),
        (
            [*TO_PPB, ("executive", date(2026, 10, 1), "noted"), ("partnership", date(2026, 11, 1), "agreed")],
            "The report has passed its last stage",
        ),
    ],
)
def test_sc_1_says_where_a_report_begins_and_ends(before, expected):
    refusal = why_not_stage("group", TODAY, passed=passed(*before), today=TODAY)
    assert refusal.sentence == expected


def test_sc_1_takes_any_day_of_a_month_that_is_all_that_is_known():
    before = [Passed("draft", date(2026, 9, 1), "month", "noted"), Passed("group", None, "unknown", "agreed")]
    assert why_not_stage("ppb", date(2026, 9, 1), passed=before, today=TODAY) is None
    assert why_not_stage("ppb", date(2026, 8, 31), passed=before, today=TODAY).field == "happened_on"
    assert why_not_stage("ppb", date(2026, 1, 1), passed=before, today=TODAY, precision="year") is None
    assert why_not_stage("ppb", None, passed=before, today=TODAY) is None


@settings(max_examples=80)
@given(st.lists(st.tuples(st.sampled_from(list(ReportStage)), st.sampled_from(list(StageOutcome))), max_size=12))
def test_sc_1_whatever_is_allowed_never_skips_a_stage(wanted):
    taken = []
    for stage, outcome in wanted:
        if why_not_stage(stage, TODAY, passed=taken, today=TODAY) is None:
            taken.append(Passed(stage, TODAY, "day", outcome))
    order = list(ReportStage)
    reached = -1
    for one in taken:
        assert order.index(one.stage) <= reached + 1
        reached = order.index(one.stage)
