"""What a report says of its year, story by story."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from boards.choices import ChangeKind, HolderKind
from boards.models import BodyChange
from core.choices import Precision
from performance.models import Target
from progress.models import StatusChange
from reports.assembly.achievements import read_achievements
from reports.assembly.measures import read_measures
from reports.assembly.meetings import BodyRow, read_meetings
from reports.assembly.recommendations import read_recommendations
from reports.assembly.structure import read_structure
from reports.rules import ReportedYear
from summaries.models import MeetingSummary
from tests import factories
from tests.monitoring.factories import MonitoringDecisionFactory, ReviewFactory
from tests.recommendations.factories import ResponseFactory

OVER = ReportedYear.seen_on(date(2026, 11, 23), 2012)
RUNNING = ReportedYear.seen_on(date(2026, 11, 23), 2026)


@pytest.fixture
def held(partnership):
    """A meeting with its summary: published on the day, or not at all."""

    def make(body, held_on, due_on, published_on=None):
        meeting = factories.MeetingFactory(body=body, held_on=held_on, summary_due_on=due_on, status="held")
        if published_on:
            at = datetime(published_on.year, published_on.month, published_on.day, 12, tzinfo=UTC)
            MeetingSummary.objects.create(meeting=meeting, published_at=at)
        return meeting

    return make


def test_structure_is_as_at_the_end_of_the_year(partnership, board):
    seat = factories.SeatFactory(body=board, number=10, label="Police")
    before = factories.OrganisationFactory(partnership=partnership, name="Police Authority")
    after = factories.OrganisationFactory(partnership=partnership, name="Commissioner")
    factories.SeatHoldingFactory(seat=seat, organisation=before, ends_on=date(2012, 10, 31))
    factories.SeatHoldingFactory(
        seat=seat, organisation=after, starts_on=date(2012, 11, 1), starts_precision=Precision.MONTH
    )
    facts = read_structure(partnership, OVER)
    assert [one.holder_name for sector in facts.seating.sectors for one in sector.seats] == ["Commissioner"]
    assert [(change.when, change.words) for change in facts.changes] == [
        ("November 2012", "Seat 10 passed from Police Authority to Commissioner")
    ]
    assert facts.lead.startswith("On 31 March 2013 the Board had 1 seat in one sector, held by one partner")


def test_structure_names_what_became_of_bodies_in_the_year(partnership, ssp):
    shadow = factories.BodyFactory(partnership=partnership, name="Shadow Board", kind="ssp")
    for year in (2011, 2012, 2013):
        BodyChange.objects.create(
            body=ssp,
            kind=ChangeKind.REPLACED,
            successor=shadow,
            happened_on=date(year, 1, 1),
            happened_precision=Precision.YEAR,
        )
    assert [(one.when, one.words) for one in read_structure(partnership, OVER).changes] == [
        ("2012", "Safer SSP replaced by Shadow Board")
    ]


def test_structure_gap_is_a_seat_without_holder(partnership, board):
    factories.SeatFactory(body=board)
    assert read_structure(partnership, OVER).gaps == ("1 of 1 seats have no holder on record",)


def test_structure_of_nothing_says_so(partnership, board):
    facts = read_structure(partnership, OVER)
    assert facts.lead == "The records name no seats of a Board on 31 March 2013."
    assert facts.gaps == ("No seats of a Board are on record for the day",)


def test_meetings_are_counted_per_body_with_their_summaries(partnership, board, ssp, held):
    held(board, date(2026, 9, 7), date(2026, 9, 14), date(2026, 9, 14))
    held(board, date(2026, 10, 5), date(2026, 10, 12), date(2026, 10, 14))
    held(ssp, date(2026, 10, 6), date(2026, 10, 13))
    held(ssp, date(2026, 11, 20), date(2026, 11, 27))
    facts = read_meetings(partnership, RUNNING)
    assert facts.rows == (BodyRow("Board", 2, 2, 1, 1, 0), BodyRow("Safer SSP", 2, 1, 0, 0, 1))
    assert facts.total == BodyRow("All meetings", 4, 3, 1, 1, 1)
    assert facts.on_time_share == 33
    assert facts.gaps == ("1 summary not published yet",)


def test_meetings_of_other_years_and_cancelled_ones_are_left_out(partnership, board, held):
    held(board, date(2012, 3, 31), date(2012, 4, 10))
    held(board, date(2013, 4, 1), date(2013, 4, 8))
    factories.MeetingFactory(body=board, held_on=date(2012, 9, 3), status="cancelled")
    facts = read_meetings(partnership, OVER)
    assert (facts.held, facts.unheld, facts.gaps) == ((), (), ("No meeting of this year is on record as held",))


def test_meeting_that_was_only_announced_is_not_counted_as_held(partnership, ppb):
    factories.MeetingFactory(
        body=ppb, title="Report to the PPB", held_on=date(2012, 9, 1), held_precision="month", status="planned"
    )
    facts = read_meetings(partnership, OVER)
    assert facts.held == ()
    assert [(one.meeting.title, one.when) for one in facts.unheld] == [("Report to the PPB", "September 2012")]


def test_summary_published_after_the_year_was_not_out_at_its_end(partnership, board, held):
    held(board, date(2013, 3, 18), date(2013, 3, 25), date(2013, 4, 2))
    assert read_meetings(partnership, OVER).total == BodyRow("All meetings", 1, 1, 0, 0, 1)


def test_actions_are_counted_as_at_the_day(partnership, board, held):
    meeting = held(board, date(2012, 9, 3), date(2012, 9, 10), date(2012, 9, 5))
    for status, due_on, closed_on in (
        ("done", date(2012, 12, 1), date(2012, 11, 30)),
        ("done", date(2013, 3, 1), date(2013, 5, 1)),
        ("dropped", None, date(2012, 10, 1)),
        ("in-progress", None, None),
    ):
        factories.ActionFactory(meeting=meeting, status=status, due_on=due_on, closed_on=closed_on)
    counts = read_meetings(partnership, OVER).actions
    assert (counts.agreed, counts.done, counts.dropped, counts.open, counts.overdue) == (4, 1, 1, 2, 1)


def test_achievements_stand_in_the_year_that_is_known_of_them(partnership):
    for title, day, precision, source in (
        ("Last year", date(2011, 1, 1), "year", "000 s5.5"),
        ("This year", date(2012, 1, 1), "year", "000 s5.7"),
        ("This month", date(2013, 2, 1), "month", "000 s5.8"),
        ("Undated", None, "unknown", "000 s5.9"),
        ("Undated of another paper", None, "unknown", "001 item A"),
    ):
        factories.AchievementFactory(
            partnership=partnership, title=title, happened_on=day, happened_precision=precision, source=source
        )
    facts = read_achievements(partnership, OVER)
    assert sorted(one.achievement.title for one in facts.all) == ["This month", "This year", "Undated"]
    assert facts.gaps == ("1 achievement without a date",)


def test_achievement_that_the_public_may_not_read_is_left_out_and_said(partnership):
    day = date(2012, 9, 1)
    factories.AchievementFactory(partnership=partnership, happened_on=day, happened_precision="day", is_public=False)
    facts = read_achievements(partnership, OVER)
    assert (facts.all, facts.gaps) == (
        [],
        ("No achievement of this year is on record", "1 achievement left out: the public may not read it yet"),
    )


def test_achievements_of_tomorrow_are_not_reported_today(partnership):
    factories.AchievementFactory(partnership=partnership, happened_on=date(2026, 12, 1), happened_precision="day")
    assert read_achievements(partnership, RUNNING).gaps == ("No achievement of this year is on record",)


def test_measures_are_sorted_by_what_can_be_said_of_them(partnership):
    def measure(code, *years):
        made = factories.MeasureFactory(partnership=partnership, code=code, source="000")
        for place, year in enumerate(years):
            factories.ResultFactory(measure=made, year=year, value=50 + place, source="000 s5")
        return made

    moved = measure("moved", 2011, 2012)
    measure("single", 2011)
    measure("silent", 2005, 2006)
    measure("undated", None)
    measure("later", 2013)
    Target.objects.create(measure=moved, year=2012, low=50)
    facts = read_measures(partnership, OVER)
    shown = {
        name: [one.measure.code for one in getattr(facts, name)] for name in ("moved", "single", "undated", "silent")
    }
    assert shown == {"moved": ["moved"], "single": ["single"], "undated": ["undated"], "silent": ["silent"]}
    assert (facts.judged, facts.on_target, facts.compared, facts.improving) == (1, 1, 1, 1)
    assert facts.gaps == ("2 measures without a result for the year",)
    assert facts.lead == (
        "One measure has a figure for this year; 2 have none. 1 of 1 with a target met it. "
        "Of 1 that can be compared with the year before, 1 moved the right way and none the wrong way."
    )


def test_recommendations_are_as_at_the_end_of_the_year(partnership):
    group = factories.TopicGroupFactory(
        partnership=partnership, received_on=date(2012, 9, 1), received_precision="month"
    )
    one = factories.RecommendationFactory(
        topic_group=group, partnership=partnership, status="implemented", status_reason="Done"
    )
    StatusChange.objects.create(
        recommendation=one, to_status="in-progress", reason="Begun", changed_on=date(2012, 12, 1)
    )
    StatusChange.objects.create(
        recommendation=one,
        from_status="in-progress",
        to_status="implemented",
        reason="Done",
        evidence="The report",
        changed_on=date(2014, 1, 1),
    )
    factories.ProgressUpdateFactory(recommendation=one, text="Of the year", reported_on=date(2012, 12, 1))
    factories.ProgressUpdateFactory(recommendation=one, text="Later", reported_on=date(2014, 1, 1))
    factories.ProgressUpdateFactory(
        recommendation=one, text="Of no day", reported_on=None, reported_precision="unknown", date_note="not printed"
    )
    facts = read_recommendations(partnership, OVER)
    assert [entry.text for entry in facts.shown[0].progress] == ["Of no day", "Of the year"]
    assert facts.counts == {"in-progress": 1}
    assert facts.undated_note == (
        "Progress marked “date not known” has none in its source (not printed). It stands in the year in which the "
        "review after twelve months fell due."
    )


def test_progress_without_a_date_stands_in_the_year_of_the_review_alone(partnership):
    group = factories.TopicGroupFactory(
        partnership=partnership, received_on=date(2011, 9, 1), received_precision="month"
    )
    reviewed, later = (
        factories.RecommendationFactory(topic_group=group, review_due_on=due, review_precision="month")
        for due in (date(2012, 9, 1), date(2013, 9, 1))
    )
    for one in (reviewed, later):
        factories.ProgressUpdateFactory(recommendation=one, reported_on=None, reported_precision="unknown")
    shown = {
        year: [
            one.recommendation
            for one in read_recommendations(partnership, ReportedYear.seen_on(date(2026, 11, 23), year)).shown
            if one.progress
        ]
        for year in (2011, 2012, 2013, 2014)
    }
    assert shown == {2011: [], 2012: [reviewed], 2013: [later], 2014: []}


def test_recommendations_stand_under_their_reports(partnership):
    for title, received_on in (("Older", date(2011, 9, 1)), ("Newer", date(2012, 9, 1))):
        group = factories.TopicGroupFactory(
            partnership=partnership, title=title, received_on=received_on, received_precision="month"
        )
        factories.RecommendationFactory.create_batch(2, topic_group=group, review_due_on=date(2012, 10, 1))
    facts = read_recommendations(partnership, OVER)
    assert [(group.title, len(found)) for group, found in facts.by_report] == [("Newer", 2), ("Older", 2)]
    assert (
        facts.lead
        == "Councillors have made four recommendations, 2 of them in this year. None are carried out in full."
    )


def test_large_figures_are_of_the_year(partnership):
    for title, day, precision in (("Dated", date(2012, 9, 1), "day"), ("Undated", None, "unknown")):
        factories.AchievementFactory(
            partnership=partnership,
            title=title,
            happened_on=day,
            happened_precision=precision,
            figures="9",
            source="000",
        )
    found = read_achievements(partnership, OVER)
    assert [one.achievement.title for one in found.with_figures] == ["Dated"]
    assert len(found.all) == 2


def test_recommendations_say_what_was_answered_closed_and_reviewed(world):
    group = factories.TopicGroupFactory(
        partnership=world.partnership, received_on=date(2011, 9, 1), received_precision="month"
    )
    one, two = factories.RecommendationFactory.create_batch(2, topic_group=group)
    ResponseFactory(recommendation=one, decision="accepted", responded_on=date(2012, 12, 1))
    ResponseFactory(recommendation=two, decision="rejected", responded_on=date(2013, 4, 1))
    MonitoringDecisionFactory(recommendation=one, meeting__body=world.ppb, decided_on=date(2013, 1, 8))
    ReviewFactory(recommendation=one, reviewed_on=date(2012, 10, 1))
    ReviewFactory(recommendation=two, reviewed_on=date(2012, 3, 1))
    facts = read_recommendations(world.partnership, OVER)
    assert facts.further == (
        "Answered so far: accepted 1. Meetings have closed one recommendation. "
        "The review after twelve months was recorded for 1 in this year."
    )
    assert (facts.closed, facts.reviewed, facts.gaps) == (
        1,
        1,
        ("1 recommendation without progress dated in this year",),
    )


def test_recommendations_received_after_the_year_are_left_out(partnership):
    group = factories.TopicGroupFactory(
        partnership=partnership, received_on=date(2013, 9, 1), received_precision="month"
    )
    factories.RecommendationFactory(topic_group=group, partnership=partnership)
    assert read_recommendations(partnership, OVER).gaps == ("No recommendation is on record for this year",)


def test_report_shows_nothing_of_another_partnership(world):
    other = world.elsewhere
    board = factories.BodyFactory(partnership=other, name="Their Board")
    seat = factories.SeatFactory(body=board)
    factories.SeatHoldingFactory(seat=seat, holder_kind=HolderKind.ORGANISATION, organisation__partnership=other)
    factories.AchievementFactory(partnership=other, happened_on=date(2012, 9, 1), happened_precision="day")
    factories.RecommendationFactory(partnership=other, topic_group__partnership=other)
    factories.MeetingFactory(body=board, held_on=date(2012, 9, 3), status="held")
    assert read_structure(world.partnership, OVER).seats == 0
    assert read_meetings(world.partnership, OVER).held == ()
    assert read_achievements(world.partnership, OVER).all == []
    assert read_recommendations(world.partnership, OVER).shown == ()
