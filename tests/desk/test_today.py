"""The officer's day: the clock in words, what waits, and what the page costs."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from boards.services.calendar import add_holiday
from desk.day import day_of
from recommendations.models import RecommendationComment
from summaries.models import SummaryComment, SummaryVersion
from tests import factories
from tests.outbox.makers import message

TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def held(body, day, due, **more):
    return factories.MeetingFactory(body=body, held_on=day, summary_due_on=due, status="held", **more)


def day(world, on=TODAY):
    return day_of(world.partnership, reader=world.officer, on=on)


def published(world, **delivery):
    meeting = held(world.board, date(2026, 10, 1), date(2026, 10, 8))
    summary = factories.MeetingSummaryFactory(meeting=meeting, published_at=NOON)
    version = SummaryVersion.objects.create(
        summary=summary, number=1, key_issues="<p>All went well.</p>", published_by=world.officer
    )
    return meeting, summary, version


def test_summaries_stand_with_the_oldest_deadline_on_top_and_the_clock_in_words(world):
    held(world.ssp, date(2026, 11, 18), date(2026, 11, 25))
    held(world.board, date(2026, 11, 16), date(2026, 11, 23))
    overdue = held(world.ssp, date(2026, 11, 12), date(2026, 11, 19))
    factories.MeetingSummaryFactory(meeting=overdue, saved_at=NOON, saved_by=world.officer, draft_version=1)
    assert [(one.tag, one.tone, one.name, one.clock, one.has_draft) for one in day(world).summaries] == [
        (
            "Overdue by 2 working days",
            "red",
            "Safer SSP, Thursday 12 November",
            "due Thursday 19 November: 5 working days",
            True,
        ),
        ("Due today", "amber", "Board, Monday 16 November", "due Monday 23 November: 5 working days", False),
        (
            "Due in 2 working days",
            "blue",
            "Safer SSP, Wednesday 18 November",
            "due Wednesday 25 November: 5 working days",
            False,
        ),
    ]


def test_clock_names_the_holidays_that_were_skipped(world):
    add_holiday(partnership=world.partnership, day=date(2026, 11, 20), name="A day off", by=world.admin, at=NOON)
    held(world.board, date(2026, 11, 17), date(2026, 11, 25))
    assert [one.clock for one in day(world).summaries] == [
        "due Wednesday 25 November: 5 working days, A day off skipped"
    ]


def test_published_cancelled_and_coming_meetings_owe_nothing(world):
    published(world)
    held(world.board, date(2026, 12, 1), date(2026, 12, 8))
    factories.MeetingFactory(
        body=world.board, held_on=date(2026, 11, 2), summary_due_on=date(2026, 11, 9), status="cancelled"
    )
    assert day(world).summaries == ()


def test_waiting_is_gathered_where_it_is_seen_to(world):
    meeting, summary, _ = published(world)
    for number in (1, 2):
        SummaryComment.objects.create(summary=summary, text=f"Question {number}", made_by=world.member)
    recommendation = factories.RecommendationFactory(
        topic_group=factories.TopicGroupFactory(body__partnership=world.partnership), number=9, title="Joint meetings"
    )
    RecommendationComment.objects.create(recommendation=recommendation, text="When?", made_by=world.ppb_member)
    message(world.partnership, state="failed")
    message(world.partnership)
    message(world.elsewhere, state="failed")
    waiting = day(world)
    assert [(one.count, one.name, one.pk) for one in waiting.summary_comments] == [
        (2, "Board, Thursday 1 October", meeting.pk)
    ]
    assert [(one.count, one.name, one.pk) for one in waiting.recommendation_comments] == [
        (1, "recommendation 9, Joint meetings", recommendation.pk)
    ]
    assert waiting.failed_mails == 1


def test_answered_comment_waits_no_more(world):
    _, summary, _ = published(world)
    SummaryComment.objects.create(
        summary=summary, text="When?", made_by=world.member, answer="Now", answered_by=world.officer, answered_at=NOON
    )
    assert not day(world).is_anything_waiting


def test_overdue_actions_are_counted_and_the_oldest_shown(world):
    meeting = held(world.board, date(2026, 9, 1), None)
    for due in (date(2026, 11, 22), date(2026, 11, 2), TODAY):
        factories.ActionFactory(meeting=meeting, due_on=due)
    shown = day(world)
    assert (shown.actions_overdue, [one.age for one in shown.oldest_actions]) == (2, ["3 weeks", "1 day"])


def test_recommendation_without_progress_is_silent_longest(world):
    group = factories.TopicGroupFactory(body__partnership=world.partnership)
    spoken = factories.RecommendationFactory(topic_group=group, number=1)
    factories.ProgressUpdateFactory(recommendation=spoken, reported_on=date(2025, 9, 1))
    silent = factories.RecommendationFactory(topic_group=group, number=2)
    assert [(one.pk, one.silence.words) for one in day(world).silent] == [
        (silent.pk, "no progress reported yet"),
        (spoken.pk, "14 months ago"),
    ]


def test_next_meetings_say_whether_the_agenda_is_published(world):
    factories.MeetingFactory(body=world.board, held_on=date(2026, 12, 8), starts_at="14:30", agenda_published_at=NOON)
    drafted = factories.MeetingFactory(body=world.ssp, held_on=date(2026, 12, 1))
    factories.AgendaItemFactory(meeting=drafted)
    assert [(one.name, one.day, one.starts, one.has_agenda) for one in day(world).ahead] == [
        ("Safer SSP", "Tuesday 1 December", "", False),
        ("Board", "Tuesday 8 December", "2:30pm", True),
    ]


def test_nothing_of_another_partnership_waits_here(world):
    theirs = factories.BodyFactory(partnership=world.elsewhere)
    meeting = held(theirs, date(2026, 11, 16), date(2026, 11, 23))
    factories.ActionFactory(meeting=meeting, due_on=date(2026, 11, 2))
    shown = day(world)
    assert (shown.summaries, shown.actions_overdue, shown.ahead) == ((), 0, ())


@time_machine.travel("2026-11-23 00:30 +0000", tick=False)
def test_button_says_whether_there_is_a_draft(world, client_for):
    written = held(world.board, date(2026, 11, 16), date(2026, 11, 23))
    begun = held(world.ssp, date(2026, 11, 17), date(2026, 11, 24))
    factories.MeetingSummaryFactory(meeting=begun, saved_at=NOON, saved_by=world.officer, draft_version=1)
    page = client_for(world.officer).get(reverse("office:today", args=["halton"])).text
    assert page.index("Write summary<span") < page.index("Continue draft<span")
    for meeting in (written, begun):
        assert f'href="{reverse("summaries:summary_edit", args=["halton", meeting.pk])}"' in page


def test_empty_day_says_what_would_be_here(world, client_for):
    page = client_for(world.officer).get(reverse("office:today", args=["halton"])).text
    assert "No summary is due" in page
    assert "Every comment is answered and every email was delivered." in page


@pytest.mark.parametrize("rows", [1, 100])
@time_machine.travel("2026-11-23 12:00 +0000", tick=False)
def test_today_costs_the_same_for_one_row_and_for_a_hundred(rows, world, client_for, django_assert_num_queries):
    _, summary, _ = published(world)
    group = factories.TopicGroupFactory(body__partnership=world.partnership)
    for number in range(rows):
        meeting = held(world.board, date(2026, 11, 16), date(2026, 11, 23))
        factories.MeetingSummaryFactory(meeting=meeting, saved_at=NOON, draft_version=1)
        factories.ActionFactory(meeting=meeting, due_on=date(2026, 11, 1))
        factories.MeetingFactory(body=world.ssp, held_on=date(2026, 12, 1))
        recommendation = factories.RecommendationFactory(topic_group=group, number=number + 1)
        factories.ProgressUpdateFactory(recommendation=recommendation)
        RecommendationComment.objects.create(recommendation=recommendation, text="When?", made_by=world.member)
        SummaryComment.objects.create(summary=summary, text="When?", made_by=world.member)
        message(world.partnership, state="failed")
    client = client_for(world.officer)
    # One of them asks how far the first steps are, also where the list was dismissed or all is done.
    with django_assert_num_queries(20):
        client.get(reverse("office:today", args=["halton"]))
