"""Meetings of several days, and days that are asked about once: weekends, bank holidays, an earlier day."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.urls import reverse

from core.acts import Refused
from core.rules.dates import format_days, format_weekdays
from core.rules.working_days import unusual_day
from desk.day import meetings_ahead
from meetings.models import Meeting
from meetings.services.calendar_feed import calendar_of_meeting
from meetings.services.clock import SummaryClock
from meetings.services.month import month_of
from meetings.services.scheduling import change_meeting, postpone_meeting, schedule_meeting
from summaries.mail import summary_subject
from summaries.papers import facts
from summaries.services.due import summaries_due
from tests import factories

NOON = datetime(2026, 11, 10, 12, tzinfo=UTC)
FIRST, LAST = date(2026, 11, 17), date(2026, 11, 18)


def at(name, *args):
    return reverse(name, args=["halton", *args])


@pytest.fixture
def client(client_for, officer):
    with time_machine.travel(NOON, tick=False):
        yield client_for(officer)


@pytest.fixture
def typed(board):
    return {"body": board.pk, "held_on": "17 11 2026", "status": "planned"}


@pytest.fixture
def conference(partnership, board, officer):
    meeting = Meeting(partnership=partnership, body=board, title="Two days", held_on=FIRST, ends_on=LAST)
    meeting.starts_at, meeting.ends_at, meeting.venue = time(10), time(9, 30), "Town Hall"
    return schedule_meeting(meeting=meeting, by=officer, at=NOON)


# How several days are written


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (FIRST, None, "17 November 2026"),
        (FIRST, FIRST, "17 November 2026"),
        (FIRST, LAST, "17 to 18 November 2026"),
        (date(2026, 11, 30), date(2026, 12, 1), "30 November to 1 December 2026"),
        (date(2026, 12, 31), date(2027, 1, 1), "31 December 2026 to 1 January 2027"),
    ],
)
def test_format_days_says_no_more_than_once(first, last, words):
    assert format_days(first, last) == words


def test_format_days_says_no_more_than_is_known():
    assert format_days(date(2012, 3, 1), date(2012, 3, 31), "month") == "March 2012"
    assert format_days(None) == "date not known"


def test_format_weekdays_names_both_days():
    assert format_weekdays(FIRST, LAST) == "Tuesday 17 to Wednesday 18 November"
    assert format_weekdays(FIRST) == "Tuesday 17 November"
    crossing = format_weekdays(date(2026, 12, 31), date(2027, 1, 1), today=date(2026, 12, 1))
    assert crossing == "Thursday 31 December 2026 to Friday 1 January 2027"


# Several days


def test_meeting_of_several_days_is_typed_shown_and_changed(client, typed):
    client.post(at("meetings:add"), typed | {"ends_on": "18-Nov-26", "starts_at": "10am", "ends_at": "09:30"})
    meeting = Meeting.objects.get()
    assert (meeting.held_on, meeting.ends_on, meeting.ends_at) == (FIRST, LAST, time(9, 30))
    # Day 0 of the clock is the last day.
    assert meeting.summary_due_on == date(2026, 11, 25)

    page = client.get(meeting.get_absolute_url()).text
    assert "Tuesday 17 to Wednesday 18 November 2026<br>10am to 9:30am" in " ".join(page.split())
    assert "The summary is due Wednesday 25 November: 5 working days" in page
    assert "17 to 18 November 2026" in client.get(at("meetings:list")).text
    assert 'value="18 November 2026"' in client.get(at("meetings:edit", meeting.pk)).text

    client.post(at("meetings:edit", meeting.pk), typed | {"ends_on": ""})
    meeting.refresh_from_db()
    assert (meeting.ends_on, meeting.summary_due_on) == (None, date(2026, 11, 24))


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"ends_on": "16 11 2026"}, "The last day must be 17 November 2026 or later"),
        ({"ends_on": "soon"}, "Enter the last day, for example 16 11 2026"),
        ({"ends_on": "17 11 2026", "starts_at": "10am", "ends_at": "09:30"}, "The meeting must end after it starts"),
        ({"ends_on": "18 11 2027"}, "Board does not exist after 31 December 2026"),
    ],
)
def test_last_day_that_cannot_be_is_refused(client, typed, board, given, problem):
    board.ends_on = date(2026, 12, 31)
    board.save()
    answer = client.post(at("meetings:add"), typed | given)
    assert problem in answer.text
    assert f'value="{given["ends_on"]}"' in answer.text
    assert Meeting.objects.count() == 0


def test_service_refuses_days_in_the_wrong_order(partnership, board, officer):
    meeting = Meeting(partnership=partnership, body=board, title="Board", held_on=LAST, ends_on=FIRST)
    with pytest.raises(Refused, match="The last day must be the same as or after the first day"):
        schedule_meeting(meeting=meeting, by=officer, at=NOON)


def test_meeting_of_several_days_is_the_same_in_calendar_feed_mail_and_paper(conference, partnership):
    month = month_of(Meeting.objects.all(), partnership, first=date(2026, 11, 1), today=FIRST)
    days = [one.day for week in month.weeks for one in week if one.meetings]
    assert days == [FIRST, LAST]
    entry = calendar_of_meeting(conference).entries[0]
    assert (entry.starts, entry.ends) == (
        datetime(2026, 11, 17, 10, tzinfo=UTC),
        datetime(2026, 11, 18, 9, 30, tzinfo=UTC),
    )
    assert facts(conference)[0] == {"name": "Date", "text": "17 to 18 November 2026, 10am to 9:30am"}
    ahead = meetings_ahead(partnership, on=date(2026, 11, 10), at_most=5)
    assert [one.day for one in ahead] == ["Tuesday 17 to Wednesday 18 November"]


def test_subject_of_a_summary_names_all_days(publish, meeting):
    meeting.ends_on = date(2026, 11, 17)
    meeting.save()
    assert summary_subject(publish()).endswith(": Board, 16 to 17 November 2026")


def test_summary_is_owed_and_published_from_the_last_day_on(conference, partnership, publish, meeting):
    def owed(on):
        return [one.meeting.pk for one in summaries_due(partnership, on=on) if one.meeting.pk == conference.pk]

    assert (owed(FIRST), owed(LAST)) == ([], [conference.pk])
    clock = SummaryClock(partnership, [conference], today=FIRST)
    assert clock.timing(conference, published_at=None).words == "not held yet"

    meeting.ends_on = date(2026, 11, 19)
    meeting.save()
    with pytest.raises(Refused, match="The last day of the meeting is on 19 November 2026"):
        publish()


def test_last_day_moves_along_when_the_meeting_is_postponed(conference, board, officer):
    moved = postpone_meeting(meeting=conference, to_on=date(2026, 12, 7), reason="Hall", by=officer, at=NOON)
    assert (moved.held_on, moved.ends_on, moved.summary_due_on) == (
        date(2026, 12, 7),
        date(2026, 12, 8),
        date(2026, 12, 15),
    )
    board.ends_on = date(2026, 12, 14)
    board.save()
    with pytest.raises(Refused, match="Board does not exist after 14 December 2026"):
        postpone_meeting(meeting=moved, to_on=date(2026, 12, 14), reason="Hall", by=officer, at=NOON)


def test_those_invited_hear_of_another_last_day(conference, board, officer):
    invitation = conference.invitations.create(name="Guest", email="guest@example.org", state="accepted", asked_at=NOON)
    conference.ends_on = date(2026, 11, 19)
    change_meeting(meeting=conference, by=officer, at=NOON)
    invitation.refresh_from_db()
    assert invitation.state == "asked"


# Asked once

GOOD_FRIDAY = "Friday 26 March 2027 is a bank holiday: Good Friday"
SATURDAY = "Saturday 16 January 2027 is at the weekend"
IF_RIGHT = "If this is right, save again"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2027, 1, 15), ""),
        (date(2027, 1, 16), SATURDAY),
        (date(2027, 1, 17), "Sunday 17 January 2027 is at the weekend"),
        (date(2027, 3, 26), GOOD_FRIDAY),
    ],
)
def test_unusual_day_names_the_day(day, words):
    assert unusual_day(day, names={date(2027, 3, 26): "Good Friday"}) == words


@pytest.mark.parametrize(("day", "words"), [("16 1 2027", SATURDAY), ("26/3/27", GOOD_FRIDAY)])
@pytest.mark.parametrize("name", ["held_on", "ends_on"])
def test_day_without_work_is_asked_about_once_and_then_taken(client, typed, name, day, words):
    given = typed | {name: day}
    asked = client.post(at("meetings:add"), given)
    assert f"{words}. {IF_RIGHT}" in asked.text
    assert f'value="{day}"' in asked.text
    assert Meeting.objects.count() == 0

    mark = asked.context["form"]["asked"].value()
    another = client.post(at("meetings:add"), given | {name: "17 1 2027", "asked": mark})
    assert f"Sunday 17 January 2027 is at the weekend. {IF_RIGHT}" in another.text
    assert Meeting.objects.count() == 0

    client.post(at("meetings:add"), given | {"asked": mark})
    assert Meeting.objects.count() == 1


def test_days_between_the_first_and_the_last_are_asked_about_once(client, typed, board):
    given = typed | {"held_on": "25 3 2027", "ends_on": "30 3 2027"}
    asked = client.post(at("meetings:add"), given)
    between = (
        f"{GOOD_FRIDAY}; Saturday 27 March 2027 is at the weekend; Sunday 28 March 2027 is at the weekend; "
        f"Monday 29 March 2027 is a bank holiday: Easter Monday. {IF_RIGHT}"
    )
    assert between in asked.text
    client.post(at("meetings:add"), given | {"asked": asked.context["form"]["asked"].value()})
    meeting = Meeting.objects.get()
    # A day longer: what was asked about before is not asked again.
    longer = client.post(at("meetings:edit", meeting.pk), given | {"ends_on": "5 4 2027"})
    assert "Saturday 3 April 2027 is at the weekend; Sunday 4 April 2027 is at the weekend. If" in longer.text
    assert "Good Friday" not in longer.text


def test_many_days_without_work_are_counted_and_not_all_named(client, typed):
    asked = client.post(at("meetings:add"), typed | {"held_on": "1 6 2027", "ends_on": "1 7 2027"})
    assert f"Sunday 13 June 2027 is at the weekend; and 4 more like these. {IF_RIGHT}" in asked.text


def test_added_holiday_is_asked_about_and_a_day_that_stays_is_not(client, typed, partnership, admin, board):
    partnership.added_holidays.create(day=FIRST, name="Day of mourning", added_by=admin)
    assert "Tuesday 17 November 2026 is a bank holiday: Day of mourning" in client.post(at("meetings:add"), typed).text
    meeting = factories.MeetingFactory(body=board, held_on=FIRST)
    assert client.post(at("meetings:edit", meeting.pk), typed | {"venue": "Library"}).status_code == 302


def test_garbage_in_the_hidden_field_asks_again(client, typed):
    answer = client.post(at("meetings:add"), typed | {"held_on": "16 1 2027", "asked": "\x00 garbage " * 50})
    assert SATURDAY in answer.text


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("16 1 2027", SATURDAY),
        ("12 11 2026", "12 November 2026 is before 17 November 2026, the date that is postponed"),
    ],
)
def test_postponing_asks_once_about_an_odd_day(client, conference, day, words):
    url, given = at("meetings:postpone", conference.pk), {"when": "known", "to_on": day, "reason": "Hall"}
    asked = client.post(url, given)
    assert f"{words}. {IF_RIGHT}" in asked.text
    conference.refresh_from_db()
    assert conference.held_on == FIRST

    while asked.status_code == 200:  # the last day may be odd, too
        asked = client.post(url, given | {"asked": asked.context["form"]["asked"].value()})
    conference.refresh_from_db()
    assert conference.moves.count() == 1


def test_postponing_asks_about_the_last_day_too(client, conference):
    answer = client.post(
        at("meetings:postpone", conference.pk), {"when": "known", "to_on": "15 1 2027", "reason": "Hall"}
    )
    assert f"{SATURDAY}. {IF_RIGHT}" in answer.text


# Bodies that have ended


def test_bodies_that_have_ended_are_offered_last_with_the_day_as_far_as_it_is_known(client, partnership, typed):
    for name, ends_on, precision in (
        ("Ready for Work", date(2026, 11, 9), "day"),
        ("Health SSP", date(2005, 12, 31), "unknown"),
        ("Urban Group", date(2012, 2, 29), "month"),
        ("Rural Group", date(2011, 12, 31), "year"),
        ("Ends Today", date(2026, 11, 10), "day"),
    ):
        factories.BodyFactory(partnership=partnership, name=name, ends_on=ends_on, ends_precision=precision)
    form = client.get(at("meetings:add")).context["form"]
    choices = list(form.fields["body"].widget.choices)
    assert choices[0] == ("", "Choose a board or group")
    assert {name for _, name in choices[1:-1]} == {"Board", "Corporate PPB", "Safer SSP", "Ends Today"}
    group, ended = choices[-1]
    assert (group, {name for _, name in ended}) == (
        "Ended",
        {
            "Ready for Work (ended 9 November 2026)",
            "Health SSP (last recorded in 2005)",
            "Urban Group (ended in March 2012)",
            "Rural Group (ended in 2012)",
        },
    )
    page = client.get(at("meetings:add")).text
    assert page.index(">Board<") < page.index('<optgroup label="Ended">') < page.index("Ready for Work (ended")


def test_list_offers_bodies_that_have_ended_last(client, partnership, board):
    ended = factories.BodyFactory(partnership=partnership, name="Another Board", ends_on=date(2012, 3, 31))
    for body in (ended, board):
        factories.MeetingFactory(body=body)
    choices = list(client.get(at("meetings:list")).context["filter"].form.fields["body"].widget.choices)
    assert choices == [
        ("", "All boards and groups"),
        ("board", "Board"),
        ("Ended", [(ended.code, "Another Board (ended 31 March 2012)")]),
    ]
    assert client.get(at("meetings:list"), {"body": ended.code}).context["filter"].qs.count() == 1
