"""What scrutiny asks of the office on *Today*."""

from datetime import date, timedelta

from django.urls import reverse

from tests import factories
from tests.desk.days import LAST_WEEK, NOON, TODAY, tasks
from tests.monitoring.factories import FollowUpFactory, MonitoringDecisionFactory, ReviewFactory
from tests.progress.factories import ProgressRequestFactory, StatusProposalFactory
from tests.scrutiny.factories import ReportParagraphFactory, ScrutinySettingsFactory, StagePassedFactory


def review_due(ask, number, due, **fields):
    return ask(number, review_due_on=due, review_precision=fields.pop("precision", "day"), **fields)


def test_proposals_wait_until_they_are_decided(world, ask):
    proposal = StatusProposalFactory(recommendation=ask(1), proposed_at=LAST_WEEK)
    StatusProposalFactory(recommendation=ask(2), state="declined", decided_at=NOON)
    [one] = tasks(world, "statuses")
    assert (one.what, one.when) == ("Recommendation 1: Joint meetings", "7 days ago")
    assert one.button_url == f"{reverse('progress:proposals', args=['halton'])}#proposal-{proposal.pk}"


def test_requests_are_late_once_their_day_has_come_and_the_meeting_has_not(world, ask):
    meeting = factories.MeetingFactory(body=world.ppb, held_on=date(2026, 12, 7), agenda_published_at=NOON)

    def request(number, answer_by, meeting=meeting, **fields):
        recommendation = ask(number)
        line = factories.RecommendationOwnerFactory(
            recommendation=recommendation, owner=factories.OwnerFactory(partnership=world.partnership)
        )
        ProgressRequestFactory(
            recommendation=recommendation, owner=line.owner, meeting=meeting, answer_by=answer_by, **fields
        )

    request(1, TODAY)
    request(2, TODAY + timedelta(days=1))
    request(3, TODAY, answered_at=NOON)
    request(4, date(2026, 10, 1), meeting=factories.MeetingFactory(body=world.ppb, held_on=date(2026, 10, 15)))
    request(5, TODAY - timedelta(days=3))
    assert [(one.what, one.when, one.button_url) for one in tasks(world, "requests")] == [
        (
            "2 not answered, for Corporate PPB, Monday 7 December",
            "3 days overdue",
            reverse("progress:requests_remind", args=["halton", meeting.pk]),
        )
    ]


def test_follow_ups_wait_until_they_are_on_an_agenda(world, ask):
    nine = ask(9)
    FollowUpFactory.create_batch(2, recommendation=nine)
    FollowUpFactory(recommendation=ask(1), settled_at=NOON, settled_reason="Answered by letter")
    planned = factories.MeetingFactory(body=world.ppb, held_on=date(2026, 12, 7))
    FollowUpFactory(recommendation=ask(2), item=factories.AgendaItemFactory(meeting=planned))
    off = factories.MeetingFactory(body=world.ppb, held_on=date(2026, 12, 8), status="cancelled")
    FollowUpFactory(recommendation=ask(3, "Annual report"), item=factories.AgendaItemFactory(meeting=off))
    assert sorted(one.what for one in tasks(world, "follow-up-requests")) == [
        "Recommendation 3: Annual report",
        "Recommendation 9: Joint meetings",
        "Recommendation 9: Joint meetings",
    ]


def test_reviews_are_due_from_thirty_days_before_until_they_are_recorded(world, ask):
    review_due(ask, 1, TODAY + timedelta(days=30))
    review_due(ask, 2, date(2026, 9, 1), precision="month")
    review_due(ask, 3, TODAY + timedelta(days=31))
    done, closed = review_due(ask, 4, TODAY), review_due(ask, 5, TODAY)
    ReviewFactory(recommendation=done)
    MonitoringDecisionFactory(recommendation=closed)
    assert [(one.what[:2], one.when) for one in tasks(world, "reviews")] == [("2.", "Overdue"), ("1.", "Due soon")]


def test_executive_owes_a_response_while_its_clock_runs(world, group, ask):
    ask(1)
    StagePassedFactory(topic_group=group, stage="executive", happened_on=date(2026, 9, 1))
    assert tasks(world, "responses") == ()
    ScrutinySettingsFactory(partnership=world.partnership, executive_clock=True)
    [one] = tasks(world, "responses")
    assert (one.what, one.note) == (
        "Scrutiny of the partnership",
        "1 recommendation without a response, last day 31 October 2026",
    )


def test_recommended_paragraphs_that_nothing_accounts_for_are_counted_by_report(world, group, ask):
    ReportParagraphFactory.create_batch(2, topic_group=group, is_recommended=True)
    ReportParagraphFactory(topic_group=group, is_recommended=True, not_carried_reason="Said elsewhere")
    ask(1).paragraphs.add(ReportParagraphFactory(topic_group=group, is_recommended=True))
    ReportParagraphFactory(topic_group=group)
    [one] = tasks(world, "paragraphs")
    assert (one.what, one.when) == ("Scrutiny of the partnership", "2 without a recommendation")
