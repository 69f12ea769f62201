"""Each sentence and figure of an annual report against the facts behind it: of nothing, of one and of several."""

from __future__ import annotations

from datetime import UTC, date, datetime

from attendance.models import Attendance
from performance.models import Target
from reports.assembly.document import YearFacts, assemble
from reports.rules import ReportedYear
from reports.services.annual import start_report
from summaries.models import MeetingSummary
from tests import factories
from tests.monitoring.factories import MonitoringDecisionFactory, ReviewFactory
from tests.recommendations.factories import ResponseFactory

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ON = NOON.date()
OVER = ReportedYear.seen_on(ON, 2012)


def held(body, held_on, due_on, published_on=None, seats=(), **given):
    """A meeting with its summary; ``seats`` are how each of its seats was filled."""
    meeting = factories.MeetingFactory(body=body, held_on=held_on, summary_due_on=due_on, status="held", **given)
    if published_on:
        at = datetime(published_on.year, published_on.month, published_on.day, 12, tzinfo=UTC)
        MeetingSummary.objects.create(meeting=meeting, published_at=at)
    return meeting


def sentences(partnership) -> dict[str, list[str]]:
    facts = YearFacts(partnership, OVER)
    return {
        "structure": [facts.structure.lead, *facts.structure.gaps],
        "meetings": [
            facts.meetings.lead,
            *facts.meetings.notes,
            facts.meetings.waiting_note,
            *facts.meetings.gaps,
        ],
        "achievements": [facts.achievements.lead, facts.achievements.undated_note, *facts.achievements.gaps],
        "measures": [
            facts.measures.lead,
            facts.measures.silent_note,
            facts.measures.left_out_note,
            *facts.measures.gaps,
        ],
        "recommendations": [
            facts.recommendations.lead,
            facts.recommendations.further,
            facts.recommendations.undated_note,
            facts.recommendations.left_out_note,
            *facts.recommendations.gaps,
        ],
        "figures": [f"{one.value} {one.of}|{one.label}|{one.note}" for one in facts.figures.figures],
    }


def test_report_of_nothing(partnership):
    assert sentences(partnership) == {
        "structure": [
            "The records name no seats of a Board on 31 March 2013.",
            "No seats of a Board are on record for the day",
        ],
        "meetings": [
            "The records name no meeting of this year as held.",
            "",
            "No meeting of this year is on record as held",
        ],
        "achievements": ["No achievement of this year is on record.", "", "No achievement of this year is on record"],
        "measures": ["No figure of this year or the two before it is on record.", "", ""],
        "recommendations": [
            "No recommendation of scrutiny is on record by the end of this year.",
            "",
            "",
            "",
            "No recommendation is on record for this year",
        ],
        "figures": ["1 |Specialist Strategic Partnerships under the Board|"],
    }


def one_of_each(partnership):
    board = partnership.bodies.get(code="board")
    seat = factories.SeatFactory(body=board, sector=factories.SectorFactory(partnership=partnership))
    factories.SeatHoldingFactory(seat=seat)
    meeting = held(board, date(2012, 9, 3), date(2012, 9, 10), date(2012, 9, 10))
    Attendance.objects.create(meeting=meeting, seat=seat, state="present")
    factories.ActionFactory(meeting=meeting, number=1, status="done", closed_on=OVER.as_at)
    factories.AchievementFactory(
        partnership=partnership, theme="Work", happened_on=date(2012, 9, 1), happened_precision="day", figures="3"
    )
    measure = factories.MeasureFactory(partnership=partnership, name="Jobs", polarity="higher")
    for year, value in ((2011, 50), (2012, 60)):
        factories.ResultFactory(measure=measure, year=year, value=value)
    Target.objects.create(measure=measure, year=2012, low=60)
    group = factories.TopicGroupFactory(
        partnership=partnership, received_on=date(2012, 4, 1), received_precision="month"
    )
    one = factories.RecommendationFactory(topic_group=group, number=1, status="implemented", status_reason="Done")
    factories.ProgressUpdateFactory(recommendation=one, reported_on=date(2012, 12, 1), status="implemented")
    return group


