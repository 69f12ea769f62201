"""Who was there: the quorum of a meeting, the year of a body's seats, the year of each organisation."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from openpyxl import load_workbook

from attendance.models import Attendance, Guest
from attendance.rules import Tally, Year
from attendance.services import attendance_by_body, attendance_by_organisation, matrix_of, present_at, years_of
from boards.choices import HolderKind
from meetings.models import JointBody
from tests import factories
from tests.cycle import MONDAY, WEDNESDAY_NOON

P, D, A, N = "present", "deputy", "apologies", "absent"
TODAY = WEDNESDAY_NOON.date()
THIS_YEAR = Year.parse("2026-27")
ANYBODY = AnonymousUser()


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(WEDNESDAY_NOON, tick=False):
        yield


@pytest.fixture
def public(client_for):
    return client_for(None)


def attend(meeting, states):
    """``states``: seat to state."""
    for seat, state in states.items():
        deputy = "A Deputy" if state == D else ""
        Attendance.objects.create(meeting=meeting, seat=seat, state=state, deputy_name=deputy)


def held(board, day, states=None, **given):
    meeting = factories.MeetingFactory(body=board, title="Board", held_on=day, status="held", **given)
    attend(meeting, states or {})
    return meeting


def letters(matrix):
    return ["".join(mark.letter or "." for mark in row.marks) for row in matrix.rows]


def matrix(board, year=THIS_YEAR):
    return matrix_of(board, year=year, reader=ANYBODY, on=TODAY)


# One meeting


def test_quorum_of_a_meeting_counts_the_seats_of_the_day(board, seats):
    board.quorum_share = "1/2"
    board.save()
    factories.SeatFactory(body=board, number=3, starts_on=MONDAY + timedelta(days=1))
    [present] = present_at(held(board, MONDAY, {seats[0]: D, seats[1]: A}))

    assert present.quorum.words == "Quorum: 1 of 2 seats needed, 1 was filled: the meeting had a quorum"
    assert present.tally == Tally(deputy=1, apologies=1)


def test_quorum_of_a_body_that_counts_no_deputies(board, seats):
    board.quorum, board.deputies_count = 1, False
    board.save()
    [present] = present_at(held(board, MONDAY, {seats[0]: D, seats[1]: A}))
    assert present.quorum.words == "Quorum: 1 of 2 seats needed, none was filled: the meeting had no quorum"


def test_joint_meeting_has_a_quorum_for_each_body(board, ssp, seats):
    board.quorum, ssp.quorum = 2, 1
    board.save()
    ssp.save()
    seat = factories.SeatFactory(body=ssp)
    meeting = held(board, MONDAY, {seats[0]: P, seats[1]: N, seat: P})
    JointBody.objects.create(meeting=meeting, body=ssp)

    assert [(one.body, one.quorum.is_met) for one in present_at(meeting)] == [(board, False), (ssp, True)]


def page_of(client, meeting):
    return client.get(reverse("meetings:detail", args=["halton", meeting.pk])).content.decode()


def test_meeting_page_says_who_was_there_and_who_came_as_a_guest(board, seats, public):
    meeting = held(board, MONDAY, {seats[0]: P, seats[1]: A})
    Guest.objects.create(meeting=meeting, name="Network Manager", organisation_name="Community Radio")
    page = page_of(public, meeting)

    assert "Quorum: no rule is on record; of 2 seats 1 was filled." in page
    assert "1 sent apologies" in page
    assert "Network Manager, Community Radio" in page


def test_meeting_page_says_before_the_meeting_what_makes_a_quorum(board, seats, public):
    board.quorum = 2
    board.save()
    meeting = factories.MeetingFactory(body=board, held_on=MONDAY + timedelta(days=7))
    assert "2 of 2 seats make a quorum." in page_of(public, meeting)


def test_cancelled_meeting_has_no_quorum_to_speak_of(board, seats, public):
    board.quorum = 2
    board.save()
    meeting = factories.MeetingFactory(body=board, held_on=MONDAY, status="cancelled")
    assert "make a quorum" not in page_of(public, meeting)


# The year of a body


def test_matrix_shows_each_seat_at_each_meeting_with_totals(board, seats):
    board.quorum = 2
    board.save()
    held(board, date(2026, 6, 15), {seats[0]: P, seats[1]: D})
    held(board, date(2026, 9, 14), {seats[0]: A, seats[1]: N})
    found = matrix(board)

    assert letters(found) == ["PA", "D–"]
    assert [row.tally.rate for row in found.rows] == ["50%", "50%"]
    assert [(column.tally.filled, column.quorum.is_met) for column in found.columns] == [(2, True), (0, False)]
    assert (found.with_quorum, found.tally) == (1, Tally(1, 1, 1, 1))


def test_matrix_leaves_out_other_years_what_is_off_and_counts_what_is_not_on_record(board, seats):
    held(board, date(2026, 3, 31), {seats[0]: P})
    held(board, date(2026, 4, 1), {seats[0]: A})
    held(board, date(2026, 5, 11))
    factories.MeetingFactory(body=board, held_on=date(2026, 6, 1), status="cancelled")
    factories.MeetingFactory(body=board, held_on=date(2026, 12, 1))
    found = matrix(board)

    assert letters(found) == ["A", "."]
    assert found.unrecorded == 1
    assert letters(matrix(board, year=Year.parse("2026"))) == ["PA", ".."]


def test_matrix_shows_both_holders_of_a_seat_that_changed_hands(board, seats, partnership):
    first = seats[1].holdings.get()
    first.ends_on = date(2026, 8, 31)
    first.save()
    trust = factories.OrganisationFactory(partnership=partnership, name="Hospital Trust")
    factories.SeatHoldingFactory(seat=seats[1], organisation=trust, starts_on=date(2026, 9, 1))
    held(board, date(2026, 6, 15), {seats[0]: P, seats[1]: A})
    row = matrix(board).rows[1]

    assert row.name == "Riverside College, then Hospital Trust"
    assert [one.period for one in row.holders] == [
        "from 1 January 2001 until 31 August 2026",
        "from 1 September 2026",
    ]


def test_matrix_leaves_empty_the_days_before_a_seat_was_made(board, seats):
    new = factories.SeatFactory(body=board, number=3, starts_on=date(2026, 9, 1))
    held(board, date(2026, 6, 15), {seats[0]: P, seats[1]: P})
    held(board, date(2026, 9, 14), {seats[0]: P, seats[1]: P, new: P})
    row = matrix(board).rows[2]

    assert [(mark.letter, mark.words) for mark in row.marks] == [
        ("", "not a seat of the body on that day"),
        ("P", "present"),
    ]
    assert row.tally.rate == "100%"


def test_matrix_of_each_body_holds_its_own_seats_at_a_joint_meeting(board, ssp, seats):
    seat = factories.SeatFactory(body=ssp)
    meeting = held(board, MONDAY, {seats[0]: P, seats[1]: N, seat: D})
    JointBody.objects.create(meeting=meeting, body=ssp)

    assert (letters(matrix(board)), letters(matrix(ssp))) == (["P", "–"], ["D"])


def address(name, *args):
    return reverse(name, args=["halton", *args])


def test_matrix_page_says_each_letter_in_words(board, seats, public):
    held(board, MONDAY, {seats[0]: D, seats[1]: A})
    page = public.get(address("attendance:matrix", "board")).content.decode()

    assert "In 2026/27, 1 meeting: seats were filled 1 of 2 times (50%), 1 of them by a deputy." in page
    assert '<span class="govuk-visually-hidden">deputy came (A Deputy)</span>' in page
    assert "No rule for a quorum is on record." in page


def test_matrix_page_of_a_body_without_records_says_what_would_be_there(ssp, public):
    assert "No attendance on record" in public.get(address("attendance:matrix", "ssp")).content.decode()


@pytest.mark.parametrize("name", ["attendance:matrix", "attendance:matrix_csv", "attendance:matrix_xlsx"])
def test_matrix_of_a_year_that_is_none_is_not_found(name, board, public):
    assert public.get(address(name, "board"), {"year": "2026-29"}).status_code == 404


def test_matrix_as_csv_has_the_states_in_words(board, seats, public):
    held(board, MONDAY, {seats[0]: D, seats[1]: A})
    lines = public.get(address("attendance:matrix_csv", "board")).content.decode("utf-8-sig").splitlines()

    assert lines == [
        'Seat,Held by,"Board, 16 November 2026",Present,Joined online,Deputy came,Apologies,Leave of absence,Absent,'
        '"Seat filled, per cent"',
        "1,Borough Council,deputy came (A Deputy),0,0,1,0,0,0,100",
        "2,Riverside College,apologies,0,0,0,1,0,0,0",
        ",Seats filled,1,0,0,1,1,0,0,50",
        ",Quorum,not known,,,,,,,",
    ]


def test_matrix_as_a_spreadsheet_says_the_same(board, seats, public, tmp_path):
    held(board, MONDAY, {seats[0]: P, seats[1]: A})
    path = tmp_path / "matrix.xlsx"
    path.write_bytes(public.get(address("attendance:matrix_xlsx", "board")).content)
    rows = list(load_workbook(path).active.values)
    assert rows[1] == (1, "Borough Council", "present", 1, 0, 0, 0, 0, 0, 100)


def many_meetings(board, seats, count):
    for week in range(count):
        held(board, date(2026, 4, 6) + timedelta(days=2 * week), {seats[0]: P, seats[1]: A})


# Partnership, body, span of the years, meetings, attendance, seats, holdings, names of bodies that hold seats.
MATRIX_QUERIES = 7


@pytest.mark.parametrize("count", [1, 100])
def test_matrix_page_takes_the_same_queries_for_one_meeting_and_for_a_hundred(
    count, board, seats, public, django_assert_num_queries
):
    many_meetings(board, seats, count)
    with django_assert_num_queries(MATRIX_QUERIES):
        page = public.get(address("attendance:matrix", "board"))
    assert len(page.context["matrix"].columns) == count


# The year of each organisation


@pytest.fixture
def council(seats):
    return seats[0].holdings.get().organisation


def test_organisation_is_counted_over_all_bodies_as_at_the_day_of_each_meeting(board, ssp, seats, council, partnership):
    other = factories.SeatFactory(body=ssp)
    factories.SeatHoldingFactory(seat=other, organisation=council, ends_on=date(2026, 8, 31))
    trust = factories.OrganisationFactory(partnership=partnership, name="Hospital Trust")
    factories.SeatHoldingFactory(seat=other, organisation=trust, starts_on=date(2026, 9, 1))
    held(board, date(2026, 6, 15), {seats[0]: P, seats[1]: P})
    held(ssp, date(2026, 7, 1), {other: D})
    held(ssp, date(2026, 9, 1), {other: A})

    found = attendance_by_organisation(partnership, year=THIS_YEAR, reader=ANYBODY)
    assert [(str(one.organisation), one.meetings, one.tally) for one in found] == [
        ("Borough Council", 2, Tally(present=1, deputy=1)),
        ("Hospital Trust", 1, Tally(apologies=1)),
        ("Riverside College", 1, Tally(present=1)),
    ]
    bodies = attendance_by_body(council, year=THIS_YEAR, reader=ANYBODY)
    assert [(one.body, one.tally) for one in bodies] == [(board, Tally(present=1)), (ssp, Tally(deputy=1))]


def test_organisation_with_two_seats_is_counted_for_both_at_one_meeting(board, seats, council, partnership):
    second = factories.SeatFactory(body=board, number=3)
    factories.SeatHoldingFactory(seat=second, organisation=council)
    held(board, MONDAY, {seats[0]: P, second: N})
    found = attendance_by_organisation(partnership, year=THIS_YEAR, reader=ANYBODY)
    assert [(one.meetings, one.tally) for one in found] == [(1, Tally(present=1, absent=1))]


def test_seat_held_by_a_body_is_counted_for_no_organisation(board, ssp, partnership):
    seat = factories.SeatFactory(body=board)
    factories.SeatHoldingFactory(seat=seat, holder_kind=HolderKind.BODY, organisation=None, body=ssp)
    held(board, MONDAY, {seat: P})
    assert attendance_by_organisation(partnership, year=THIS_YEAR, reader=ANYBODY) == []
    assert matrix(board).rows[0].name == "Safer SSP"


def test_organisation_page_lists_each_time_that_its_seats_were_called(board, seats, council, public):
    held(board, MONDAY, {seats[0]: D})
    page = public.get(address("attendance:organisation_attendance", council.code)).content.decode()
    assert "In 2026/27 its seats were filled 1 of 1 times (100%), 1 of them by a deputy." in page
    assert "Deputy came: A Deputy" in page


def test_organisation_page_links_to_its_attendance(board, seats, council, public):
    held(board, MONDAY, {seats[0]: P})
    page = public.get(reverse("boards:organisation", args=["halton", council.code])).content.decode()
    assert address("attendance:organisation_attendance", council.code) in page


def test_body_page_links_to_its_attendance(board, seats, public):
    held(board, MONDAY, {seats[0]: P})
    page = public.get(reverse("boards:body", args=["halton", "board"])).content.decode()
    assert address("attendance:matrix", "board") in page


# Partnership, span of the years, counts by state, counts of meetings, organisations, bodies with records.
TABLE_QUERIES = 6


@pytest.mark.parametrize("count", [1, 100])
def test_organisation_table_takes_the_same_queries_for_one_and_for_a_hundred(
    count, board, public, django_assert_num_queries
):
    seats = factories.SeatFactory.create_batch(count, body=board)
    for seat in seats:
        factories.SeatHoldingFactory(seat=seat)
    held(board, MONDAY, dict.fromkeys(seats, P))
    with django_assert_num_queries(TABLE_QUERIES):
        page = public.get(address("attendance:attendance"))
    assert len(page.context["organisations"]) == count


# Partnership, organisation, span of the years, counts, bodies, each time.
ORGANISATION_QUERIES = 6


@pytest.mark.parametrize("count", [1, 100])
def test_organisation_page_takes_the_same_queries_for_one_meeting_and_for_a_hundred(
    count, board, seats, council, public, django_assert_num_queries
):
    many_meetings(board, seats, count)
    with django_assert_num_queries(ORGANISATION_QUERIES):
        page = public.get(address("attendance:organisation_attendance", council.code))
    assert len(page.context["marks"]) == count


def test_years_on_record_are_financial_first_then_calendar(board, seats):
    held(board, date(2025, 3, 31), {seats[0]: P})
    held(board, date(2026, 4, 1), {seats[0]: P})
    assert [str(year) for year in years_of(Attendance.objects.all())] == [
        *("2026/27", "2025/26", "2024/25"),
        *("2026", "2025"),
    ]


def test_attendance_of_another_partnership_stays_there(world, public):
    board = factories.BodyFactory(partnership=world.elsewhere, kind="board", code="board")
    seat = factories.SeatFactory(body=board)
    factories.SeatHoldingFactory(seat=seat)
    held(board, MONDAY, {seat: P})
    assert public.get(address("attendance:attendance")).context["organisations"] == []
