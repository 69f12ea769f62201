from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from core.acts import Refused
from reports.models import MeasureLink
from reports.services.measure_links import link_measure
from tests import factories

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def recommendation(partnership):
    group = factories.TopicGroupFactory(body__partnership=partnership)
    return factories.RecommendationFactory(topic_group=group, number=1, title="Meet jointly")


@pytest.fixture
def measure(partnership):
    measure = factories.MeasureFactory(partnership=partnership, name="Joint meetings held", theme="Governance")
    factories.ResultFactory(measure=measure, year=2024, value=2)
    factories.ResultFactory(measure=measure, year=2025, value=3)
    return measure


def test_officer_links_a_measure_and_it_shows_from_both_ends(client_for, officer, partnership, recommendation, measure):
    client = client_for(officer)
    page = reverse("recommendations:delivery", args=[partnership.slug, recommendation.pk])
    assert "Joint meetings held" in client.get(page).content.decode()
    url = reverse("reports:measure_link", args=[partnership.slug, recommendation.pk])
    told = client.post(url, {"measure": measure.pk}, follow=True).content.decode()
    assert "“Joint meetings held” is linked to recommendation 1." in told
    public = client_for(None)
    story = public.get(recommendation.get_absolute_url()).content.decode()
    assert "Linked measures" in story
    assert "3.0 in 2025, improving, up 1.0 on 2024" in story
    measure_url = reverse("performance:measure", args=[partnership.slug, measure.code])
    assert "1. Meet jointly" in public.get(measure_url).content.decode()
    link = MeasureLink.objects.get()
    gone = reverse("reports:measure_unlink", args=[partnership.slug, recommendation.pk, link.pk])
    assert "no longer linked" in client.post(gone, follow=True).content.decode()
    assert "Meet jointly" not in public.get(measure_url).content.decode()
    assert "Linked measures" not in public.get(recommendation.get_absolute_url()).content.decode()


def test_figures_are_those_of_the_day(client_for, recommendation, measure):
    MeasureLink.objects.create(recommendation=recommendation, measure=measure)
    story = client_for(None).get(recommendation.get_absolute_url(), {"on": "2024-12-31"}).content.decode()
    assert "2.0 in 2024, no earlier figure" in story


def test_same_measure_is_linked_once_and_one_of_elsewhere_not_at_all(officer, recommendation, measure):
    first = link_measure(recommendation=recommendation, measure=measure, by=officer)
    assert link_measure(recommendation=recommendation, measure=measure, by=officer) == first
    with pytest.raises(Refused, match="Choose a measure of this partnership"):
        link_measure(recommendation=recommendation, measure=factories.MeasureFactory(), by=officer)


@pytest.mark.parametrize("typed", [{}, {"measure": "0"}, {"measure": "x"}])
def test_nothing_chosen_is_said(typed, client_for, officer, partnership, recommendation):
    url = reverse("reports:measure_link", args=[partnership.slug, recommendation.pk])
    told = client_for(officer).post(url, typed, follow=True).content.decode()
    assert "Choose a measure from the list" in told
    assert not MeasureLink.objects.exists()


@pytest.mark.parametrize("links", [1, 20])
def test_page_of_a_measure_costs_the_same_for_many(links, client_for, partnership, measure, django_assert_num_queries):
    group = factories.TopicGroupFactory(body__partnership=partnership)
    for number in range(1, links + 1):
        one = factories.RecommendationFactory(topic_group=group, number=number)
        MeasureLink.objects.create(recommendation=one, measure=measure)
    client = client_for(None)
    url = reverse("performance:measure", args=[partnership.slug, measure.code])
    client.get(url)
    with django_assert_num_queries(11):
        client.get(url)
