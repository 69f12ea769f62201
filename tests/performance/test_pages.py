from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from core import history
from core.choices import Precision
from core.models import AuditEvent
from performance.models import Result
from performance.services.results import ResultExists, record_result
from tests import factories

D = Decimal
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def look(client_for, partnership):
    def open_page(page="list", **query):
        return client_for(None).get(reverse(f"performance:{page}", args=[partnership.slug]), query)

    return open_page


def measure_url(measure, page="measure"):
    return reverse(f"performance:{page}", args=[measure.partnership.slug, measure.code])


@pytest.fixture
def measures(partnership):
    """A green, a red and one without a theme, target or figure."""
    green = factories.MeasureFactory(partnership=partnership, name="Recycling", theme="Environment", unit="%")
    red = factories.MeasureFactory(partnership=partnership, name="Smoking", theme="Health", polarity="lower")
    bare = factories.MeasureFactory(partnership=partnership, name="Walking")
    for year, value in ((2024, 44), (2025, 50)):
        factories.ResultFactory(measure=green, year=year, value=value)
        factories.ResultFactory(measure=red, year=year, value=value)
    factories.TargetFactory(measure=green, year=2025, low=48)
    factories.TargetFactory(measure=red, year=2025, low=None, high=40)
    return green, red, bare


def names(response):
    return [standing.measure.name for standing in response.context["page"]]


def test_measures_stand_by_theme_with_colour_in_words_and_direction(look, measures):
    response = look()
    assert [(theme, [one.measure.name for one in found]) for theme, found in response.context["themes"]] == [
        ("Environment", ["Recycling"]),
        ("Health", ["Smoking"]),
        ("", ["Walking"]),
    ]
    text = response.content.decode()
    for words in (
        "green: target met",
        "red: missed",
        "no data",
        "improving, up 6.0 on 2024",
        "worsening, up 6.0 on 2024",
        "at least 48.0%",
        "at most 40.0",
        "No theme stated",
    ):
        assert words in text


def test_measures_are_filtered_by_theme_and_status(look, measures):
    assert names(look(theme="Health")) == ["Smoking"]
    assert names(look(status="green")) == ["Recycling"]
    assert names(look(status="no data")) == ["Walking"]
    assert names(look(status="amber")) == []
    assert "No measure fits" in look(status="amber").content.decode()
    assert names(look(status="blue", theme="Nowhere")) == ["Recycling", "Smoking", "Walking"]


def test_measures_as_at_a_past_day(look, measures):
    latest = [standing.latest and standing.latest.year for standing in look(on="2024-12-31").context["page"]]
    assert latest == ["2024", "2024", None]


def test_measure_page_flags_what_does_not_compute(client_for, partnership):
    measure = factories.MeasureFactory(partnership=partnership, unit="%")
    factories.ResultFactory(measure=measure, year=2010, value=D("42.3"), basis="stated, year inferred")
    factories.ResultFactory(measure=measure, year=2011, value=D("50.3"), change_stated=D("8.4"), note="As printed")
    text = client_for(None).get(measure_url(measure)).content.decode()
    for words in ("2011: stated rise 8.4, computed 8.0", "+8.4", "+8.0", "Stated, year inferred", "As printed"):
        assert words in text


def test_measure_page_says_what_is_missing(client_for, measures):
    text = client_for(None).get(measure_url(measures[2])).content.decode()
    assert "No figure yet" in text
    assert "Higher is better. No target is set." in text


def test_measure_of_another_partnership_is_not_here(client_for, world):
    measure = factories.MeasureFactory(partnership=world.elsewhere)
    url = reverse("performance:measure", args=[world.partnership.slug, measure.code])
    assert client_for(world.admin).get(url).status_code == 404


RESULT = {
    "year": "2025",
    "value": "1,234.5%",
    "basis": "stated",
    "change_stated": "−2",
    "change_from_year": "2024",
    "source": "Annual report",
    "note": "",
}


def test_officer_records_a_figure(client_for, officer, measures):
    response = client_for(officer).post(measure_url(measures[2], "result_add"), RESULT, follow=True)
    result = Result.objects.get(measure=measures[2])
    assert (result.year, result.value, result.change_stated, result.change_from_year, result.recorded_by) == (
        2025,
        D("1234.5"),
        D(-2),
        2024,
        officer,
    )
    assert "The figure for 2025 is recorded." in response.content.decode()


