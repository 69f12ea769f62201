"""Meetings are planned with their deadline, which moves with the bank holidays."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.urls import reverse

from boards.services.calendar import add_holiday, remove_holiday
from core.acts import Refused
from core.models import AuditEvent
from meetings.forms import MeetingForm
from meetings.models import Meeting
from meetings.services.clock import SummaryClock
from meetings.services.scheduling import (
    cancel_meeting,
    change_meeting,
    postpone_meeting,
    schedule_meeting,
)
from tests import factories

NOON = datetime(2026, 11, 17, 12, tzinfo=UTC)


@pytest.fixture
def planned(partnership, board, officer):
    meeting = Meeting(partnership=partnership, body=board, title="Board", held_on=date(2026, 11, 16))
    meeting.starts_at, meeting.venue = time(14, 30), "Town Hall"
    return schedule_meeting(meeting=meeting, by=officer, at=NOON)


@pytest.mark.parametrize(
    ("kind", "due_on"),
    [
        ("board", date(2027, 4, 2)),
        ("ssp", date(2027, 4, 2)),
        ("ppb", None),
        ("thematic-group", None),
    ],
)
def test_meeting_of_board_and_ssp_owes_a_summary_in_five_working_days(partnership, officer, kind, due_on):
    body = factories.BodyFactory(partnership=partnership, kind=kind)
    # Good Friday, 26 March 2027, and Easter Monday are passed over.
    meeting = Meeting(partnership=partnership, body=body, title="Spring meeting", held_on=date(2027, 3, 24))

    assert schedule_meeting(meeting=meeting, by=officer, at=NOON).summary_due_on == due_on


def test_meeting_that_moves_takes_its_deadline_along(planned, board, officer):
    planned.held_on = date(2026, 11, 18)
    change_meeting(meeting=planned, reason="The hall is taken", by=officer, at=NOON)

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
    again = factories.edited(planned, status="planned", held_on=date(2026, 12, 7))
    change_meeting(meeting=again, by=officer, at=NOON)

    planned.refresh_from_db()
    assert (planned.status_reason, planned.summary_due_on) == ("", date(2026, 12, 14))


def test_holiday_added_late_moves_open_deadlines_and_is_written_down(planned, admin):
    holiday = add_holiday(
        partnership=planned.partnership, day=date(2026, 11, 20), name="Day of mourning", by=admin, at=NOON
    )

    planned.refresh_from_db()
    assert planned.summary_due_on == date(2026, 11, 24)
    event = AuditEvent.objects.get(verb="summary.due_moved")
    because = "Day of mourning was added as a bank holiday"
    assert (event.made_by, event.details) == (
        admin,
        {"before": "2026-11-23", "after": "2026-11-24", "because": because},
    )
    assert holiday.consequences == ["Board, 16 November 2026: due on 24 November 2026 instead of 23 November 2026"]
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
    with pytest.raises(Refused, match="can’t be cancelled"):
        cancel_meeting(meeting=meeting, reason="Too few could come", by=officer, at=NOON)
    meeting.refresh_from_db()
    assert meeting.status == "held"


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"status": "postponed"}, "status", "Choose a status"),
        ({"status": "planned"}, "status", "The summary is published, so the meeting was held: choose held"),
        ({"body": "ssp"}, "body", "The summary is published as one of Board, so the meeting stays its"),
    ],
)
def test_meeting_with_a_published_summary_stays_what_it_was(publish, officer, board, ssp, changed, field, message):
    meeting = publish().summary.meeting
    bodies = {"board": board.pk, "ssp": ssp.pk}
    typed = {"body": "board", "held_on": "16 11 2026", "status": "held"} | changed
    form = MeetingForm(typed | {"body": bodies[typed["body"]]}, instance=meeting, reader=officer)
    assert (form.is_valid(), form.errors) == (False, {field: [message]})


# Postponed


def postpone(meeting, by, to_on=None, reason="The hall is taken", at=NOON):
    meeting = postpone_meeting(meeting=meeting, to_on=to_on, reason=reason, by=by, at=at)
    return meeting.status, meeting.held_on, meeting.summary_due_on, meeting.status_reason


def test_postponed_to_a_known_day_the_clock_follows(planned, officer):
    assert postpone(planned, officer, date(2026, 12, 18)) == (
        "planned",
        date(2026, 12, 18),
        # Christmas Day, and Boxing Day on the Monday after it.
        date(2026, 12, 29),
        "",
    )
    move = planned.moves.get()
    assert (move.from_on, move.to_on, move.reason, move.moved_by, move.moved_at) == (
        date(2026, 11, 16),
        date(2026, 12, 18),
        "The hall is taken",
        officer,
        NOON,
    )
    assert AuditEvent.objects.get(verb="meeting.postponed").details == {
        "before": "2026-11-16",
        "after": "2026-12-18",
        "reason": "The hall is taken",
    }


def test_postponed_to_an_unknown_day_nothing_is_owed_until_it_has_one(planned, officer):
    assert postpone(planned, officer) == ("postponed", date(2026, 11, 16), None, "The hall is taken")
    assert postpone(planned, officer, date(2026, 12, 7), "The hall is free") == (
        "planned",
        date(2026, 12, 7),
        date(2026, 12, 14),
        "",
    )
    assert list(planned.moves.order_by("pk").values_list("from_on", "to_on", "reason")) == [
        (date(2026, 11, 16), None, "The hall is taken"),
        (date(2026, 11, 16), date(2026, 12, 7), "The hall is free"),
    ]


@pytest.mark.parametrize("to_on", [None, date(2026, 12, 7)])
def test_meeting_postponed_twice_by_one_press_moves_once(planned, officer, to_on):
    assert postpone(planned, officer, to_on) == postpone(planned, officer, to_on)
    assert planned.moves.count() == 1
    assert AuditEvent.objects.filter(verb="meeting.postponed").count() == 1


def test_meeting_of_several_days_moves_with_all_of_them(planned, officer):
    planned.ends_on = date(2026, 11, 17)
    planned.save()
    postpone(planned, officer, date(2026, 12, 7))

    planned.refresh_from_db()
    assert planned.ends_on == date(2026, 12, 8)


def test_proposed_date_that_moves_is_still_a_proposal(planned, officer):
    planned.status = "proposed"
    planned.save()
    assert postpone(planned, officer, date(2026, 12, 7))[0] == "proposed"


@pytest.mark.parametrize(
    ("status", "message"),
    [("held", "This meeting was held, so it"), ("cancelled", "This meeting was cancelled, so it")],
)
def test_meeting_that_was_held_or_cancelled_is_not_postponed(planned, officer, status, message):
    planned.status = status
    planned.save()
    with pytest.raises(Refused, match=message):
        postpone(planned, officer, date(2026, 12, 7))


def test_meeting_with_a_published_summary_is_not_postponed(publish, officer):
    with pytest.raises(Refused, match="can’t be postponed"):
        postpone(publish().summary.meeting, officer, date(2026, 12, 7))


def test_meeting_is_not_postponed_beyond_the_end_of_its_body(planned, board, officer):
    board.ends_on = date(2026, 12, 1)
    board.save()
    with pytest.raises(Refused, match="Board does not exist after 1 December 2026"):
        postpone(planned, officer, date(2026, 12, 7))


@pytest.mark.parametrize(
    ("ends_on", "precision", "words"),
    [
        (date(2012, 3, 31), "day", "Old Board does not exist after 31 March 2012"),
        (date(2011, 12, 31), "year", "Old Board ended in 2012"),
        (date(2012, 2, 29), "month", "Old Board ended in March 2012"),
        (date(2012, 2, 29), "unknown", "Old Board is last on record in 2012"),
    ],
)
def test_meeting_of_a_body_that_has_ended_names_the_day_as_far_as_it_is_known(
    partnership, officer, ends_on, precision, words
):
    body = factories.BodyFactory(partnership=partnership, name="Old Board", ends_on=ends_on, ends_precision=precision)
    meeting = Meeting(partnership=partnership, body=body, title="Board", held_on=date(2012, 4, 1))
    with pytest.raises(Refused, match=words):
        schedule_meeting(meeting=meeting, by=officer, at=NOON)


def test_announced_meeting_is_not_moved_without_a_reason(planned, board, officer):
    moved = factories.edited(planned, held_on=date(2026, 12, 7))
    with pytest.raises(Refused, match="Say why the meeting is on another day"):
        change_meeting(meeting=moved, by=officer, at=NOON)
    change_meeting(meeting=moved, reason="Half term", by=officer, at=NOON)
    assert planned.moves.get().reason == "Half term"


def test_event_of_the_partnership_needs_no_body_and_owes_no_summary(partnership, officer):
    meeting = Meeting(partnership=partnership, title="Network event", held_on=date(2026, 12, 7), theme="Neighbourhoods")
    event = schedule_meeting(meeting=meeting, by=officer, at=NOON)
    assert (event.kind, event.summary_due_on, event.theme) == ("event", None, "Neighbourhoods")


# In the browser

DAY_BEFORE = datetime(2026, 11, 15, 12, tzinfo=UTC)


def at(name, *args):
    return reverse(name, args=["halton", *args])


@time_machine.travel(DAY_BEFORE, tick=False)
def test_officer_postpones_and_the_page_tells_the_story(planned, officer, client_for):
    client = client_for(officer)
    assert "The meeting is on 16 November 2026 now." in client.get(at("meetings:postpone", planned.pk)).text
    client.post(at("meetings:postpone", planned.pk), {"when": "not-known", "reason": "Snow", "to_on": "not yet"})
    page = client.get(at("meetings:detail", planned.pk)).text
    assert "Postponed from Monday 16 November 2026, the new day to be set: Snow" in page
    assert "Set the new day" in page

    answer = client.post(
        at("meetings:postpone", planned.pk), {"when": "known", "to_on": "7 12 2026", "reason": "Snow"}, follow=True
    )
    assert "The meeting is now on 7 December 2026. Its summary is due on 14 December 2026." in answer.text
    page = client.get(at("meetings:detail", planned.pk)).text
    assert "Moved from Monday 16 November 2026 to Monday 7 December 2026: Snow" in page


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({}, "Choose whether the new day is known"),
        ({"when": "known"}, "Enter the new date, or choose that it is not known yet"),
        ({"when": "known", "to_on": "16 11 2026"}, "The meeting is on that day already: enter another date"),
        ({"when": "known", "to_on": "14 11 2026"}, "The new date must be today or in the future"),
        ({"when": "known", "to_on": "soon"}, "Enter the new date, for example 16 11 2026"),
        ({"when": "not-known", "reason": ""}, "Enter why the meeting is postponed"),
    ],
)
@time_machine.travel(DAY_BEFORE, tick=False)
def test_postponing_says_what_to_do(planned, officer, client_for, typed, problem):
    page = client_for(officer).post(at("meetings:postpone", planned.pk), {"reason": "Snow"} | typed).text
    assert problem in page
    assert planned.moves.count() == 0


@time_machine.travel(DAY_BEFORE, tick=False)
def test_new_day_typed_into_the_form_asks_for_the_reason(planned, board, officer, client_for):
    typed = {"body": board.pk, "held_on": "7 12 2026", "status": "planned"}
    client = client_for(officer)
    page = client.post(at("meetings:edit", planned.pk), typed).text
    assert "Enter why it is on another day: it was announced for 16 November 2026" in page

    client.post(at("meetings:edit", planned.pk), typed | {"reason": "Half term"})
    planned.refresh_from_db()
    assert (planned.held_on, planned.moves.get().reason) == (date(2026, 12, 7), "Half term")


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"is_event": "on"}, "Enter the title of the event"),
        ({"title": "Network event"}, "Choose whose meeting it is"),
    ],
)
def test_event_form_says_what_to_do(board, officer, client_for, typed, problem):
    plan = {"held_on": "7 12 2026", "status": "planned"}
    assert problem in client_for(officer).post(at("meetings:add"), plan | typed).text


def test_event_is_either_of_a_body_or_of_none(board, officer, client_for):
    plan = {"held_on": "7 12 2026", "status": "planned", "body": board.pk, "is_event": "on"}
    assert (
        "Untick this, or choose no board or group: you chose Board"
        in client_for(officer).post(at("meetings:add"), plan).text
    )


@time_machine.travel(NOON, tick=False)
def test_admin_is_told_which_deadlines_a_late_holiday_moves(planned, admin, client_for):
    client = client_for(admin)
    holidays = reverse("boards:holidays", args=["halton"])
    answer = client.post(holidays, {"day": "20 11 2026", "name": "Day of mourning"}, follow=True)
    assert (
        "Day of mourning is added. 1 summary is now due on another day. Board, 16 November 2026: due on 24 November "
        "2026 instead of 23 November 2026." in answer.text
    )
    page = client.get(at("meetings:detail", planned.pk)).text
    assert (
        "The deadline of the summary was moved from Monday 23 November 2026 to Tuesday 24 November 2026 on "
        "17 November 2026, because Day of mourning was added as a bank holiday." in page
    )
    answer = client.post(holidays, {"day": "1 12 2026", "name": "Another day"}, follow=True)
    assert "Another day is added. No deadline has moved." in answer.text
