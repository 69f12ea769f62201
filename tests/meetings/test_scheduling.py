"""Meetings are planned with their deadline, which moves with the bank holidays."""

from datetime import UTC, date, datetime, time

import pytest

from boards.choices import BodyKind
from boards.services.calendar import add_holiday, remove_holiday
from core.models import AuditEvent
from meetings.forms.meeting import MeetingForm
from meetings.services.clock import SummaryClock
from meetings.services.scheduling import Plan, SummaryPublished, cancel_meeting, change_meeting, schedule_meeting
from tests import factories

NOON = datetime(2026, 11, 17, 12, tzinfo=UTC)


@pytest.fixture
def planned(partnership, board, officer):
    plan = Plan(body=board, title="Board", held_on=date(2026, 11, 16), starts_at=time(14, 30), venue="Town Hall")
    return schedule_meeting(partnership=partnership, plan=plan, by=officer, at=NOON)


@pytest.mark.parametrize(
    ("kind", "due_on"),
    [
        (BodyKind.BOARD, date(2027, 4, 2)),
        (BodyKind.SSP, date(2027, 4, 2)),
        (BodyKind.PPB, None),
        (BodyKind.THEMATIC_GROUP, None),
    ],
)
def test_meeting_of_board_and_ssp_owes_a_summary_in_five_working_days(partnership, officer, kind, due_on):
    body = factories.BodyFactory(partnership=partnership, kind=kind)
    # Good Friday, 26 March 2027, and Easter Monday are passed over.
    plan = Plan(body=body, title="Spring meeting", held_on=date(2027, 3, 24))

    assert schedule_meeting(partnership=partnership, plan=plan, by=officer, at=NOON).summary_due_on == due_on


def test_meeting_that_moves_takes_its_deadline_along(planned, board, officer):
    plan = Plan(body=board, title="Board", held_on=date(2026, 11, 18), reason="The hall is taken")
    change_meeting(meeting=planned, plan=plan, by=officer, at=NOON)

    planned.refresh_from_db()
    assert (planned.held_on, planned.summary_due_on) == (date(2026, 11, 18), date(2026, 11, 25))
    assert AuditEvent.objects.get(verb="meeting.changed").details == {"before": "2026-11-16", "after": "2026-11-18"}


def test_cancelled_meeting_owes_nothing_and_says_why(planned, officer):
    cancel_meeting(meeting=planned, reason="Too few could come", by=officer, at=NOON)

    planned.refresh_from_db()
    assert (planned.status, planned.status_reason, planned.summary_due_on) == ("cancelled", "Too few could come", None)
    due = SummaryClock(planned.partnership, [planned], today=date(2026, 11, 30))
    assert due.timing(planned, published_at=None).words == "not required: the meeting was cancelled"


def test_cancelled_meeting_that_is_planned_again_owes_a_summary_again(planned, board, officer):
    cancel_meeting(meeting=planned, reason="Too few could come", by=officer, at=NOON)
    change_meeting(
        meeting=planned, plan=Plan(body=board, title="Board", held_on=date(2026, 12, 7)), by=officer, at=NOON
    )

    planned.refresh_from_db()
    assert (planned.status_reason, planned.summary_due_on) == ("", date(2026, 12, 14))


def test_holiday_added_late_moves_open_deadlines_and_is_written_down(planned, admin):
    holiday = add_holiday(
        partnership=planned.partnership, day=date(2026, 11, 20), name="Day of mourning", by=admin, at=NOON
    )

    planned.refresh_from_db()
    assert planned.summary_due_on == date(2026, 11, 24)
    event = AuditEvent.objects.get(verb="summary.due_moved")
    assert (event.made_by, event.details) == (admin, {"before": "2026-11-23", "after": "2026-11-24"})
    due = SummaryClock(planned.partnership, [planned], today=date(2026, 11, 17))
    assert due.explanation(planned) == "due Tuesday 24 November: 5 working days, Day of mourning skipped"

    remove_holiday(holiday=holiday, by=admin, at=NOON)
    planned.refresh_from_db()
    assert planned.summary_due_on == date(2026, 11, 23)


def test_holiday_leaves_deadlines_alone_that_were_met_and_those_of_others(publish, meeting, admin, elsewhere_board):
    publish()
    add_holiday(partnership=meeting.partnership, day=date(2026, 11, 20), name="Day of mourning", by=admin, at=NOON)

    meeting.refresh_from_db()
    elsewhere_board.refresh_from_db()
    assert (meeting.summary_due_on, elsewhere_board.summary_due_on) == (date(2026, 11, 23), date(2026, 11, 23))


@pytest.fixture
def elsewhere_board(world):
    body = factories.BodyFactory(partnership=world.elsewhere)
    return factories.MeetingFactory(body=body, held_on=date(2026, 11, 16), summary_due_on=date(2026, 11, 23))


def test_meeting_with_a_published_summary_is_not_cancelled(publish, officer):
    meeting = publish().summary.meeting
    with pytest.raises(SummaryPublished, match="can’t be cancelled"):
        cancel_meeting(meeting=meeting, reason="Too few could come", by=officer, at=NOON)
    meeting.refresh_from_db()
    assert meeting.status == "held"


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"status": "postponed"}, "status", "The summary is published, so the meeting was held: choose held"),
        ({"status": "planned"}, "status", "The summary is published, so the meeting was held: choose held"),
        ({"body": "ssp"}, "body", "The summary is published as one of Board, so the meeting stays its"),
    ],
)
def test_meeting_with_a_published_summary_stays_what_it_was(publish, partnership, board, ssp, changed, field, message):
    meeting = publish().summary.meeting
    bodies = {"board": board.pk, "ssp": ssp.pk}
    typed = {"body": "board", "held_on": "16 11 2026", "status": "held"} | changed
    form = MeetingForm(typed | {"body": bodies[typed["body"]]}, partnership=partnership, meeting=meeting)
    assert (form.is_valid(), form.errors) == (False, {field: [message]})
