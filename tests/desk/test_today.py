"""*Today*: what waits, in the order of what hurts first, and what the page costs."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from boards.panels import ON_TODAY
from boards.services.calendar import add_holiday
from desk.day import meetings_ahead
from recommendations.models import RecommendationComment
from summaries.models import SummaryComment, SummaryVersion
from tests import factories
from tests.desk.days import LAST_WEEK, NOON, TODAY, day, held, tasks
from tests.monitoring.factories import FollowUpFactory
from tests.outbox.makers import message
from tests.progress.factories import StatusProposalFactory
from tests.scrutiny.factories import ReportParagraphFactory, ScrutinySettingsFactory, StagePassedFactory


def published(world, **delivery):
    meeting = held(world.board, date(2026, 10, 1), date(2026, 10, 8))
    summary = factories.MeetingSummaryFactory(meeting=meeting, published_at=NOON)
    version = SummaryVersion.objects.create(
        summary=summary, number=1, key_issues="<p>All went well.</p>", published_by=world.officer
    )
    return meeting, summary, version


@time_machine.travel(NOON, tick=False)
def test_groups_stand_in_the_order_of_what_hurts_first(world, ask, group, client_for):
    held(world.board, date(2026, 11, 12), date(2026, 11, 19))
    message(world.partnership, state="failed")
    one = ask(1, review_due_on=TODAY, review_precision="day")
    StatusProposalFactory(recommendation=one)
    FollowUpFactory(recommendation=one)
    RecommendationComment.objects.create(recommendation=one, text="When?", made_by=world.member)
    factories.ActionFactory(meeting=held(world.ssp, date(2026, 9, 1), None), due_on=date(2026, 11, 2))
    factories.MeetingFactory(body=world.ssp, held_on=date(2026, 12, 1))
    ReportParagraphFactory(topic_group=group, is_recommended=True)
    assert [found.heading for found in day(world).groups] == [
        "Summaries",
        "Emails not delivered",
        "Statuses to confirm",
        "Requests for follow-up",
        "Comments on recommendations",
        "Actions overdue",
        "Agendas to publish",
        "Report paragraphs",
        "Reviews due",
    ]
    page = client_for(world.officer).get(reverse("office:today", args=["halton"])).text
    for found in day(world).groups:
        assert f'id="{found.key}"' in page


def test_summaries_stand_with_the_oldest_deadline_on_top_and_the_clock_in_words(world):
    held(world.ssp, date(2026, 11, 18), date(2026, 11, 25))
    held(world.board, date(2026, 11, 16), date(2026, 11, 23))
    overdue = held(world.ssp, date(2026, 11, 12), date(2026, 11, 19))
    factories.MeetingSummaryFactory(meeting=overdue, saved_at=NOON, saved_by=world.officer, draft_version=1)
    assert [(one.when, one.tone, one.what, one.note, one.button) for one in tasks(world, "summaries")] == [
        (
            "Overdue by 2 working days",
            "red",
            "Safer SSP, Thursday 12 November",
            "Due Thursday 19 November: 5 working days",
            "Continue draft",
        ),
        (
            "Due today",
            "amber",
            "Board, Monday 16 November",
            "Due Monday 23 November: 5 working days",
            "Write summary",
        ),
        (
            "Due in 2 working days",
            "blue",
            "Safer SSP, Wednesday 18 November",
            "Due Wednesday 25 November: 5 working days",
            "Write summary",
        ),
    ]


def test_clock_names_the_holidays_that_were_skipped(world):
    add_holiday(partnership=world.partnership, day=date(2026, 11, 20), name="A day off", by=world.admin, at=NOON)
    held(world.board, date(2026, 11, 17), date(2026, 11, 25))
    assert [one.note for one in tasks(world, "summaries")] == [
        "Due Wednesday 25 November: 5 working days, A day off skipped"
    ]


def test_published_cancelled_and_coming_meetings_owe_nothing(world):
    published(world)
    held(world.board, date(2026, 12, 28), date(2027, 1, 5))
    factories.MeetingFactory(
        body=world.board, held_on=date(2026, 11, 2), summary_due_on=date(2026, 11, 9), status="cancelled"
    )
    assert day(world).groups == ()


def test_comments_and_emails_say_since_when_and_where_they_are_seen_to(world):
    _, summary, _ = published(world)
    comment = SummaryComment.objects.create(
        summary=summary, text="Who decides?", made_by=world.member, made_at=LAST_WEEK
    )
    recommendation = factories.RecommendationFactory(
        topic_group=factories.TopicGroupFactory(body__partnership=world.partnership), number=9, title="Joint meetings"
    )
    asked = RecommendationComment.objects.create(
        recommendation=recommendation, text="When?", made_by=world.ppb_member, made_at=NOON
    )
    failed = message(world.partnership, state="failed", queued_at=LAST_WEEK)
    message(world.partnership)
    message(world.elsewhere, state="failed")
    shown = {
        key: [(one.what, one.when, one.button_url) for one in tasks(world, key)]
        for key in ("summary-comments", "recommendation-comments", "emails")
    }
    assert shown == {
        "summary-comments": [
            (
                "Partner Member on Board, Thursday 1 October",
                "7 days ago",
                reverse("summaries:comment_answer", args=["halton", comment.pk]),
            )
        ],
        "recommendation-comments": [
            (
                "PPB Member on recommendation 9, Joint meetings",
                "Today",
                reverse("recommendations:comment_answer", args=["halton", asked.pk]),
            )
        ],
        "emails": [(f"To {failed.name}: {failed.subject}", "7 days ago", failed.get_absolute_url())],
    }


def test_answered_comment_waits_no_more(world):
    _, summary, _ = published(world)
    SummaryComment.objects.create(
        summary=summary, text="When?", made_by=world.member, answer="Now", answered_by=world.officer, answered_at=NOON
    )
    assert day(world).groups == ()


def test_overdue_actions_are_counted_and_the_oldest_shown(world):
    meeting = held(world.board, date(2026, 9, 1), None)
    for due in (date(2026, 11, 22), date(2026, 11, 2), TODAY):
        factories.ActionFactory(meeting=meeting, due_on=due)
    [found] = day(world).groups
    assert (found.count, [one.when for one in found.tasks]) == (2, ["3 weeks overdue", "1 day overdue"])


def test_what_has_waited_for_more_than_a_year_is_folded_and_counted(world, client_for):
    meeting = held(world.board, date(2025, 9, 1), None)
    for due in (*(date(2025, 10, number) for number in range(1, 8)), date(2025, 11, 22), date(2025, 11, 23)):
        factories.ActionFactory(meeting=meeting, due_on=due)
    message(world.partnership, state="failed", queued_at=NOON - timedelta(days=400))
    shown = day(world)
    emails, actions = shown.groups
    assert (actions.count, [one.when for one in actions.tasks]) == (1, ["11 months overdue"])
    assert (actions.older_count, len(actions.older), actions.older[0].note[-18:]) == (8, 5, "due 1 October 2025")
    assert (emails.count, emails.older_count, shown.older_count) == (0, 1, 9)
    with time_machine.travel(NOON, tick=False):
        page = client_for(world.officer).get(reverse("office:today", args=["halton"])).text
    assert "Older than a year (9)" in page
    assert 'id="emails"' not in page
    assert 'id="emails-older"' in page


def test_recommendation_without_an_update_in_six_months_waits(world):
    group = factories.TopicGroupFactory(
        body__partnership=world.partnership, received_on=date(2026, 2, 1), received_precision="day"
    )
    spoken = factories.RecommendationFactory(topic_group=group, number=1)
    factories.ProgressUpdateFactory(recommendation=spoken, reported_on=date(2026, 3, 1))
    never = factories.RecommendationFactory(topic_group=group, number=2)
    fresh = factories.RecommendationFactory(topic_group=group, number=3)
    factories.ProgressUpdateFactory(recommendation=fresh, reported_on=date(2026, 10, 1))
    assert [(one.what[:2], one.when) for one in tasks(world, "no-update")] == [
        (f"{never.number}.", "No updates yet"),
        (f"{spoken.number}.", "Last update 8 months ago"),
    ]


def test_agenda_is_wanted_two_weeks_before_the_meeting(world):
    factories.MeetingFactory(body=world.board, held_on=date(2026, 12, 3), agenda_published_at=NOON)
    drafted = factories.MeetingFactory(body=world.ssp, held_on=date(2026, 12, 7))
    factories.AgendaItemFactory(meeting=drafted)
    empty = factories.MeetingFactory(body=world.ssp, held_on=date(2026, 11, 24))
    factories.MeetingFactory(body=world.ssp, held_on=date(2026, 12, 8))
    assert [(one.when, one.note, one.button, one.button_url) for one in tasks(world, "agendas")] == [
        (
            "Meets tomorrow",
            "Tuesday 24 November",
            "Write agenda",
            reverse("agendas:agenda_edit", args=["halton", empty.pk]),
        ),
        (
            "Meets in 14 days",
            "Monday 7 December",
            "Publish agenda",
            reverse("agendas:agenda_publish", args=["halton", drafted.pk]),
        ),
    ]


def test_next_meetings_say_whether_the_agenda_is_published(world):
    factories.MeetingFactory(body=world.board, held_on=date(2026, 12, 8), starts_at="14:30", agenda_published_at=NOON)
    drafted = factories.MeetingFactory(body=world.ssp, held_on=date(2026, 12, 1))
    factories.AgendaItemFactory(meeting=drafted)
    ahead = meetings_ahead(world.partnership, on=TODAY, at_most=4)
    assert [(one.name, one.day, one.starts, one.has_agenda) for one in ahead] == [
        ("Safer SSP", "Tuesday 1 December", "", False),
        ("Board", "Tuesday 8 December", "2:30pm", True),
    ]


def test_nothing_of_another_partnership_waits_here(world):
    theirs = factories.BodyFactory(partnership=world.elsewhere)
    meeting = held(theirs, date(2026, 11, 16), date(2026, 11, 23))
    factories.ActionFactory(meeting=meeting, due_on=date(2026, 11, 2))
    group = factories.TopicGroupFactory(body=theirs)
    StatusProposalFactory(recommendation=factories.RecommendationFactory(topic_group=group))
    assert day(world).groups == ()


@time_machine.travel("2026-11-23 00:30 +0000", tick=False)
def test_button_says_whether_there_is_a_draft(world, client_for):
    written = held(world.board, date(2026, 11, 16), date(2026, 11, 23))
    begun = held(world.ssp, date(2026, 11, 17), date(2026, 11, 24))
    factories.MeetingSummaryFactory(meeting=begun, saved_at=NOON, saved_by=world.officer, draft_version=1)
    page = client_for(world.officer).get(reverse("office:today", args=["halton"])).text
    assert page.index("Write summary<span") < page.index("Continue draft<span")
    for meeting in (written, begun):
        assert f'href="{reverse("summaries:summary_edit", args=["halton", meeting.pk])}"' in page


@time_machine.travel(NOON, tick=False)
def test_empty_day_says_so_and_shows_what_comes_next(world, client_for):
    factories.MeetingFactory(body=world.board, held_on=date(2027, 1, 12))
    page = client_for(world.officer).get(reverse("office:today", args=["halton"])).text
    assert "Nothing to do today" in page
    assert "Older than a year" not in page
    assert page.index("Nothing to do today") < page.index("Next meetings") < page.index("Tuesday 12 January 2027")


# What it costs


def busy(world, group, rows):
    _, summary, _ = published(world)
    ScrutinySettingsFactory(partnership=world.partnership, executive_clock=True)
    StagePassedFactory(topic_group=group, stage="executive", happened_on=date(2026, 9, 1))
    for number in range(rows):
        meeting = held(world.board, date(2026, 11, 16), date(2026, 11, 23))
        factories.MeetingSummaryFactory(meeting=meeting, saved_at=NOON, draft_version=1)
        factories.ActionFactory(meeting=meeting, due_on=date(2026, 11, 1))
        factories.MeetingFactory(body=world.ssp, held_on=date(2026, 12, 1))
        recommendation = factories.RecommendationFactory(
            topic_group=group, number=number + 1, review_due_on=TODAY, review_precision="day"
        )
        factories.ProgressUpdateFactory(recommendation=recommendation)
        StatusProposalFactory(recommendation=recommendation)
        FollowUpFactory(recommendation=recommendation)
        RecommendationComment.objects.create(recommendation=recommendation, text="When?", made_by=world.member)
        SummaryComment.objects.create(summary=summary, text="When?", made_by=world.member)
        ReportParagraphFactory(topic_group=group, is_recommended=True)
        message(world.partnership, state="failed")


@pytest.mark.parametrize("rows", [1, 30])
@time_machine.travel("2026-11-23 12:00 +0000", tick=False)
def test_today_costs_the_same_for_one_row_and_for_many(rows, world, group, client_for, django_assert_num_queries):
    busy(world, group, rows)
    client = client_for(world.officer)
    # One of them asks how far the first steps are, also where the list was dismissed or all is done; three are the
    # executive's clock.
    with django_assert_num_queries(27):
        client.get(reverse("office:today", args=["halton"]))


@time_machine.travel("2026-11-23 12:00 +0000", tick=False)
def test_numbers_beside_pages_are_those_of_today_in_one_query(world, group):
    busy(world, group, 7)
    shown = day(world).counts
    with CaptureQueriesContext(connection) as queries:
        counts = ON_TODAY.counts(world.partnership.pk, reader=world.officer, on=TODAY)
    assert len(queries) == 1
    assert {page: number for page, number in counts.items() if number} == shown
    assert shown == {
        "summaries:register": 7,
        "outbox:list": 7,
        "progress:proposals": 7,
        "monitoring:follow_up_requests": 7,
        "meetings:list": 14,
        "recommendations:list": 7,
        "actions:actions": 7,
        "monitoring:reviews": 7,
    }