def test_report_of_one_of_each(partnership):
    one_of_each(partnership)
    assert sentences(partnership) == {
        "structure": [
            "On 31 March 2013 the Board had 1 seat in one sector, held by one partner. "
            "One Specialist Strategic Partnership worked under it."
        ],
        "meetings": [
            "One meeting took place. 1 of 1 summaries (100%) reached the councillors who scrutinise the partnership "
            "within five working days.",
            "At the Board, 100% of seats were filled, by the member or a deputy, at the one meeting with attendance "
            "recorded.",
            "1 action agreed: 1 done, 0 open, 0 no longer needed.",
            "",
        ],
        "achievements": ["One achievement of partners in one theme.", ""],
        "measures": [
            "One measure has a figure for this year. 1 of 1 with a target met it. "
            "Of 1 that can be compared with the year before, 1 moved the right way and none the wrong way.",
            "",
            "",
        ],
        "recommendations": [
            "Councillors have made one recommendation, 1 of them in this year. 1 is carried out in full.",
            "For one recommendation no review date is known.",
            "",
            "",
        ],
        "figures": [
            "1 of 1|scrutiny recommendations completed|",
            "100% |of meeting summaries came on time|1 of 1 reached councillors within five working days",
            "1 |meeting held|by 1 body of the partnership",
            "1 of 1|agreed actions done|no actions still open, none overdue",
            "1 of 1|measures with a figure for the year met their target|1 of 1 moved the right way on the year before",
            "1 |seats at the Board’s table|in one sector, held by one partner",
        ],
    }


def test_report_of_several(partnership, ssp, ppb):
    one_of_each(partnership)
    several(partnership)
    assert sentences(partnership) == {
        "structure": [
            "On 31 March 2013 the Board had 3 seats in three sectors, held by two different partners. "
            "One Specialist Strategic Partnership worked under it.",
            "1 of 3 seats have no holder on record",
        ],
        "meetings": [
            "Four meetings took place. 1 of 3 summaries (33%) reached the councillors who scrutinise the partnership "
            "within five working days.",
            "At the Board, 67% of seats were filled, by the member or a deputy, at the two meetings with attendance "
            "recorded.",
            "5 actions agreed: 1 done, 3 open, 2 of them overdue, 1 no longer needed.",
            "2 meetings that were cancelled or postponed are not counted.",
            "For 1 meeting the five working days were not over: its summary does not count as due.",
            "1 summary not published yet",
            "1 announced meeting without a record of being held",
        ],
        "achievements": [
            "Four achievements of partners in two themes.",
            "Two achievements without a date in the source stand in the last year that the source tells of.",
            "2 achievements without a date",
        ],
        "measures": [
            "Three measures have a figure for this year; 2 have none. 1 of 2 with a target met it. "
            "Of 2 that can be compared with the year before, 1 moved the right way and 1 the wrong way.",
            "No recent figure, the last one being of the year in brackets: Buses (2006).",
            "2 measures without a figure up to this year are not shown.",
            "2 measures without a result for the year",
        ],
        "recommendations": [
            "Councillors have made five recommendations, 5 of them in this year. 1 is carried out in full.",
            "Answered so far: accepted 2, rejected 1. Meetings have closed one recommendation. "
            "The review after twelve months was recorded for 2 in this year. "
            "For three recommendations no review date is known.",
            "Progress marked “date not known” has none in its source (not printed). It stands in the year in which the "
            "review after twelve months fell due.",
            "",
            "2 recommendations without progress dated in this year",
        ],
        "figures": [
            "1 of 5|scrutiny recommendations completed|Of the rest: in progress 3, needs follow-up 1",
            "33% |of meeting summaries came on time|1 of 3 reached councillors within five working days",
            "4 |meetings held|by 2 bodies of the partnership",
            "1 of 5|agreed actions done|3 actions still open, 2 overdue",
            "1 of 2|measures with a figure for the year met their target|"
            "1 of 2 moved the right way on the year before; 2 without a figure for the year",
            "3 |seats at the Board’s table|in three sectors, held by two different partners",
        ],
    }


