from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.choices import Precision
from core.models import AuditEvent
from recommendations.models import Recommendation
from recommendations.services.editing import add_recommendation, next_number
from tests import factories
from tests.scrutiny.factories import ReportParagraphFactory, ScrutinySettingsFactory

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


def address(name, *args):
    return reverse(f"recommendations:{name}", args=args)


def add(group, officer, number=1, values=(), **fields):
    made = Recommendation(topic_group=group, number=number, title="Meet jointly", **fields)
    made.clean()
    return add_recommendation(recommendation=made, values=values, by=officer)


TYPED = {
    "number": "4",
    "title": "Meet  jointly",
    "explanation": "Twice a year\r\nOn a theme",
    "task": "explore",
    "paragraphs": "6.5 and 6.15",
    "values": ["openness", "engagement"],
    "priority": "high",
    "target_on": "31 3 2027",
    "resources_needed": "An officer’s day",
    "note": "",
}


def test_officer_adds_a_recommendation_and_goes_on_to_its_owners(client_for, officer, partnership, group, ask):
    ask(3)
    ReportParagraphFactory(topic_group=group, position=1, number="6.5")
    ReportParagraphFactory(topic_group=group, position=2, number="6.15")
    client = client_for(officer)
    url = address("add", partnership.slug, group.pk)
    assert client.get(url).context["form"]["number"].value() == 4
    answer = client.post(url, TYPED)
    added = Recommendation.objects.get(number=4)
    assert answer["Location"] == address("owners_edit", partnership.slug, added.pk)
    assert (added.title, added.explanation, added.task) == ("Meet jointly", "Twice a year\nOn a theme", "explore")
    assert (added.status, added.priority, added.target_on) == ("not-started", "high", date(2027, 3, 31))
    assert (added.review_due_on, added.review_precision) == (date(2013, 9, 1), Precision.MONTH)
    assert sorted(added.paragraphs.values_list("number", flat=True)) == ["6.15", "6.5"]
    assert sorted(added.values_served.values_list("value", flat=True)) == ["engagement", "openness"]
    told = client_for(None).get(added.get_absolute_url()).content.decode()
    for words in (
        "High",
        "31 March 2027",
        "An officer’s day",
        "Openness, engagement",
        'report/#paragraph-6-15">6.15</a>.',
    ):
        assert words in told


def test_form_is_filled_with_the_paragraph_that_it_is_drawn_from(client_for, officer, partnership, group):
    paragraph = ReportParagraphFactory(topic_group=group, number="6.15")
    url = address("add", partnership.slug, group.pk)
    form = client_for(officer).get(url, {"paragraph": paragraph.pk}).context["form"]
    assert (form["paragraphs"].value(), form["title"].value()) == ("6.15", "")
    assert client_for(officer).get(url, {"paragraph": "9" * 30}).context["form"]["paragraphs"].value() == ""


def test_number_that_is_taken_is_refused_with_the_next_free_one(client_for, officer, partnership, group, ask):
    ask(4, "Annual report")
    assert next_number(group) == 5
    answer = client_for(officer).post(address("add", partnership.slug, group.pk), TYPED | {"paragraphs": ""})
    told = answer.content.decode()
    assert "Recommendation 4 is “Annual report”: the next free number is 5" in told
    assert 'value="explore"' in told
    assert Recommendation.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"title": " "}, "title", "Enter what is asked"),
        ({"number": "0"}, "number", "Enter the recommendation’s number as a whole number from 1 to 999"),
        (
            {"target_on": "31 8 2012"},
            "target_on",
            "The report was received September 2012: it must be done on that day or later",
        ),
        ({"target_on": "soon"}, "target_on", "Enter the day by which it is to be done, for example 16 11 2026"),
        ({"paragraphs": "6.5, 9.9"}, "paragraphs", "The report has no paragraph 9.9: enter numbers that it has"),
        ({"values": ["wealth"]}, "values", "Choose from the list what it serves"),
        ({"priority": "urgent"}, "priority", "Choose a priority from the list"),
    ],
)
def test_what_cannot_be_is_refused_by_field(typed, field, said, client_for, officer, partnership, group):
    ReportParagraphFactory(topic_group=group, number="6.5")
    given = TYPED | {"paragraphs": "6.5"} | typed
    answer = client_for(officer).post(address("add", partnership.slug, group.pk), given)
    assert answer.context["form"].errors == {field: [said]}


def test_target_on_the_first_day_of_the_month_of_the_report_is_taken(group, officer):
    assert add(group, officer, target_on=date(2012, 9, 1)).target_on == date(2012, 9, 1)


