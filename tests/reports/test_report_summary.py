"""A scrutiny report on one page."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from core.models import RenderedFile
from core.pdf import paper_from_html
from recommendations.models import Recommendation
from reports.printing import report_summary
from tests import factories
from tests.monitoring.factories import MonitoringDecisionFactory
from tests.papers import accessibility_errors
from tests.recommendations.factories import ResponseFactory

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ON = date(2013, 10, 29)


@pytest.fixture
def group(world):
    return factories.TopicGroupFactory(
        body__partnership=world.partnership,
        body__name="Scrutiny Topic Group",
        commissioned_by=world.ppb,
        title="Study of the partnership",
        received_on=date(2012, 9, 14),
        received_precision="day",
    )


@pytest.fixture
def report(world, group):
    one, two, _, four = (
        factories.RecommendationFactory(
            topic_group=group,
            number=number,
            title=f"Ask {number}",
            review_due_on=date(2013, 9, 14),
            review_precision="day",
        )
        for number in (1, 2, 3, 4)
    )
    factories.StatusChangeFactory(
        recommendation=one, to_status="implemented", evidence="A report", changed_on=date(2013, 9, 1)
    )
    Recommendation.objects.filter(pk=one.pk).update(status="implemented", status_reason="So it is")
    factories.ProgressUpdateFactory(recommendation=one, reported_on=date(2013, 9, 1))
    factories.ProgressUpdateFactory(recommendation=two, reported_on=None, reported_precision="unknown")
    factories.RecommendationOwnerFactory(recommendation=two, printed_as="Policy staff", is_lead=True)
    ResponseFactory(recommendation=two, decision="rejected", responded_on=date(2012, 12, 1))
    MonitoringDecisionFactory(recommendation=four, meeting__body=world.ppb, decided_on=date(2013, 10, 1))
    return group


def made(group, on=ON):
    paper = paper_from_html(report_summary.html(group, on))
    reader = PdfReader(BytesIO(paper.content))
    return paper, re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def test_summary_says_what_was_studied_answered_done_and_left_silent(report):
    paper, text = made(report)
    for words in (
        "Study of the partnership",
        "What came of the report, as at 29 October 2013",
        "Scrutiny Topic Group, for the Corporate PPB",
        "14 September 2012",
        "rejected 1, no response yet 3",
        "No. 1; 352 days after the report (median of 1). Closed: 1",
        "1 of 2 open (50%) for over six months: No. 3",
        "not known: No. 2",
        "3 overdue, 1 closed without one",
        "Policy staff (lead)",
    ):
        assert words in text
    assert paper.pages == 1
    assert accessibility_errors(paper.content) == []


def test_summary_of_an_earlier_day_knows_nothing_later(report):
    _, text = made(report, on=date(2012, 11, 1))
    assert ("no response yet 4" in text, "None implemented yet" in text, "4 due later" in text) == (True, True, True)


def test_summary_of_a_report_without_recommendations_says_so(group):
    assert "No recommendation of this report was on record" in made(group)[1]


def asked(client, group, **data):
    followed = client.post(reverse("reports:report_summary", args=["halton", group.pk]), data)
    return RenderedFile.objects.get(token=followed["Location"].rstrip("/").rsplit("/", 1)[-1])


@time_machine.travel(NOON, tick=False)
def test_summary_is_of_the_day_of_the_page(report, client_for):
    today, then = asked(client_for(None), report), asked(client_for(None), report, on="29 10 2013")
    assert [paper.about["on"] for paper in (today, then)] == ["2026-11-20", "2013-10-29"]
    assert [paper.is_public for paper in (today, then)] == [True, True]


@time_machine.travel(NOON, tick=False)
def test_summary_of_a_report_in_preparation_is_for_those_who_may_read_it(report, ppb_member, member, client_for):
    report.is_draft = True
    report.save()
    paper = asked(client_for(ppb_member), report)
    page = reverse("reports:paper", args=["halton", paper.token])
    assert [client_for(user).get(page).status_code for user in (None, member, ppb_member)] == [302, 403, 200]


def test_public_summary_stays_empty_where_the_report_went_back_into_preparation(report):
    report.is_draft = True
    assert "Ask 1" not in report_summary.html(report, ON, is_readable=False)


def test_topic_groups_page_and_the_overview_offer_it(report, client_for):
    action = f'action="{reverse("reports:report_summary", args=["halton", report.pk])}"'
    for page in (report.get_absolute_url(), reverse("monitoring:overview", args=["halton"])):
        assert action in client_for(None).get(page).content.decode()
