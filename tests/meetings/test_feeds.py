"""Calendars for other programs: read back by icalendar, and held to RFC 5545."""

from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as patience
from hypothesis import strategies as st

from boards.models import RoleGrant
from core.models import AuditEvent
from invitations.models import Invitation
from meetings.models import CalendarFeed, JointBody, Meeting
from meetings.services.calendar_feed import change_feed_address, make_feed
from meetings.services.scheduling import (
    cancel_meeting,
    change_meeting,
    confirm_meeting,
    postpone_meeting,
    schedule_meeting,
    touch_calendar,
)
from tests import factories
from tests.meetings.calendars import read

# The first call of a process, or a busy machine, may take its time.
UNHURRIED = patience(deadline=None, suppress_health_check=[HealthCheck.too_slow])
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


@pytest.fixture(autouse=True)
def monday_noon():
    with time_machine.travel(NOON, tick=False):
        yield


def url(name, *args):
    return reverse(name, args=["halton", *args])


def feed(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return read(answer.content)


def titles(calendar):
    return [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")]


@pytest.fixture
def public(client_for):
    return client_for(None)


@pytest.fixture
def planned(partnership, board, officer):
    meeting = Meeting(
        partnership=partnership,
        body=board,
        title="Board",
        held_on=date(2027, 6, 16),
        starts_at=time(14, 30),
        ends_at=time(16),
        venue="Town Hall, Widnes; room 2",
        theme="Skills",
    )
    return schedule_meeting(meeting=meeting, by=officer, at=NOON)


def test_meeting_is_in_the_feed_with_all_that_is_public(planned, public, settings):
    settings.BASE_URL = "https://portal.example.org"
    calendar = feed(public, url("meetings:partnership_feed"))
    [event] = calendar.walk("VEVENT")

    assert str(calendar["X-WR-CALNAME"]) == "Halton Strategic Partnership"
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (
        datetime(2027, 6, 16, 13, 30, tzinfo=UTC),
        datetime(2027, 6, 16, 15, 0, tzinfo=UTC),
    )
    assert str(event["UID"]) == f"{planned.uid}@partnership-portal"
    assert (event["SEQUENCE"], str(event["STATUS"]), str(event["LOCATION"])) == (
        0,
        "CONFIRMED",
        "Town Hall, Widnes; room 2",
    )
    page = f"https://portal.example.org/halton/meetings/{planned.pk}/"
    assert str(event["URL"]) == page
    assert str(event["DESCRIPTION"]) == f"Theme: Skills\nMore about it: {page}"
    assert (event.decoded("DTSTAMP"), event.decoded("LAST-MODIFIED")) == (NOON, NOON)
    assert [str(one) for one in event["CATEGORIES"].cats] == ["Board"]


def test_meeting_without_a_start_is_of_a_whole_day(board, public):
    factories.MeetingFactory(body=board, held_on=date(2027, 1, 20), ends_on=date(2027, 1, 21))
    [event] = feed(public, url("meetings:body_feed", "board")).walk("VEVENT")

    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2027, 1, 20), date(2027, 1, 22))
    assert "LOCATION" not in event


@pytest.mark.parametrize(
    ("status", "title", "word"),
    [
        ("proposed", "Proposed: Board", "TENTATIVE"),
        ("planned", "Board", "CONFIRMED"),
        ("held", "Board", "CONFIRMED"),
        ("postponed", "Postponed: Board", "CANCELLED"),
        ("cancelled", "Cancelled: Board", "CANCELLED"),
    ],
)
def test_status_is_said_in_the_word_that_programs_know_and_in_the_title(board, public, status, title, word):
    factories.MeetingFactory(body=board, title="Board", status=status)
    [event] = feed(public, url("meetings:partnership_feed")).walk("VEVENT")

    assert (str(event["SUMMARY"]), str(event["STATUS"])) == (title, word)


