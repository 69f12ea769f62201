"""A report and its stages come in from files: Halton's, and each way in which a row can be wrong."""

import pytest
from django.test import TestCase

from imports.changes import Outcome
from imports.importer import import_directory
from scrutiny.models import ReportParagraph, StagePassed, TopicGroup
from tests.halton import TODAY, add_halton

PARAGRAPHS = (
    "body_id,number,heading,text,recommended,recommendations,not_carried_reason\n"
    "group,6.10,no,It should be known,yes,,In no table\n"
    "group,6.9,,Do more,yes,1,\n"
    "group,6,yes,Advice,no,,\n"
)
STAGES = (
    "body_id,stage,date,precision,outcome,note\n"
    "group,draft,,none,noted,\n"
    "group,group,2012-08-01,month,referred back,Too long\n"
    "group,group,2012-08-20,day,agreed,\n"
)


class TestHalton(TestCase):
    """Loaded once; each test is rolled back to that state."""

    @classmethod
    def setUpTestData(cls):
        add_halton()

    def test_paragraphs_lead_to_the_recommendations_that_cite_them(self):
        carried = {
            paragraph.number: [one.number for one in paragraph.recommendations.order_by("number")]
            for paragraph in ReportParagraph.objects.filter(number__startswith="6.")
        }
        assert carried == {
            "6.2": [1],
            "6.3": [1],
            "6.4": [1, 6],
            "6.5": [7],
            "6.6": [8],
            "6.7": [2, 9],
            "6.8": [2],
            "6.9": [3],
            "6.10": [3],
            "6.11": [3, 4],
            "6.12": [4],
            "6.13": [4],
            "6.14": [3],
            "6.15": [],
            "6.16": [5],
        }

    def test_what_no_table_carries_says_so(self):
        group = TopicGroup.objects.get()
        assert list(group.paragraphs.unaccounted()) == []
        reasons = group.paragraphs.exclude(not_carried_reason="").values_list("number", "not_carried_reason")
        assert dict(reasons) == {
            "6.14": "That the results go to PPBs too is in the text only, in neither recommendations table",
            "6.15": "Worded as a recommendation in the text but in neither recommendations table",
        }

    def test_report_went_to_the_ppb_in_september_2012(self):
        stages = StagePassed.objects.in_order()
        assert [(one.stage, one.outcome, one.when) for one in stages] == [
            ("draft", "noted", "date not known"),
            ("group", "noted", "date not known"),
            ("ppb", "noted", "September 2012"),
        ]


@pytest.fixture
def reported(small):
    (small / "report_paragraphs.csv").write_text(PARAGRAPHS, encoding="utf-8")
    (small / "report_stages.csv").write_text(STAGES, encoding="utf-8")
    return small


def run(directory):
    return import_directory(directory, today=TODAY)


@pytest.mark.django_db
def test_paragraphs_come_in_the_order_of_their_numbers(reported):
    first = run(reported)
    assert (first.refusals, first.warnings) == ([], [])
    assert list(ReportParagraph.objects.order_by("position").values_list("number", "position")) == [
        ("6", 1),
        ("6.9", 2),
        ("6.10", 3),
    ]


@pytest.mark.django_db
def test_a_second_time_nothing_changes(reported):
    run(reported)
    again = run(reported)
    assert (again.counts["report_paragraphs.csv"], again.counts["report_stages.csv"]) == (
        {Outcome.UNCHANGED: 3},
        {Outcome.UNCHANGED: 3},
    )


@pytest.mark.django_db
def test_what_is_not_accounted_for_is_warned_of(reported):
    path = reported / "report_paragraphs.csv"
    path.write_text(PARAGRAPHS.replace("In no table", ""), encoding="utf-8")
    assert run(reported).warnings == [
        "report_paragraphs.csv: what these paragraphs recommend is carried by no recommendation, and no reason is "
        "given: 6.10."
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            "report_paragraphs.csv",
            "group,6.9",
            "group,6.9a",
            "row 3, column number, “6.9a”: enter the number in digits and points, for example 6.15",
        ),
        (
            "report_paragraphs.csv",
            "group,6.9",
            "group,6.10",
            "row 3, column number, “6.10”: row 2 has the same body_id and number",
        ),
        ("report_paragraphs.csv", "group,6.9", "board,6.9", "row 3, column body_id, “board”: it is not a topic group"),
        ("report_paragraphs.csv", "group,6.9", "grup,6.9", "row 3, column body_id, “grup”: there is no body “grup”"),
        (
            "report_paragraphs.csv",
            "yes,1,",
            "yes,7,",
            "row 3, column recommendations, “7”: there is no recommendation “7”",
        ),
        (
            "report_paragraphs.csv",
            "yes,1,",
            "maybe,1,",
            "row 3, column recommended, “maybe”: the word is not known. Known are yes, no",
        ),
        (
            "report_paragraphs.csv",
            "Advice,no,,",
            "Advice,yes,,",
            "row 4, column recommended, “yes”: a heading recommends nothing",
        ),
        (
            "report_paragraphs.csv",
            "Advice,no,,",
            "Advice,no,,Why",
            "row 4, column not_carried_reason, “Why”: the paragraph recommends nothing: "
            "there is nothing to account for",
        ),
        (
            "report_stages.csv",
            "group,draft",
            "group,ppb",
            "row 2, column stage, “ppb”: A report begins with the stage “Draft”",
        ),
        (
            "report_stages.csv",
            "day,agreed",
            "day,liked",
            "row 4, column outcome, “liked”: the word is not known. Known are agreed, agreed with changes, "
            "agreed-with-changes, noted, referred back, referred-back, not agreed, not-agreed",
        ),
        (
            "report_stages.csv",
            "2012-08-20",
            "2012-07-31",
            "row 4, column date, “2012-07-31”: The stage “Topic group” was passed in August 2012: "
            "enter that day or a later one",
        ),
        (
            "report_stages.csv",
            "2012-08-20",
            "2030-08-20",
            "row 4, column date, “2030-08-20”: The day must be today or in the past",
        ),
    ],
)
def test_wrong_row_refuses_the_import(reported, file, old, new, expected):
    path = reported / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert str(run(reported).refusals[0]) == f"{file}, {expected}"
    assert TopicGroup.objects.count() == 0
