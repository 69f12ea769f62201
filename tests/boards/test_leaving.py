"""PE-1: whoever has left is not written to and answers for nobody; everybody else is and does."""

from datetime import date, timedelta

import pytest

from boards.choices import Role
from boards.leaving import has_left, is_switched_off
from boards.models import Person
from core.models import User
from tests import factories

TODAY = date(2026, 11, 23)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture
def person(partnership):
    college = factories.OrganisationFactory(partnership=partnership, name="Riverside College")
    return factories.PersonFactory(partnership=partnership, email="Contact@example.org", organisation=college)


@pytest.fixture
def user(person):
    return factories.UserFactory(email="contact@example.org")


def role(user, partnership, **dated):
    return factories.RoleGrantFactory(user=user, partnership=partnership, role=Role.MEMBER, **dated)


def seat(person, **dated):
    return factories.AppointmentFactory(person=person, body=None, seat=factories.SeatFactory(), **dated)


def test_contact_who_never_held_anything_has_not_left(person, user):
    assert not has_left(person, on=TODAY)


@pytest.mark.parametrize("is_linked", [True, False], ids=["linked", "same address"])
@pytest.mark.parametrize(
    ("ends_on", "left"), [(None, False), (TODAY, False), (TOMORROW, False), (YESTERDAY, True)], ids=str
)
def test_end_of_the_last_role_is_leaving(partnership, person, user, is_linked, ends_on, left):
    if is_linked:
        person.email, person.user = "other@example.org", user
        person.save()
    role(user, partnership, ends_on=ends_on)

    assert has_left(person, on=TODAY) is left


def test_role_in_another_partnership_neither_keeps_nor_ends(world, person, user):
    role(user, world.elsewhere, ends_on=YESTERDAY)
    assert not has_left(person, on=TODAY)
    role(user, world.partnership, ends_on=YESTERDAY)
    factories.RoleGrantFactory(user=user, partnership=world.elsewhere, role=Role.OFFICER)
    assert has_left(person, on=TODAY)


@pytest.mark.parametrize(("ends_on", "left"), [(None, False), (TODAY, False), (YESTERDAY, True)], ids=str)
def test_end_of_the_last_appointment_is_leaving(person, ends_on, left):
    seat(person, ends_on=ends_on)
    assert has_left(person, on=TODAY) is left


def test_end_of_the_body_ends_its_appointments(partnership, person):
    body = factories.BodyFactory(partnership=partnership, ends_on=YESTERDAY)
    factories.AppointmentFactory(person=person, body=body)
    assert has_left(person, on=TODAY)
    assert not has_left(person, on=YESTERDAY)


def test_whoever_holds_something_else_stays(partnership, person, user):
    role(user, partnership, ends_on=YESTERDAY)
    held = seat(person)
    assert not has_left(person, on=TODAY)
    held.ends_on = YESTERDAY
    held.save()
    assert has_left(person, on=TODAY)


def test_appointment_to_come_keeps_nobody_and_ends_nothing(person, user, partnership):
    seat(person, starts_on=TOMORROW)
    assert not has_left(person, on=TODAY)
    role(user, partnership, ends_on=YESTERDAY)
    assert has_left(person, on=TODAY)
    assert not has_left(person, on=TOMORROW)


@pytest.mark.parametrize("is_linked", [True, False], ids=["linked", "same address"])
def test_switched_off_account_gets_nothing_whatever_its_person_holds(partnership, person, user, is_linked):
    if is_linked:
        person.email, person.user = "other@example.org", user
        person.save()
    role(user, partnership)
    held = seat(person)
    assert type(held).objects.current(on=TODAY).of_active_people().filter(pk=held.pk).exists()
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert has_left(person, on=TODAY)
    assert not type(held).objects.current(on=TODAY).of_active_people().filter(pk=held.pk).exists()
    assert is_switched_off("CONTACT@example.org")


def test_contact_that_the_office_confirmed_stays_after_their_role(partnership, person, user):
    role(user, partnership, ends_on=YESTERDAY)
    person.contact_from = TODAY
    person.save()
    assert not has_left(person, on=TODAY)
    # What ends later counts again.
    role(user, partnership, starts_on=TODAY, ends_on=TODAY)
    assert has_left(person, on=TOMORROW)


def test_contact_that_the_office_ended_has_left(person):
    person.contact_until = YESTERDAY
    person.save()
    assert has_left(person, on=TODAY)
    assert not has_left(person, on=YESTERDAY)
    college = Person.objects.filter(organisation=person.organisation)
    assert [list(college.contacts(on=day)) for day in (YESTERDAY, TODAY)] == [[person], []]


def test_contact_of_their_organisation_no_more_but_confirmed_for_the_rest_stays(person):
    person.contact_until, person.contact_from = YESTERDAY, TODAY
    person.save()
    assert not has_left(person, on=TODAY)
    assert not person.works_for(person.organisation_id, on=TODAY)


def test_former_contact_who_sits_elsewhere_is_active_but_no_contact(person):
    person.contact_until = YESTERDAY
    person.save()
    seat(person)
    assert not has_left(person, on=TODAY)
    assert not Person.objects.filter(pk=person.pk).contacts(on=TODAY).exists()
    assert not person.works_for(person.organisation_id, on=TODAY)


def test_keeper_of_the_installation_stays(partnership, person, user):
    role(user, partnership, ends_on=YESTERDAY)
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    assert not has_left(person, on=TODAY)
