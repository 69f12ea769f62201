"""Officers are reminded on working days 3, 4 and 5, then weekly, until the summary is published (RM-1 to RM-3)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from boards.services.calendar import add_holiday
from core.rules.working_days import LONDON, add_working_days, bank_holiday_names, is_working_day, summary_due_on
from meetings.choices import MeetingStatus
from outbox.models import Message
from outbox.services.sending import send_due
from summaries.rules import calls_for_reminder, is_pressing, is_reminder_day, is_reminder_time
from summaries.services.reminders import REMINDER, queue_reminders
from tests import factories
from tests.cycle import MONDAY, WEDNESDAY_NOON

ENGLAND = frozenset(bank_holiday_names("england-and-wales", range(2024, 2030)))
THURSDAY = date(2026, 11, 19)


def at(day, hour=8, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)


def reminder_days(held_on, *, holidays=ENGLAND, days=40):
    due_on = summary_due_on(held_on, holidays=holidays)
    following = (held_on + timedelta(days=n) for n in range(days))
    return [f"{day:%a %d %b}" for day in following if is_reminder_day(due_on, on=day, holidays=holidays)]


# The rule


@pytest.mark.parametrize(
    ("held_on", "days", "expected"),
    [
        # Monday: the third working day is Thursday; overdue on Tuesday, then weekly.
        (date(2026, 11, 16), 24, ["Thu 19 Nov", "Fri 20 Nov", "Mon 23 Nov", "Tue 24 Nov", "Tue 01 Dec", "Tue 08 Dec"]),
        # Wednesday: a weekend between the second and the third.
        (date(2026, 11, 18), 14, ["Mon 23 Nov", "Tue 24 Nov", "Wed 25 Nov", "Thu 26 Nov"]),
        # Over Christmas and New Year: 25 and 28 December (for Boxing Day) and 1 January do not count.
        (date(2026, 12, 23), 16, ["Wed 30 Dec", "Thu 31 Dec", "Mon 04 Jan", "Tue 05 Jan"]),
        # Over Good Friday and Easter Monday, and the night on which summer time begins.
        (date(2027, 3, 24), 14, ["Wed 31 Mar", "Thu 01 Apr", "Fri 02 Apr", "Mon 05 Apr"]),
        # A meeting on a Saturday.
        (date(2026, 11, 21), 14, ["Wed 25 Nov", "Thu 26 Nov", "Fri 27 Nov", "Mon 30 Nov"]),
    ],
)
def test_reminder_days_are_working_days_three_four_five_and_the_first_overdue(held_on, days, expected):
    assert reminder_days(held_on, days=days) == expected


def test_reminder_days_end_half_a_year_after_the_deadline():
    days = reminder_days(MONDAY, days=500)
    assert (len(days), days[-1]) == (3 + 26, "Wed 26 May")


def test_reminder_days_move_with_a_holiday_added_late():
    friday_off = ENGLAND | {date(2026, 11, 20)}
    assert reminder_days(MONDAY, holidays=friday_off, days=10) == [
        "Thu 19 Nov",
        "Mon 23 Nov",
        "Tue 24 Nov",
        "Wed 25 Nov",
    ]


@given(st.dates(date(2024, 6, 1), date(2028, 6, 1)))
def test_reminder_days_are_the_working_days_counted_from_the_meeting(held_on):
    due_on = summary_due_on(held_on, holidays=ENGLAND)
    days = [held_on + timedelta(days=n) for n in range(24)]
    found = [day for day in days if day <= due_on and is_reminder_day(due_on, on=day, holidays=ENGLAND)]
    assert found == [add_working_days(held_on, n, holidays=ENGLAND) for n in (3, 4, 5)]


@given(st.dates(date(2024, 6, 1), date(2028, 6, 1)), st.dates(date(2024, 6, 1), date(2028, 6, 1)))
def test_reminder_days_are_days_on_which_the_summary_is_pressing(due_on, on):
    if is_reminder_day(due_on, on=on, holidays=ENGLAND):
        assert is_pressing(due_on, on=on, holidays=ENGLAND)
        assert is_working_day(on, holidays=ENGLAND)
        assert calls_for_reminder([due_on], on=on, holidays=ENGLAND)


@pytest.mark.parametrize(
    ("moment", "is_time"),
    [
        (datetime(2026, 11, 19, 7, 59, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 19, 8, tzinfo=UTC), True),
        # In summer time, eight in London is seven in UTC.
        (datetime(2026, 7, 2, 6, 59, tzinfo=UTC), False),
        (datetime(2026, 7, 2, 7, tzinfo=UTC), True),
        (datetime(2026, 7, 2, 23, 30, tzinfo=UTC), False),
    ],
)
def test_reminder_time_begins_at_eight_in_london(moment, is_time):
    assert is_reminder_time(moment) is is_time


# The service


def subjects():
    return [message.subject for message in mail.outbox]


def morning(day, hour=8):
    queue_reminders(at=at(day, hour))
    send_due(now=lambda: at(day, hour))


def test_reminder_goes_to_each_officer_with_what_is_owed(meeting, officer, partnership):
    queue_reminders(at=at(THURSDAY))
    send_due(now=lambda: at(THURSDAY))

    assert [(one.to, one.subject) for one in mail.outbox] == [
        ([officer.email], "Summary due Monday 23 November: Board, 16 November 2026")
    ]
    text, html = mail.outbox[0].body, mail.outbox[0].alternatives[0].content
    address = f"/halton/meetings/{meeting.pk}/summary/edit/"
    assert "Due Monday 23 November: 5 working days." in text
    assert address in text
    assert address in html
    assert "officer of the partnership" in text


def test_reminder_is_queued_once_a_day_however_often_it_is_asked(meeting):
    asked = [queue_reminders(at=at(THURSDAY, hour)) for hour in (7, 8, 8, 9, 17)]
    assert asked == [0, 1, 0, 0, 0]


def test_reminders_follow_the_clock_and_stop_when_the_summary_is_published(meeting, publish):
    for day in (17, 18, 19, 20, 21, 22, 23, 24, 25):
        morning(date(2026, 11, day))
    assert subjects() == [
        "Summary due Monday 23 November: Board, 16 November 2026",
        "Summary due Monday 23 November: Board, 16 November 2026",
        "Summary due today: Board, 16 November 2026",
        "Summary overdue by 1 working day: Board, 16 November 2026",
    ]
    publish(at=at(date(2026, 11, 25), 12))
    reminders = Message.objects.filter(kind=REMINDER)
    assert reminders.count() == 4
    for day in range(26, 31):
        morning(date(2026, 11, day))
    morning(date(2026, 12, 1))
    assert reminders.count() == 4


@pytest.mark.parametrize("status", [MeetingStatus.CANCELLED, MeetingStatus.POSTPONED])
def test_reminder_is_not_queued_for_a_meeting_that_is_off(status, meeting):
    meeting.status = status
    meeting.save()
    assert queue_reminders(at=at(THURSDAY)) == 0


def state_of_reminder():
    reminder = Message.objects.get(kind=REMINDER)
    return reminder.state, reminder.last_error


def test_reminder_is_dropped_when_the_summary_is_published_before_it_goes(meeting, publish):
    queue_reminders(at=at(THURSDAY))
    publish(at=at(THURSDAY, 9))
    send_due(now=lambda: at(THURSDAY, 10))
    assert state_of_reminder() == ("dropped", "The summaries are published, or not owed any more.")


def test_reminder_is_dropped_when_the_meeting_has_moved_before_it_goes(meeting):
    queue_reminders(at=at(THURSDAY))
    meeting.held_on, meeting.summary_due_on = date(2026, 12, 7), date(2026, 12, 14)
    meeting.save()
    send_due(now=lambda: at(THURSDAY, 9))
    assert state_of_reminder() == ("dropped", "The summaries are published, or not owed any more.")


def test_reminder_is_dropped_for_somebody_who_is_no_officer_any_more(meeting, officer):
    queue_reminders(at=at(THURSDAY))
    officer.role_grants.update(ends_on=date(2026, 11, 18))
    send_due(now=lambda: at(THURSDAY, 9))
    assert state_of_reminder() == ("dropped", "Partnership Officer is not an officer of the partnership any more.")


def test_reminders_held_up_by_the_mail_server_go_as_one(meeting):
    for day in (19, 20, 23):
        queue_reminders(at=at(date(2026, 11, day)))
    send_due(now=lambda: at(date(2026, 11, 23), 15))

    assert subjects() == ["Summary due today: Board, 16 November 2026"]
    states = list(Message.objects.filter(kind=REMINDER).order_by("key").values_list("state", flat=True))
    assert states == ["dropped", "dropped", "sent"]


def test_reminder_lists_all_that_presses_in_one_mail(meeting, ssp):
    factories.MeetingFactory(body=ssp, title="Safer SSP", held_on=date(2026, 11, 10), summary_due_on=date(2026, 11, 17))
    factories.MeetingFactory(body=ssp, title="Too new", held_on=date(2026, 11, 18), summary_due_on=date(2026, 11, 25))
    morning(THURSDAY)

    assert subjects() == ["2 summaries to write, 1 of them overdue"]
    body = mail.outbox[0].body
    assert [name in body for name in ("Safer SSP", "Board", "Too new")] == [True, True, False]
    assert "Overdue by 2 working days. The summary was due Tuesday 17 November: 5 working days." in body


def test_reminder_goes_to_the_office_where_there_is_no_officer(meeting, partnership, officer):
    officer.role_grants.update(ends_on=date(2026, 1, 1))
    partnership.office_email = "office@example.org"
    partnership.save()
    morning(THURSDAY)
    assert [one.to for one in mail.outbox] == [["office@example.org"]]


def test_reminder_follows_a_holiday_added_late(meeting, partnership, admin):
    add_holiday(partnership=partnership, day=date(2026, 11, 20), name="One-off", by=admin, at=WEDNESDAY_NOON)
    for day in range(19, 26):
        morning(date(2026, 11, day))
    assert subjects() == [
        "Summary due Tuesday 24 November: Board, 16 November 2026",
        "Summary due Tuesday 24 November: Board, 16 November 2026",
        "Summary due today: Board, 16 November 2026",
        "Summary overdue by 1 working day: Board, 16 November 2026",
    ]


def test_reminder_of_another_partnership_stays_there(meeting, world, outsider):
    board = factories.BodyFactory(partnership=world.elsewhere)
    factories.MeetingFactory(body=board, title="Elsewhere", held_on=MONDAY, summary_due_on=date(2026, 11, 23))
    morning(THURSDAY)
    assert sorted((one.to[0], "Elsewhere" in one.body) for one in mail.outbox) == [
        ("officer.elsewhere@example.org", True),
        ("partnership.officer@example.org", False),
    ]


@pytest.mark.parametrize("count", [1, 100])
def test_reminders_that_have_gone_cost_one_query_a_minute(count, board, django_assert_num_queries):
    for _ in range(count):
        factories.MeetingFactory(body=board, held_on=MONDAY, summary_due_on=date(2026, 11, 23))
    queue_reminders(at=at(THURSDAY))
    with django_assert_num_queries(1):
        assert queue_reminders(at=at(THURSDAY, 9)) == 0