def test_sequence_counts_exactly_the_changes_that_calendars_show(planned, board, officer):
    by = {"by": officer, "at": LATER}

    def sequence():
        planned.refresh_from_db()
        return planned.sequence, planned.changed_at

    change_meeting(meeting=planned, **by)
    assert sequence() == (0, NOON)
    postpone_meeting(meeting=planned, to_on=date(2027, 6, 23), reason="The hall is taken", **by)
    assert sequence() == (1, LATER)
    postpone_meeting(meeting=planned, to_on=date(2027, 6, 23), reason="The hall is taken", **by)
    confirm_meeting(meeting=planned, **by)
    assert sequence() == (1, LATER)
    postpone_meeting(meeting=planned, to_on=None, reason="The hall is taken", **by)
    assert sequence() == (2, LATER)
    cancel_meeting(meeting=planned, reason="Nothing to discuss", **by)
    cancel_meeting(meeting=planned, reason="Nothing to discuss", **by)
    assert sequence() == (3, LATER)
    touch_calendar(meeting=planned, at=LATER + timedelta(hours=1))
    assert sequence() == (4, LATER + timedelta(hours=1))


def test_cancelled_meeting_keeps_its_name_and_says_why(planned, officer, public):
    cancel_meeting(meeting=planned, reason="Too few could come", by=officer, at=LATER)
    [event] = feed(public, url("meetings:partnership_feed")).walk("VEVENT")

    assert (str(event["UID"]), event["SEQUENCE"], str(event["STATUS"]), str(event["TRANSP"])) == (
        f"{planned.uid}@partnership-portal",
        1,
        "CANCELLED",
        "TRANSPARENT",
    )
    assert str(event["DESCRIPTION"]).startswith("Reason: Too few could come\nTheme: Skills\n")


def test_joint_meeting_is_in_the_calendar_of_each_body(board, ssp, ppb, public):
    joint = factories.MeetingFactory(body=board, title="Together")
    JointBody.objects.create(meeting=joint, body=ssp)

    for body, found in ((board, ["Together"]), (ssp, ["Together"]), (ppb, [])):
        assert titles(feed(public, url("meetings:body_feed", body.code))) == found
    [event] = feed(public, url("meetings:body_feed", "ssp")).walk("VEVENT")
    assert "Held jointly by Board and Safer SSP." in str(event["DESCRIPTION"])


def test_feed_goes_back_a_year_and_on_without_end_and_knows_days_only(world, board, public):
    for title, day, precision in (
        ("Too old", date(2025, 11, 22), "day"),
        ("A year ago", date(2025, 11, 23), "day"),
        ("Far ahead", date(2036, 1, 1), "day"),
        ("Some day in May", date(2026, 5, 1), "month"),
    ):
        factories.MeetingFactory(body=board, title=title, held_on=day, held_precision=precision)
    factories.MeetingFactory(body__partnership=world.elsewhere, title="Of others")

    assert titles(feed(public, url("meetings:partnership_feed"))) == ["A year ago", "Far ahead"]


def test_one_meeting_is_saved_as_a_file(planned, board, public):
    answer = public.get(url("meetings:ics", planned.pk))
    assert answer["Content-Disposition"] == f"attachment; filename*=UTF-8''meeting-{planned.pk}.ics"
    assert titles(read(answer.content)) == ["Board"]
    unknown = factories.MeetingFactory(body=board, held_on=None, held_precision="unknown")
    assert public.get(url("meetings:ics", unknown.pk)).status_code == 404


def test_unchanged_calendar_is_not_sent_again(planned, officer, public):
    first = public.get(url("meetings:partnership_feed"))
    same = public.get(url("meetings:partnership_feed"), headers={"If-None-Match": first["ETag"]})
    since = public.get(url("meetings:partnership_feed"), headers={"If-Modified-Since": first["Last-Modified"]})
    assert [(one.status_code, one.content) for one in (same, since)] == [(304, b"")] * 2

    cancel_meeting(meeting=planned, reason="Too few could come", by=officer, at=LATER)
    again = public.get(url("meetings:partnership_feed"), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again["ETag"] == first["ETag"]) == (200, False)


# Partnership, meetings with their bodies, and the bodies that meet jointly.
FEED_QUERIES = 4


@pytest.mark.parametrize("rows", [1, 100])
def test_feed_costs_the_same_for_one_meeting_and_for_a_hundred(rows, board, ssp, public, django_assert_num_queries):
    for _ in range(rows):
        JointBody.objects.create(meeting=factories.MeetingFactory(body=board), body=ssp)

    with django_assert_num_queries(FEED_QUERIES):
        assert len(titles(feed(public, url("meetings:partnership_feed")))) == rows


# One's own


@pytest.fixture
def mine(partnership, ppb_member):
    return make_feed(partnership=partnership, user=ppb_member, at=NOON)


