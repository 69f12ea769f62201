"""Getting started on Today: how far each step is, where it leads, and when it goes."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from boards.models import Body
from core.models import AuditEvent
from founding.getting_started import getting_started
from founding.models import Dismissal
from founding.services import dismiss_getting_started
from tests import factories

TODAY = date(2026, 12, 1)
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.fixture
def place(db):
    return factories.PartnershipFactory(slug="our-place")


def read(place, on=TODAY):
    return [(step.title, step.words, step.is_done, step.url) for step in getting_started(place, on=on)]


def test_new_partnership_begins_with_everything_to_do(place):
    assert read(place) == [
        ("Boards and groups", "None yet", False, "/our-place/bodies/add/"),
        ("Organisations", "None yet", False, "/our-place/organisations/add/"),
        ("Seats", "None yet", False, "/our-place/structure/"),
        ("People", "None yet", False, "/our-place/people/add/"),
        ("Who gets summaries", "Nobody yet", False, "/our-place/structure/"),
        ("First meeting", "None yet", False, "/our-place/meetings/add/"),
    ]


def fill(place):
    """All but the first meeting; answers the board."""
    board = factories.BodyFactory(partnership=place, code="board")
    factories.SeatHoldingFactory(seat__body=board)
    scrutiny = factories.BodyFactory(partnership=place, code="scrutiny", kind="ppb")
    factories.AppointmentFactory(person__partnership=place, body=scrutiny)
    return board


def test_each_step_says_how_far_it_is(place):
    board = fill(place)
    factories.SeatFactory(body=board)
    factories.PersonFactory(partnership=place, email="")
    assert read(place) == [
        ("Boards and groups", "2 boards and groups", True, "/our-place/structure/"),
        ("Organisations", "1 organisation", True, "/our-place/organisations/"),
        ("Seats", "2 seats, 1 without a holder", False, "/our-place/bodies/board/#seats"),
        ("People", "2 people, 1 without an email address", True, "/our-place/people/"),
        ("Who gets summaries", "1 scrutiny member", True, "/our-place/bodies/board/distribution/"),
        ("First meeting", "None yet", False, "/our-place/meetings/add/"),
    ]


def test_list_of_a_board_stands_for_who_gets_summaries_too(place):
    board = factories.BodyFactory(partnership=place)
    person = factories.PersonFactory(partnership=place)
    board.distribution_lines.create(kind="ppbs")
    assert read(place)[4][1:3] == ("Nobody yet", False)
    board.distribution_lines.create(kind="person", person=person)
    assert read(place)[4][1:3] == ("No scrutiny members, 1 entry on lists", True)


def test_what_has_ended_or_is_proposed_or_of_another_place_does_not_count(place):
    elsewhere = factories.PartnershipFactory()
    fill(elsewhere)
    factories.MeetingFactory(body=Body.objects.get(code="board"))
    factories.BodyFactory(partnership=place, is_proposed=True)
    ended = factories.BodyFactory(partnership=place, ends_on=date(2026, 11, 30))
    factories.SeatFactory(body=ended)
    factories.OrganisationFactory(partnership=place, ends_on=date(2026, 11, 30))
    assert {done for _, _, done, _ in read(place)} == {False}
    assert read(place, on=date(2026, 11, 30))[0][1] == "1 board or group"


def test_list_goes_when_all_is_done(place):
    board = fill(place)
    assert [title for title, _, done, _ in read(place) if not done] == ["First meeting"]
    factories.MeetingFactory(body=board)
    assert read(place) == []


def test_officer_dismisses_the_list_for_all(world, client_for):
    today = reverse("office:today", args=["halton"])
    officer = client_for(world.officer)
    page = officer.get(today).text
    assert "Getting started" in page
    assert "of 6 steps done" in page
    for _ in range(2):
        assert officer.post(reverse("getting_started:dismiss", args=["halton"]))["Location"] == today
    assert "Getting started</h2>" not in client_for(world.admin).get(today).text
    assert AuditEvent.objects.filter(verb="getting_started.dismissed").count() == 1
    assert read(world.elsewhere)


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize("state", ["to do", "done", "dismissed"])
def test_list_costs_one_query(state, place, django_assert_num_queries):
    if state != "to do":
        factories.MeetingFactory(body=fill(place))
    if state == "dismissed":
        dismiss_getting_started(partnership=place, by=factories.UserFactory(), at=NOON)
        assert Dismissal.objects.get().dismissed_at == NOON
    with django_assert_num_queries(1):
        assert bool(read(place)) == (state == "to do")