def test_later_recommendation_counts_from_its_own_day(group, officer):
    later = add(group, officer, made_on=date(2013, 10, 29))
    assert (later.review_due_on, later.review_precision) == (date(2014, 10, 29), Precision.DAY)
    with pytest.raises(ValidationError, match="it must be done on that day or later"):
        add(group, officer, number=2, made_on=date(2013, 10, 29), target_on=date(2013, 10, 28))


def test_review_of_a_report_without_a_day_is_not_known(officer, partnership):
    group = factories.TopicGroupFactory(body__partnership=partnership)
    added = add(group, officer)
    assert (added.review_due_on, added.review_precision) == (None, Precision.UNKNOWN)


def test_paragraph_of_another_report_is_refused(client_for, group, officer, partnership):
    ReportParagraphFactory(topic_group__body__partnership=partnership, number="7.1")
    ReportParagraphFactory(topic_group=group, number="6.5")
    url = address("add", partnership.slug, group.pk)
    errors = client_for(officer).post(url, TYPED | {"paragraphs": "7.1"}).context["form"].errors
    assert errors == {"paragraphs": ["The report has no paragraph 7.1: enter numbers that it has"]}


def test_details_are_edited_and_the_wording_stays(client_for, officer, partnership, group):
    ReportParagraphFactory(topic_group=group, number="6.5")
    one = add(group, officer, values=["openness", "outcomes"], priority="low")
    client, url = client_for(officer), address("edit", partnership.slug, one.pk)
    assert sorted(client.get(url).context["form"]["values"].value()) == ["openness", "outcomes"]
    client.post(url, {"values": ["openness", "leadership"], "paragraphs": "6.5", "note": "As agreed", "priority": ""})
    one.refresh_from_db()
    assert (one.title, one.priority, one.note) == ("Meet jointly", "", "As agreed")
    assert sorted(one.values_served.values_list("value", flat=True)) == ["leadership", "openness"]
    assert [str(paragraph) for paragraph in one.paragraphs.all()] == ["Paragraph 6.5"]


def test_details_refuse_a_target_before_the_report(client_for, group, officer, partnership):
    url = address("edit", partnership.slug, add(group, officer).pk)
    errors = client_for(officer).post(url, {"target_on": "1 8 2012"}).context["form"].errors
    assert errors == {"target_on": ["The report was received September 2012: it must be done on that day or later"]}


def test_ticks_wait_for_whoever_was_signed_out(client_for, officer, partnership, group):
    client = client_for(None)
    url = address("add", partnership.slug, group.pk)
    client.post(url, TYPED)
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    form = client.get(url).context["form"]
    assert (form["title"].value(), form["values"].value()) == ("Meet  jointly", ["openness", "engagement"])


# The settings of scrutiny

SETTINGS = {"asks_for_progress": "on", "weeks_before": "8", "answer_weeks_before": "3", "executive_clock": "on"}


def test_settings_are_made_when_they_are_first_saved(client_for, admin, partnership):
    client, url = client_for(admin), reverse("scrutiny:scrutiny_settings", args=[partnership.slug])
    form = client.get(url).context["form"]
    assert [form[name].value() for name in SETTINGS] == [True, 6, 2, False]
    assert "The scrutiny settings are saved." in client.post(url, SETTINGS, follow=True).content.decode()
    kept = partnership.scrutiny_settings
    assert (kept.asks_for_progress, kept.weeks_before, kept.answer_weeks_before, kept.executive_clock) == (
        True,
        8,
        3,
        True,
    )
    assert AuditEvent.objects.get().details == {
        "weeks_before": "6 → 8",
        "answer_weeks_before": "2 → 3",
        "executive_clock": "off → on",
    }
    assert "Nothing was changed." in client.post(url, SETTINGS, follow=True).content.decode()


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        (
            {"answer_weeks_before": "8"},
            "answer_weeks_before",
            "Answers must be wanted after the request goes out: enter fewer than 8",
        ),
        (
            {"weeks_before": "27"},
            "weeks_before",
            "Enter when the request goes out as a whole number of weeks from 1 to 26",
        ),
        (
            {"weeks_before": ""},
            "weeks_before",
            "Enter when the request goes out as a whole number of weeks from 1 to 26",
        ),
        (
            {"answer_weeks_before": "-1"},
            "answer_weeks_before",
            "Enter when answers are wanted as a whole number of weeks from 0 to 26",
        ),
    ],
)
def test_settings_that_cannot_be_are_refused(typed, field, said, client_for, admin, partnership):
    ScrutinySettingsFactory(partnership=partnership)
    answer = client_for(admin).post(reverse("scrutiny:scrutiny_settings", args=[partnership.slug]), SETTINGS | typed)
    assert answer.context["form"].errors == {field: [said]}