def several(partnership):
    """Beside those: two seats of which one is vacant, three meetings, five actions and so on."""
    board = partnership.bodies.get(code="board")
    ssp = partnership.bodies.get(code="ssp")
    police, fire = (
        factories.SeatFactory(body=board, sector=factories.SectorFactory(partnership=partnership)) for _ in range(2)
    )
    factories.SeatHoldingFactory(seat=police)
    late = held(board, date(2012, 10, 1), date(2012, 10, 8), date(2012, 10, 9))
    for seat, state in ((police, "deputy"), (fire, "absent")):
        Attendance.objects.create(meeting=late, seat=seat, state=state)
    held(ssp, date(2012, 11, 5), date(2012, 11, 12))
    # The day on which its summary is due comes after the year.
    held(ssp, date(2013, 3, 28), date(2013, 4, 8))
    factories.MeetingFactory(body=ssp, held_on=date(2012, 12, 3), status="planned")
    for status in ("cancelled", "postponed", "proposed"):
        factories.MeetingFactory(body=ssp, held_on=date(2012, 12, 4), status=status)
    # Begun before the year's end, and not over by then.
    factories.MeetingFactory(body=ssp, held_on=OVER.as_at, ends_on=date(2013, 4, 1), status="held")
    for number, (status, due_on, closed_on) in enumerate(
        (
            ("in-progress", OVER.as_at, None),
            ("in-progress", date(2013, 3, 30), None),
            ("done", date(2013, 3, 1), date(2013, 4, 1)),
            ("dropped", None, date(2012, 12, 1)),
        ),
        start=1,
    ):
        factories.ActionFactory(meeting=late, number=number, status=status, due_on=due_on, closed_on=closed_on)
    for title, day, precision, theme in (
        ("B", date(2012, 1, 1), "year", "Health"),
        ("C", None, "unknown", "Health"),
        ("D", None, "unknown", "Health"),
    ):
        factories.AchievementFactory(
            partnership=partnership,
            title=title,
            happened_on=day,
            happened_precision=precision,
            theme=theme,
            source="000 s5",
        )
    for name, polarity, figures, target in (
        ("Crime", "lower", ((2011, 7), (2012, 8)), 7),
        ("Waste", "lower", ((2010, 7), (2011, 7)), None),
        ("Buses", "higher", ((2005, 7), (2006, 7)), None),
        ("Homes", "higher", ((2012, 7),), None),
        ("Later", "higher", ((2013, 7),), None),
        ("Never", "higher", (), None),
    ):
        measure = factories.MeasureFactory(partnership=partnership, name=name, polarity=polarity)
        for year, value in figures:
            factories.ResultFactory(measure=measure, year=year, value=value, source="000 s5")
        if target:
            Target.objects.create(measure=measure, year=2012, high=target)
    group = factories.TopicGroupFactory(
        partnership=partnership, received_on=date(2012, 9, 1), received_precision="month"
    )
    begun, followed, closed, silent = (
        factories.RecommendationFactory(topic_group=group, number=number, status=status, status_reason="Begun")
        for number, status in enumerate(("in-progress", "needs-follow-up", "in-progress", "in-progress"), start=1)
    )
    factories.ProgressUpdateFactory(recommendation=begun, reported_on=date(2013, 3, 31))
    factories.ProgressUpdateFactory(
        recommendation=followed, reported_on=None, reported_precision="unknown", date_note="not printed"
    )
    ResponseFactory(recommendation=begun, decision="accepted", responded_on=date(2013, 3, 31))
    ResponseFactory(recommendation=followed, decision="rejected", responded_on=date(2012, 12, 1))
    ResponseFactory(recommendation=closed, decision="accepted", responded_on=date(2012, 12, 1))
    ppb = partnership.bodies.get(code="ppb")
    MonitoringDecisionFactory(recommendation=closed, meeting__body=ppb, decided_on=date(2013, 1, 8))
    ReviewFactory(recommendation=closed, reviewed_on=date(2012, 10, 1))
    ReviewFactory(recommendation=silent, reviewed_on=date(2012, 4, 1))


def test_sections_are_numbered_as_printed_and_say_what_is_missing(world):
    one_of_each(world.partnership)
    report = start_report(partnership=world.partnership, year=2012, by=world.officer, at=NOON, on=ON)
    report.sections.filter(key="looking-ahead").update(text="More jobs")
    report.sections.filter(key="measures").update(is_included=False)
    document = assemble(report, on=ON)
    shown = [(one.section.key, one.number, one.state, one.tone, one.sheet, one.is_brief) for one in document.sections]
    assert shown == [
        ("foreword", 0, "needs words", "amber", "", False),
        ("key-figures", 1, "complete", "green", "figures", False),
        ("structure", 2, "complete", "green", "odd", False),
        ("meetings", 3, "complete", "green", "even", False),
        ("achievements", 4, "complete", "green", "odd", False),
        ("measures", 0, "left out", "grey", "", False),
        ("recommendations", 5, "complete", "green", "even", False),
        ("looking-ahead", 6, "written", "green", "even", True),
    ]
    assert document.gaps == ("Nothing written yet, so it is not printed",)
    assert (document.cover_lead, document.correction) == ("The year that ended on 31 March 2013", "")
    running = start_report(partnership=world.partnership, year=2026, by=world.officer, at=NOON, on=ON)
    assert assemble(running, on=ON).cover_lead == "The year until now: figures as at 23 November 2026"
