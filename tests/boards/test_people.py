"""The page of a person: all that the portal knows of them, for the office; and a name that the public does not see."""

from datetime import date

import pytest
from django.urls import reverse

from attendance.models import Attendance
from boards.models import Contact
from core.history import sign
from tests import factories
from tests.outbox.makers import message


@pytest.fixture
def officer(client_for, world):
    return client_for(world.officer)


@pytest.fixture
def person(world):
    return factories.PersonFactory(partnership=world.partnership, name="Known Person", email="known@example.org")


@pytest.fixture
def seat(world, person):
    seat = factories.SeatHoldingFactory(seat__body=world.board, organisation__name="Fire Service").seat
    factories.AppointmentFactory(
        person=person, body=None, seat=seat, starts_on=date(2026, 4, 1), ends_on=date(2026, 9, 30)
    )
    return seat


def url(world, name, *args):
    return reverse(f"boards:{name}", args=[world.partnership.slug, *args])


def at_meeting(world, seat, day, state):
    meeting = factories.MeetingFactory(body=world.board, title=f"Board of {day:%B}", held_on=day, status="held")
    Attendance.objects.create(meeting=meeting, seat=seat, state=state)


def test_page_shows_what_all_apps_know_of_the_person(officer, world, person, seat):
    college = factories.OrganisationFactory(partnership=world.partnership, name="Riverside College")
    Contact.objects.create(organisation=college, person=person, for_actions=True, starts_on=date(2026, 4, 1))
    meeting = factories.MeetingFactory(body=world.board, held_on=date(2026, 5, 5))
    factories.ActionFactory(meeting=meeting, number=1, what="Light the path", owner_body=None, owner_person=person)
    factories.ActionFactory(meeting=meeting, number=2, what="Mend the road", owner_body=world.board)
    message(world.partnership, person=person, email=person.email, subject="Action: light the path")
    message(world.partnership, person=None, email="other@example.org", subject="Action: mend the road")
    page = officer.get(person.get_absolute_url()).content.decode()
    for words in ("Riverside College", "actions", "Light the path", "Action: light the path", str(seat)):
        assert words in page
    assert "mend the road" not in page.lower()


def test_attendance_is_of_the_time_in_the_seat(officer, world, person, seat):
    at_meeting(world, seat, date(2026, 3, 2), "present")
    at_meeting(world, seat, date(2026, 6, 1), "apologies")
    at_meeting(world, seat, date(2026, 10, 5), "present")
    page = officer.get(person.get_absolute_url()).content.decode()
    assert [month in page for month in ("Board of March", "Board of June", "Board of October")] == [False, True, False]


@pytest.mark.parametrize("rows", [1, 30])
def test_page_costs_the_same_however_much_is_known(officer, world, person, seat, rows, django_assert_num_queries):
    for number in range(rows):
        meeting = factories.MeetingFactory(body=world.board, held_on=date(2026, 5, 1 + number))
        Attendance.objects.create(meeting=meeting, seat=seat, state="present")
        factories.ActionFactory(meeting=meeting, number=1, owner_body=None, owner_person=person)
        message(world.partnership, person=person, email=person.email)
        college = factories.OrganisationFactory(partnership=world.partnership)
        Contact.objects.create(organisation=college, person=person)
    officer.get(person.get_absolute_url())
    with django_assert_num_queries(10):
        officer.get(person.get_absolute_url())


def test_public_reads_the_post_instead_of_the_name(officer, client, world, person, seat):
    chair = factories.AppointmentFactory(person=person, body=world.ssp, position="chair")
    sent = {"name": person.name, "email": person.email, "shown_as": "Chief Fire Officer"}
    officer.post(url(world, "person_edit", person.pk), sent)
    for page in (world.ssp.get_absolute_url(), seat.get_absolute_url(), f"{url(world, 'membership')}?on=2026-05-01"):
        text = client.get(page).content.decode()
        assert ("Chief Fire Officer" in text, "Known Person" in text) == (True, False)
    chair.refresh_from_db()
    assert str(chair) == "Chief Fire Officer: Chair, Safer SSP"


def test_office_still_chooses_by_name(officer, world, person):
    person.shown_as = "Chief Fire Officer"
    person.save()
    people = officer.get(url(world, "appointment_add", world.ssp.code)).context["form"].fields["person"]
    assert "Known Person (Chief Fire Officer)" in dict(people.choices).values()
    assert "Known Person" in officer.get(url(world, "people"), {"q": "fire officer"}).content.decode()


def test_history_of_a_person_and_of_a_seat(officer, client_for, world, person, seat):
    sign(person, by=world.officer)
    person.telephone, person.name = "0151 496 0000", "Known Person-Smith"
    person.save()
    history = reverse("office:history", args=["halton", "people", person.pk])
    page = officer.get(history).content.decode()
    assert ("Known Person-Smith" in page, "0151" in page) == (True, False)
    assert f'href="{history}"' in officer.get(person.get_absolute_url()).content.decode()
    of_seat = reverse("office:history", args=["halton", "seats", seat.pk])
    page = officer.get(of_seat).content.decode()
    assert f'href="{seat.get_absolute_url()}"' in page
    assert f'href="{of_seat}"' in officer.get(seat.get_absolute_url()).content.decode()
    assert client_for(world.outsider).get(history).status_code == 404


def test_people_are_visible_to_the_office_of_their_partnership_alone(world, person):
    elsewhere = factories.PersonFactory(partnership=world.elsewhere)
    known = type(person).objects
    assert set(known.visible_to(world.officer)) >= {person}
    assert elsewhere not in known.visible_to(world.officer)
    assert list(known.visible_to(world.member)) == []
    assert list(known.visible_to(world.outsider)) == [elsewhere]


def test_nul_in_a_list_that_is_searched_is_a_blank(client_for, world):
    assert client_for(world.officer).get("/halton/people/?q=%00x").status_code == 200


def test_name_under_which_an_action_was_reported_by_link_is_kept_from_the_public_too(world, client_for):
    person = factories.PersonFactory(partnership=world.partnership, name="Zebedee Quillfeather")
    action = factories.ActionFactory(meeting=factories.MeetingFactory(body=world.board, held_on=date(2026, 5, 5)))
    reported = {"status": "in-progress", "text": "Begun.", "reported_on": date(2026, 6, 1), "reporter": person}
    action.updates.create(**reported, reported_by=f"{person}, Borough Council")
    person.shown_as = "Chief Executive"
    person.save()
    page = client_for(None).get(action.get_absolute_url()).content.decode()
    assert ("Quillfeather" in page, "Reported by Chief Executive, Borough Council" in page) == (False, True)


def test_name_under_which_progress_was_reported_by_link_is_kept_from_the_public_too(client_for, world):
    recommendation = factories.RecommendationFactory(partnership=world.partnership)
    person = factories.PersonFactory(partnership=recommendation.partnership, name="Zebedee Quillfeather")
    claim = {"text": "Begun.", "status": "in-progress", "position": 1, "reported_on": date(2026, 6, 1)}
    recommendation.progress.create(**claim, told_by=person, reported_by=f"{person}, Chamber")
    person.shown_as = "Chief Executive"
    person.save()
    page = client_for(None).get(recommendation.get_absolute_url()).content.decode()
    assert ("Quillfeather" in page, "Reported by Chief Executive, Chamber" in page) == (False, True)