def test_figure_on_record_is_replaced_only_when_asked(client_for, officer, measures):
    url = measure_url(measures[0], "result_add")
    refused = client_for(officer).post(url, RESULT)
    assert refused.context["form"].errors == {
        "replace": ["2025 has the figure 50.0: tick this to replace it, or change the year"]
    }
    client_for(officer).post(url, RESULT | {"replace": "on"})
    result = Result.objects.get(measure=measures[0], year=2025)
    assert [stood.value for _, stood in history.versions(result)] == [D(50), D("1234.5")]
    event = AuditEvent.objects.get()
    assert (event.verb, event.details) == (
        "measure.result_replaced",
        {"year": 2025, "value": "1234.5", "before": "50.000000"},
    )


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"year": ""}, {"year": ["Enter the year, for example 2025"]}),
        ({"year": "2027"}, {"year": ["The year must be from 1990 to 2026"]}),
        ({"value": ""}, {"value": ["Enter the figure as a number, for example 74.8"]}),
        ({"value": "many"}, {"value": ["Enter the figure as a number, for example 74.8"]}),
        ({"value": "NaN"}, {"value": ["Enter the figure as a number, for example 74.8"]}),
        ({"value": "1e40"}, {"value": ["The figure must have 12 digits or fewer, and 6 decimals or fewer"]}),
        ({"basis": ""}, {"basis": ["Select how the figure is known"]}),
        (
            {"change_stated": ""},
            {"change_stated": ["Enter the change, or take out the year that it is counted from"]},
        ),
        (
            {"change_from_year": "2025"},
            {"change_from_year": ["The year that the change is counted from must be before the year"]},
        ),
    ],
)
def test_result_form_says_what_to_do(changes, errors, client_for, officer, measures):
    response = client_for(officer).post(measure_url(measures[2], "result_add"), RESULT | changes)
    assert response.context["form"].errors == errors


def test_record_result_refuses_a_second_figure_of_a_year(officer, measures):
    facts = {
        "measure": measures[2],
        "year": 2025,
        "basis": "stated",
        "change_stated": None,
        "change_from_year": None,
        "source": "",
        "note": "",
        "by": officer,
        "at": NOON,
    }
    record_result(value=D(1), **facts)
    with pytest.raises(ResultExists, match="has a figure for 2025"):
        record_result(value=D(2), **facts)
    assert Result.objects.get(measure=measures[2]).value == D(1)


def test_achievements_stand_by_theme_with_as_much_of_the_date_as_is_known(look, partnership):
    facts = [
        ("Health", "Quit smoking", date(2011, 2, 1), Precision.MONTH),
        ("Health", "Walk", None, Precision.UNKNOWN),
        ("Children", "Inspection", date(2010, 1, 1), Precision.YEAR),
    ]
    for theme, title, day, precision in facts:
        factories.AchievementFactory(
            partnership=partnership, theme=theme, title=title, happened_on=day, happened_precision=precision
        )
    response = look("achievements")
    assert [(theme, [one.title for one in found]) for theme, found in response.context["themes"]] == [
        ("Children", ["Inspection"]),
        ("Health", ["Quit smoking", "Walk"]),
    ]
    text = response.content.decode()
    assert "February 2011" in text
    assert "1 February 2011" not in text
    assert "Date not known" in text
    assert [one.title for one in look("achievements", theme="Children").context["page"]] == ["Inspection"]


def test_empty_pages_say_what_would_be_here(look):
    assert "No measures yet" in look().content.decode()
    assert "No achievements yet" in look("achievements").content.decode()


@pytest.mark.parametrize("count", [1, 100])
def test_measure_list_needs_the_same_queries_for_any_number(count, partnership, look, django_assert_num_queries):
    for _ in range(count):
        measure = factories.MeasureFactory(partnership=partnership)
        for year in (2024, 2025):
            factories.ResultFactory(measure=measure, year=year)
            factories.TargetFactory(measure=measure, year=year)
    with django_assert_num_queries(5):
        look()


@pytest.mark.parametrize("count", [1, 100])
def test_measure_page_needs_the_same_queries_for_any_number(count, partnership, client_for, django_assert_num_queries):
    measure = factories.MeasureFactory(partnership=partnership)
    for year in range(1900, 1900 + count):
        factories.ResultFactory(measure=measure, year=year)
    england = partnership.comparators.create(code="england", name="England", kind="nation")
    for year in range(1900, 1900 + count):
        measure.comparisons.create(comparator=england, year=year, value=7)
    client = client_for(None)
    with django_assert_num_queries(6):
        client.get(measure_url(measure))


@pytest.mark.parametrize("count", [1, 100])
def test_achievements_need_the_same_queries_for_any_number(count, partnership, look, django_assert_num_queries):
    partner = factories.OrganisationFactory(partnership=partnership)
    for one in factories.AchievementFactory.create_batch(count, partnership=partnership):
        one.organisations.add(partner)
    with django_assert_num_queries(5):
        look("achievements")