def test_own_calendar_holds_where_one_sits_on_the_day_what_one_is_asked_to_and_events(
    mine, partnership, board, ssp, ppb, public
):
    person = partnership.people.get(user=mine.user)
    seat = factories.SeatFactory(body=ssp)
    factories.AppointmentFactory(
        person=person, body=None, seat=seat, starts_on=date(2027, 1, 1), ends_on=date(2027, 3, 31)
    )
    factories.AppointmentFactory(person=factories.PersonFactory(partnership=partnership), body=board)
    for title, body, day in (
        ("PPB", ppb, date(2026, 12, 1)),
        ("Before the seat", ssp, date(2026, 12, 31)),
        ("In the seat", ssp, date(2027, 3, 31)),
        ("After the seat", ssp, date(2027, 4, 1)),
        ("Not theirs", board, date(2027, 1, 4)),
    ):
        factories.MeetingFactory(body=body, title=title, held_on=day)
    asked = factories.MeetingFactory(body=board, title="Invited", held_on=date(2027, 5, 3))
    declined = factories.MeetingFactory(body=board, title="Declined", held_on=date(2027, 5, 4))
    for meeting, state in ((asked, "asked"), (declined, "declined")):
        Invitation.objects.create(meeting=meeting, person=person, name="PPB Member", state=state)
    Meeting.objects.create(partnership=partnership, title="Network event", kind="event", held_on=date(2027, 6, 7))

    assert titles(feed(public, url("meetings:person_feed", mine.token))) == [
        "PPB",
        "In the seat",
        "Invited",
        "Network event",
    ]


def test_changed_address_ends_the_old_one_and_changes_once(mine, ppb_member, client_for, public):
    old = mine.token
    client = client_for(ppb_member)
    assert old in client.get(url("meetings:my_calendar")).text
    assert client.get(url("meetings:my_calendar_change")).status_code == 200
    for _ in range(2):
        client.post(url("meetings:my_calendar"), {"token": old})

    mine.refresh_from_db()
    assert mine.token != old
    assert public.get(url("meetings:person_feed", old)).status_code == 404
    assert public.get(url("meetings:person_feed", mine.token)).status_code == 200
    assert AuditEvent.objects.filter(verb="calendar.address_changed").count() == 1
    assert change_feed_address(feed=mine, token="another", by=ppb_member, at=NOON).token == mine.token


def test_member_makes_an_address_once(member, client_for):
    client = client_for(member)
    for _ in range(2):
        client.post(url("meetings:my_calendar"))
    assert CalendarFeed.objects.filter(user=member).count() == 1
    assert (
        "Nothing yet: you are appointed to no board or group that meets" in client.get(url("meetings:my_calendar")).text
    )


def test_own_calendar_is_kept_by_no_shared_cache_and_ends_with_the_account(mine, public):
    answer = public.get(url("meetings:person_feed", mine.token))
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("private, max-age=900", "no-referrer")
    mine.user.is_active = False
    mine.user.save()
    assert public.get(url("meetings:person_feed", mine.token)).status_code == 404


@pytest.mark.parametrize(("last_day", "status"), [(NOON.date(), 200), (NOON.date() - timedelta(days=1), 404)])
def test_own_calendar_ends_with_the_role(mine, public, last_day, status):
    RoleGrant.objects.filter(user=mine.user).update(ends_on=last_day)
    with time_machine.travel(NOON, tick=False):
        assert public.get(url("meetings:person_feed", mine.token)).status_code == status


def test_own_calendar_is_not_found_at_another_partnership(mine, public):
    elsewhere = reverse("meetings:person_feed", args=["elsewhere", mine.token])
    assert public.get(elsewhere).status_code == 404


@UNHURRIED
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="/"), min_size=1, max_size=80))
def test_guessed_address_of_a_calendar_is_never_an_error(db_ready, token):
    client = Client()
    client.defaults["wsgi.url_scheme"] = "https"
    assert client.get(f"/halton/my-calendar/{quote(token, safe='')}.ics").status_code in (302, 404)


@pytest.fixture(scope="module")
def db_ready(django_db_setup, django_db_blocker):
    """Hypothesis asks many times in one test: the database holds no partnership, so that nothing is to be undone."""
    with django_db_blocker.unblock():
        yield
