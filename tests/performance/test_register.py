"""Measures, targets and achievements are kept in the browser."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from performance.models import Achievement, Measure, Target
from tests import factories

BUS = {"name": "Journeys by bus", "polarity": "higher", "tolerance": "0.5", "tolerance_kind": "absolute"}


@pytest.fixture
def officer(client_for, world):
    return client_for(world.officer)


def url(world, name, *args):
    return reverse(f"performance:{name}", args=[world.partnership.slug, *args])


def errors(response):
    return response.context["form"].errors


def test_measure_is_added_and_gets_a_target_that_its_page_shows(officer, client, world):
    response = officer.post(url(world, "measure_add"), BUS | {"unit": "journeys", "decimals_shown": "0"})
    measure = Measure.objects.get()
    assert (measure.code, measure.tolerance) == ("journeys-by-bus", Decimal("0.5"))
    assert response["Location"] == measure.get_absolute_url()
    officer.post(url(world, "target_add", measure.code), {"year": "2026", "low": "130,000"})
    assert (Target.objects.get().low, Target.objects.get().high) == (Decimal(130_000), None)
    assert "2026: at least 130,000" in " ".join(officer.get(measure.get_absolute_url()).content.decode().split())
    factories.ResultFactory(measure=measure, year=2026, value=131_000)
    assert "130,000" in client.get(measure.get_absolute_url(), {"on": "1 12 2026"}).content.decode()


@pytest.mark.parametrize(
    ("polarity", "boxes"),
    [("higher", {"low"}), ("lower", {"high"}), ("in range", {"low", "high"}), ("context", {"low", "high"})],
)
def test_target_asks_for_the_limits_that_count(officer, world, polarity, boxes):
    measure = factories.MeasureFactory(partnership=world.partnership, polarity=polarity)
    form = officer.get(url(world, "target_add", measure.code)).context["form"]
    assert {"low", "high"} & set(form.fields) == boxes


@pytest.mark.parametrize(
    ("sent", "faults"),
    [
        (
            {"year": "2026", "low": "5", "high": "4"},
            {"high": ["The upper limit must be the same as or more than the lower one"]},
        ),
        ({"year": "2025", "low": "1", "high": "2"}, {"year": ["There is a target for 2025 already: change that one"]}),
        ({"year": "2026", "low": "", "high": "2"}, {"low": ["Enter the lower limit as a number, for example 74.8"]}),
    ],
)
def test_target_that_cannot_be_is_pointed_out(officer, world, sent, faults):
    measure = factories.MeasureFactory(partnership=world.partnership, polarity="in range")
    measure.targets.create(year=2025, low=1, high=2)
    assert errors(officer.post(url(world, "target_add", measure.code), sent)) == faults
    assert Target.objects.count() == 1


def test_measure_of_a_name_that_is_there_and_too_many_decimals_are_refused(officer, world):
    factories.MeasureFactory(partnership=world.partnership, name="Journeys by bus")
    assert errors(officer.post(url(world, "measure_add"), BUS | {"decimals_shown": "7"})) == {
        "name": ["There is a measure of this name already"],
        "decimals_shown": ["Decimals shown must be 6 or fewer"],
    }


def test_measure_with_figures_is_not_removed(officer, world):
    measure = factories.ResultFactory(measure__partnership=world.partnership).measure
    page = officer.post(url(world, "measure_remove", measure.code))
    assert (page.status_code, Measure.objects.count()) == (409, 1)
    assert "Something else belongs to it: 1 result." in page.content.decode()


def test_achievement_is_known_to_the_month_and_changed(officer, client, world):
    sent = {"title": "A forum", "headline": "Tenants are heard.", "theme": "Housing", "happened_on": "May 2026"}
    officer.post(url(world, "achievement_add"), sent)
    one = Achievement.objects.get()
    assert (one.code, one.happened_on, one.happened_precision) == ("a-forum", date(2026, 5, 1), "month")
    officer.post(url(world, "achievement_edit", one.pk), sent | {"headline": "Tenants decide."})
    page = client.get(url(world, "achievements")).content.decode()
    assert "Tenants decide." in page
    assert "May 2026" in page
