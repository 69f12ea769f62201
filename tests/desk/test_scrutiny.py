"""What scrutiny asks of the officer on *Today*."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from desk.scrutiny import Unaccounted, scrutiny_of
from scrutiny.models import TopicGroup
from tests import factories
from tests.monitoring.factories import FollowUpFactory, MonitoringDecisionFactory, ReviewFactory
from tests.progress.factories import ProgressRequestFactory, StatusProposalFactory
from tests.scrutiny.factories import ReportParagraphFactory, ScrutinySettingsFactory, StagePassedFactory

TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def day(world, on=TODAY):
    return scrutiny_of(world.partnership, reader=world.officer, on=on)


@pytest.fixture
def group(world):
    return factories.TopicGroupFactory(
        body__partnership=world.partnership, title="Scrutiny of the partnership", commissioned_by=world.ppb
    )


@pytest.fixture
def ask(group):
    def make(number, title="Joint meetings", **fields):
        return factories.RecommendationFactory(topic_group=group, number=number, title=title, **fields)

    return make


def review_due(ask, number, due, **fields):
    return ask(number, review_due_on=due, review_precision=fields.pop("precision", "day"), **fields)


def test_day_without_scrutiny_waits_for_nothing(world):
    nothing = day(world)
    assert (nothing.is_anything_waiting, nothing.reviews_due, nothing.responses) == (False, 0, ())


def test_proposals_wait_until_they_are_decided(world, ask):
    StatusProposalFactory(recommendation=ask(1))
    StatusProposalFactory(recommendation=ask(2), state="declined", decided_at=NOON)
    theirs = factories.RecommendationFactory(topic_group=factories.TopicGroupFactory(body__partnership=world.elsewhere))
    StatusProposalFactory(recommendation=theirs)
    assert day(world).proposals == 1


def test_requests_are_late_once_their_day_has_come_and_the_meeting_has_not(world, ask):
    def request(number, answer_by, **fields):
        recommendation = ask(number)
        line = factories.RecommendationOwnerFactory(
            recommendation=recommendation,
            owner=factories.OwnerFactory(partnership=world.partnership),
        )
        meeting = factories.MeetingFactory(body=world.ppb, held_on=fields.pop("held_on", date(2026, 12, 7)))
        ProgressRequestFactory(
            recommendation=recommendation, owner=line.owner, meeting=meeting, answer_by=answer_by, **fields
        )

    request(1, TODAY)
    request(2, TODAY + timedelta(days=1))
    request(3, TODAY, answered_at=NOON)
    request(4, date(2026, 10, 1), held_on=date(2026, 10, 15))
    assert day(world).requests_late == 1


def test_follow_ups_wait_by_recommendation_until_they_are_on_an_agenda(world, ask):
    nine = ask(9)
    FollowUpFactory.create_batch(2, recommendation=nine)
    FollowUpFactory(recommendation=ask(1), settled_at=NOON, settled_reason="Answered by letter")
    planned = factories.MeetingFactory(body=world.ppb, held_on=date(2026, 12, 7))
    FollowUpFactory(recommendation=ask(2), item=factories.AgendaItemFactory(meeting=planned))
    off = factories.MeetingFactory(body=world.ppb, held_on=date(2026, 12, 8), status="cancelled")
    again = ask(3, "Annual report")
    FollowUpFactory(recommendation=again, item=factories.AgendaItemFactory(meeting=off))
    assert {(one.count, one.name, one.pk) for one in day(world).follow_ups} == {
        (2, "recommendation 9, Joint meetings", nine.pk),
        (1, "recommendation 3, Annual report", again.pk),
    }


def test_reviews_are_due_from_thirty_days_before_until_they_are_recorded(world, ask):
    soon = review_due(ask, 1, TODAY + timedelta(days=30))
    late = review_due(ask, 2, date(2026, 9, 1), precision="month")
    review_due(ask, 3, TODAY + timedelta(days=31))
    done, closed = review_due(ask, 4, TODAY), review_due(ask, 5, TODAY)
    ReviewFactory(recommendation=done)
    MonitoringDecisionFactory(recommendation=closed)
    shown = day(world)
    assert ([one.pk for one in shown.reviews], shown.reviews_due) == ([late.pk, soon.pk], 2)
    assert [one.review.state.value for one in shown.reviews] == ["overdue", "due soon"]


def test_executive_owes_a_response_while_its_clock_runs(world, group, ask):
    ask(1)
    StagePassedFactory(topic_group=group, stage="executive", happened_on=date(2026, 9, 1))
    assert day(world).responses == ()
    ScrutinySettingsFactory(partnership=world.partnership, executive_clock=True)
    assert [(one.topic_group, one.waiting) for one in day(world).responses] == [(group, 1)]


def test_recommended_paragraphs_that_nothing_accounts_for_are_counted_by_report(world, group, ask):
    ReportParagraphFactory.create_batch(2, topic_group=group, is_recommended=True)
    ReportParagraphFactory(topic_group=group, is_recommended=True, not_carried_reason="Said elsewhere")
    ask(1).paragraphs.add(ReportParagraphFactory(topic_group=group, is_recommended=True))
    ReportParagraphFactory(topic_group=group)
    assert day(world).unaccounted == (Unaccounted(2, "Scrutiny of the partnership", group.pk),)


@time_machine.travel(NOON, tick=False)
def test_today_shows_each_where_it_is_seen_to(world, group, ask, client_for):
    nine = ask(9)
    StatusProposalFactory(recommendation=nine)
    FollowUpFactory(recommendation=nine)
    review_due(ask, 1, TODAY, title="Annual report")
    ReportParagraphFactory(topic_group=group, is_recommended=True)
    text = client_for(world.officer).get(reverse("office:today", args=["halton"])).text
    assert "1 proposed status to confirm" in text
    assert "1 request for follow-up: recommendation 9, Joint meetings" in text
    assert "1 recommended paragraph not accounted for: Scrutiny of the partnership" in text
    assert f'href="{reverse("monitoring:review_record", args=["halton", nine.pk + 1])}"' in text
    assert "Executive’s response due" not in text


@pytest.mark.parametrize("rows", [1, 100])
def test_scrutiny_of_the_day_costs_the_same_for_one_row_and_for_a_hundred(
    rows, world, group, ask, django_assert_num_queries
):
    ScrutinySettingsFactory(partnership=world.partnership, executive_clock=True)
    StagePassedFactory(topic_group=group, stage="executive", happened_on=date(2026, 9, 1))
    for number in range(1, rows + 1):
        recommendation = review_due(ask, number, TODAY)
        StatusProposalFactory(recommendation=recommendation)
        FollowUpFactory(recommendation=recommendation)
        ReportParagraphFactory(topic_group=group, is_recommended=True)
    TopicGroup.objects.update(is_draft=False)
    day(world)  # the reader's roles are known from here on
    with django_assert_num_queries(9):
        day(world)
