"""A date that is only proposed owes nothing, wherever meetings are listed or counted (R-4)."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from attendance.rules import Year
from attendance.services import matrix_of
from core.rules.dates import financial_year
from meetings.filters import DUE, OVERDUE, MeetingFilter
from meetings.models import Meeting
from meetings.services.clock import SummaryClock
from meetings.services.deadlines import recalculate_due_dates
from meetings.services.scheduling import (
    change_meeting,
    change_who_meets,
    confirm_meeting,
    postpone_meeting,
    schedule_meeting,
)
from reports.assembly.meetings import read_meetings
from reports.rules import ReportedYear
from summaries.services.due import summaries_due
from summaries.services.register import register_of, register_years
from summaries.services.reminders import queue_reminders
from tests import factories

HELD_ON, DUE_ON, TODAY = date(2026, 11, 16), date(2026, 11, 23), date(2026, 11, 24)
NOON, MORNING = datetime(2026, 11, 10, 12, tzinfo=UTC), datetime(2026, 11, 24, 9, tzinfo=UTC)


def counted(board, officer) -> dict[str, int]:
    """How many meetings each place counts as owing a summary, or as having taken place."""
    partnership, year = board.partnership, Year.financial(financial_year(HELD_ON))
    meetings = list(Meeting.objects.all())
    facts = read_meetings(partnership, ReportedYear(financial_year(HELD_ON), as_at=TODAY))
    clock = SummaryClock(partnership, meetings, today=TODAY)

    def listed(state):
        return MeetingFilter({"summary": state}, Meeting.objects.all(), partnership=partnership, today=TODAY).qs.count()

    return {
        "Today": len(summaries_due(partnership, on=TODAY)),
        "list: due": listed(DUE),
        "list: overdue": listed(OVERDUE),
        "list: tags": sum(clock.timing(one, published_at=None) is not None for one in meetings),
        "page: due on": sum(clock.explanation(one) != "" for one in meetings),
        "register": len(register_of(partnership, year=year, reader=officer, on=TODAY).lines),
        "register: years": len(register_years(partnership, reader=officer, on=TODAY)),
        "attendance: not recorded": matrix_of(board, year=year, reader=officer, on=TODAY).unrecorded,
        "annual report": len(facts.held) + len(facts.unheld),
        "reminders": queue_reminders(at=MORNING),
    }


@pytest.mark.parametrize(("status", "number"), [("proposed", 0), ("planned", 1)])
def test_proposed_date_has_no_clock_anywhere_and_a_planned_one_has(board, officer, status, number):
    # As it was stored before this rule: with a deadline, which has passed.
    factories.MeetingFactory(body=board, held_on=HELD_ON, status=status, summary_due_on=DUE_ON)
    found = counted(board, officer)
    assert found == dict.fromkeys(found, number) | {"list: due": 0}


@pytest.mark.parametrize("path", ["today", "list", "page"])
def test_page_of_a_past_proposed_date_says_nothing_of_a_summary(path, board, officer, client_for):
    meeting = factories.MeetingFactory(body=board, held_on=HELD_ON, status="proposed", summary_due_on=DUE_ON)
    slug = board.partnership.slug
    url = {
        "today": f"/{slug}/today/",
        "list": reverse("meetings:list", args=[slug]),
        "page": meeting.get_absolute_url(),
    }[path]
    with time_machine.travel(MORNING):
        answer = client_for(officer).get(url)
    text = answer.text
    assert answer.status_code == 200
    assert "verdue by" not in text
    assert "No summary yet" not in text
    assert ">overdue<" not in text


def test_deadline_comes_with_the_decision_and_goes_with_a_proposal(board, ssp, officer, partnership):
    meeting = Meeting(partnership=partnership, body=board, title="Board", held_on=HELD_ON, status="proposed")
    schedule_meeting(meeting=meeting, by=officer, at=NOON)
    assert meeting.summary_due_on is None
    moved = postpone_meeting(meeting=meeting, to_on=date(2026, 11, 17), reason="Hall", by=officer, at=NOON)
    assert (moved.status, moved.summary_due_on) == ("proposed", None)
    joint = change_who_meets(meeting=meeting, bodies=[ssp], theme="", by=officer, at=NOON)
    assert joint.summary_due_on is None

    assert confirm_meeting(meeting=meeting, by=officer, at=NOON).summary_due_on == date(2026, 11, 24)
    back = change_meeting(meeting=factories.edited(meeting, status="proposed"), by=officer, at=NOON)
    assert back.summary_due_on is None


def test_deadline_comes_when_the_summary_of_a_proposed_date_is_published(publish, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(status="proposed", summary_due_on=None)
    publish()
    meeting.refresh_from_db()
    assert (meeting.status, meeting.summary_due_on) == ("held", DUE_ON)


def test_recalculation_takes_the_deadline_from_a_proposed_date(board, admin):
    proposed, planned = (
        factories.MeetingFactory(body=board, held_on=HELD_ON, status=status, summary_due_on=TODAY)
        for status in ("proposed", "planned")
    )
    recalculate_due_dates(partnership=board.partnership, by=admin)
    assert [Meeting.objects.get(pk=one.pk).summary_due_on for one in (proposed, planned)] == [None, DUE_ON]
