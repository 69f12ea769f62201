"""Recommendations in figures: each number is the number of rows in the list that it leads to."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.http import QueryDict
from django.urls import reverse

from monitoring.services.overview import read_overview
from recommendations.filters import RecommendationFilter
from recommendations.models import Recommendation
from scrutiny.models import TopicGroup
from tests import factories
from tests.monitoring.factories import MonitoringDecisionFactory, ReviewFactory
from tests.recommendations.factories import ResponseFactory

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = NOON.date()
pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def group(world, group):
    TopicGroup.objects.filter(pk=group.pk).update(commissioned_by=world.ppb)
    group.refresh_from_db()
    return group


@pytest.fixture
def owner(partnership):
    def make(name):
        return factories.OwnerFactory(partnership=partnership, code=name.lower(), name=name)

    return make


@pytest.fixture
def thread(world, partnership, ask, owner):
    """Five recommendations of one report and one of another, each in another state."""
    board, office = owner("Board"), owner("Office")
    done, silent, undated, fresh, closed = (ask(number, f"Ask {number}") for number in range(1, 6))
    other = factories.TopicGroupFactory(
        body__partnership=partnership, title="Housing", received_on=date(2026, 10, 1), received_precision="day"
    )
    young = factories.RecommendationFactory(topic_group=other, number=1)
    changed(done, "implemented", date(2013, 10, 29))
    changed(closed, "not-feasible", date(2014, 1, 15))
    factories.ProgressUpdateFactory(recommendation=done, reported_on=date(2013, 10, 29))
    factories.ProgressUpdateFactory(recommendation=undated, reported_on=None, reported_precision="unknown")
    factories.ProgressUpdateFactory(recommendation=fresh, reported_on=date(2026, 5, 23))
    for one in (done, silent, undated, fresh):
        factories.RecommendationOwnerFactory(recommendation=one, owner=board)
    factories.RecommendationOwnerFactory(recommendation=fresh, owner=office, position=2)
    ResponseFactory(recommendation=done, decision="accepted", responded_on=date(2012, 12, 1))
    ResponseFactory(recommendation=fresh, decision="accepted", responded_on=date(2012, 12, 1))
    ResponseFactory(recommendation=fresh, responder="partnership", decision="in-part", responded_on=date(2013, 1, 1))
    MonitoringDecisionFactory(recommendation=closed, meeting__body=world.ppb, decided_on=date(2014, 2, 1))
    Recommendation.objects.exclude(pk=young.pk).update(review_due_on=date(2013, 9, 1), review_precision="month")
    ReviewFactory(recommendation=done, reviewed_on=date(2013, 11, 5))
    return done, silent, undated, fresh, closed, young


def changed(recommendation, status, on):
    evidence = "The report" if status == "implemented" else ""
    factories.StatusChangeFactory(recommendation=recommendation, to_status=status, changed_on=on, evidence=evidence)
    Recommendation.objects.filter(pk=recommendation.pk).update(status=status, status_reason="So it is")


def overview(world, reader=None, on=TODAY):
    return read_overview(world.partnership, reader=reader or world.ppb_member, on=on, today=TODAY)


def said(counts):
    return {count.label: count.number for count in counts}


def test_figures_of_a_report(world, thread):
    report = overview(world).reports[1]
    assert (report.name, report.note, report.number.number) == (
        "Scrutiny of the partnership",
        "Report received: September 2012",
        5,
    )
    assert said(report.statuses) == {"not started": 3, "implemented": 1, "not feasible": 1}
    assert said(report.responses) == {"accepted": 1, "accepted in part": 1, "no response yet": 3}
    assert said(report.reviews) == {"recorded": 1, "overdue": 3, "closed without one": 1}
    assert (report.closed.number, report.open.number) == (1, 3)
    assert (report.time_words, report.time_note) == ("about 13 months", "Median of 1")
    assert (report.silent.number, report.undated.number, report.silent_share) == (1, 1, 33)


def test_undated_progress_is_counted_apart(world, thread):
    chart = overview(world).every.update_chart
    assert chart.words == "heard of in the last six months 2, silent for over six months 1, date not known 1"


def test_recommendation_of_two_owners_counts_for_each(world, thread):
    found = overview(world)
    assert [(owner.name, owner.number.number) for owner in found.owners] == [
        ("Board", 4),
        ("Office", 1),
        ("Nobody named", 2),
    ]
    assert found.shared == 1


def test_ppbs_that_nobody_wrote_down_have_a_row(world, thread):
    assert [(ppb.name, ppb.number.number) for ppb in overview(world).ppbs] == [
        ("Corporate PPB", 5),
        ("PPB not on record", 1),
    ]


def test_figures_of_a_past_day_know_nothing_later(world, thread):
    every = overview(world, on=date(2013, 10, 28)).every
    assert (every.number.number, said(every.statuses), every.closed.number) == (5, {"not started": 5}, 0)
    assert (every.time_words, every.time_note) == ("", "None implemented")
    # Only the undated entry was known by then, and nothing had been heard for more than a year.
    assert (every.silent.number, every.undated.number) == (4, 1)
    assert every.number.query == "?standing=all&on=2013-10-28"


@pytest.mark.parametrize("on", ["", "2013-10-28", "2014-01-20"])
def test_every_number_is_that_of_the_list_it_leads_to(on, world, thread):
    day = date.fromisoformat(on) if on else TODAY
    found = overview(world, on=day)
    checked = 0
    for rollup in (found.every, *found.reports, *found.ppbs, *found.owners):
        single = (rollup.number, rollup.closed, rollup.open, rollup.silent, rollup.undated, rollup.implemented)
        for count in (*single, *rollup.statuses, *rollup.responses, *rollup.reviews):
            listed = RecommendationFilter(
                QueryDict(count.query[1:]), partnership=world.partnership, reader=world.ppb_member, on=day, now=NOON
            )
            assert (count.query, len(listed.rows.values_list("pk"))) == (count.query, count.number)
            checked += 1
    assert checked > 40


def test_page_shows_figures_charts_and_links(world, thread, client_for):
    page = client_for(None).get(reverse("monitoring:overview", args=["halton"])).content.decode()
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    for words in ("6 recommendation", "1 closed", "about 13 months after the report was received", "By status"):
        assert words in text
    assert "A recommendation of several owners counts for each of them: 1 is shared" in text
    assert 'href="/halton/recommendations/?standing=all&amp;owner=board&amp;status=implemented"' in page


def test_page_offers_the_meetings_of_the_ppbs(world, thread, client_for):
    for held_on in (date(2025, 11, 8), date(2026, 3, 3)):
        factories.MeetingFactory(body=world.ppb, held_on=held_on, status="held")
    factories.MeetingFactory(body=world.ppb, held_on=date(2026, 12, 1))
    factories.MeetingFactory(body=world.board, held_on=date(2026, 2, 2), status="held")
    response = client_for(None).get(reverse("monitoring:overview", args=["halton"]), {"on": "2025-11-08"})
    page = response.content.decode()
    assert [meeting.held_on for meeting in response.context["ppb_meetings"]] == [date(2026, 3, 3), date(2025, 11, 8)]
    assert "As at the PPB of" in page
    assert 'href="?on=2025-11-08" aria-current="true">8 November 2025' in page


def test_empty_page_says_what_would_be_here(world, client_for):
    page = client_for(None).get(reverse("monitoring:overview", args=["halton"])).content.decode()
    assert "Nothing to add up" in page


def test_reports_in_preparation_are_in_the_figures_of_those_who_may_read_them(world, thread):
    TopicGroup.objects.filter(title="Housing").update(is_draft=True)
    readers = (world.member, world.ppb_member, world.outsider)
    assert [overview(world, reader=reader).every.number.number for reader in readers] == [5, 6, 5]


@pytest.mark.parametrize("count", [1, 100])
@pytest.mark.parametrize(("role", "queries"), [(None, 6), ("ppb_member", 10)])
def test_overview_needs_the_same_queries_for_any_number(
    count, role, queries, world, client_for, django_assert_num_queries
):
    for number in range(1, count + 1):
        body = factories.BodyFactory(partnership=world.partnership, kind="topic-group")
        group = factories.TopicGroupFactory(body=body, commissioned_by=world.ppb, received_on=date(2026, 1, 1))
        one = factories.RecommendationFactory(topic_group=group, number=number)
        factories.RecommendationOwnerFactory(recommendation=one)
        factories.ProgressUpdateFactory(recommendation=one)
        ResponseFactory(recommendation=one)
    client = client_for(role and getattr(world, role))
    url = reverse("monitoring:overview", args=["halton"])
    client.get(url)
    with django_assert_num_queries(queries):
        client.get(url)
