"""Who is with an organisation, from when, and what they are written to about for it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from boards.choices import ContactPurpose, Role
from boards.leaving import has_left
from boards.models import Contact, Person
from boards.services.roles import end_role
from core import clock
from core.models import AuditEvent
from meetings.services.contacts import contacts_of, is_with
from tests import factories

TODAY = date(2026, 11, 23)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
ACTIONS, INVITATIONS, PROGRESS = ContactPurpose


@pytest.fixture
def officer(client_for, world):
    return client_for(world.officer)


@pytest.fixture
def college(world):
    return factories.OrganisationFactory(partnership=world.partnership, name="Riverside College", code="riverside")


def url(world, name, *args):
    return reverse(f"boards:{name}", args=[world.partnership.slug, *args])


def someone(world, **given):
    return factories.PersonFactory(partnership=world.partnership, **given)


def contact(college, person, *purposes, **dated):
    given = {f"for_{one}": True for one in purposes} | {"starts_on": factories.LONG_AGO} | dated
    return Contact.objects.create(organisation=college, person=person, **given)


def reached(college, purpose, *, on=TODAY):
    return contacts_of([college.pk], on=on, purpose=purpose).get(college.pk, [])


def test_whoever_is_named_for_something_gets_it_and_whoever_sits_gets_the_rest(world, college):
    seat = factories.SeatHoldingFactory(seat__body=world.board, organisation=college).seat
    head, clerk = someone(world, name="A Head"), someone(world, name="B Clerk")
    factories.AppointmentFactory(person=head, body=None, seat=seat)
    contact(college, clerk, PROGRESS, starts_on=TODAY, ends_on=TOMORROW)
    assert [reached(college, one) for one in ContactPurpose] == [[head], [head], [clerk]]
    assert [reached(college, PROGRESS, on=day) for day in (YESTERDAY, TOMORROW)] == [[head], [clerk]]
    assert reached(college, PROGRESS, on=TOMORROW + timedelta(days=1)) == [head]


def test_named_contact_without_an_address_or_switched_off_leaves_it_to_the_others(world, college):
    works_there = someone(world, organisation=college)
    user = factories.UserFactory(is_active=False)
    contact(college, someone(world, email=""), ACTIONS)
    contact(college, someone(world, user=user), ACTIONS)
    assert reached(college, ACTIONS) == [works_there]


@pytest.mark.parametrize(("ends_on", "left"), [(None, False), (TODAY, False), (YESTERDAY, True)], ids=str)
def test_end_of_the_last_term_as_a_contact_is_leaving(world, college, ends_on, left):
    person = someone(world, organisation=college)
    contact(college, person, ACTIONS, ends_on=ends_on)
    assert has_left(person, on=TODAY) is left
    assert is_with(person, college, on=TODAY) is not left
    assert Person.objects.filter(pk=person.pk).contacts(on=TODAY).exists() is not left


def test_contact_of_an_organisation_that_has_ended_has_left(world, college):
    person = someone(world)
    contact(college, person, ACTIONS)
    college.ends_on = YESTERDAY
    college.save()
    assert (has_left(person, on=YESTERDAY), has_left(person, on=TODAY)) == (False, True)
    assert not is_with(person, college, on=TODAY)


def test_term_as_a_contact_keeps_somebody_whose_role_has_ended(world, college):
    user = factories.UserFactory()
    person = someone(world, user=user)
    factories.RoleGrantFactory(user=user, partnership=world.partnership, role=Role.MEMBER, ends_on=YESTERDAY)
    assert has_left(person, on=TODAY)
    contact(college, person, ACTIONS)
    assert not has_left(person, on=TODAY)


def test_somebody_is_with_two_organisations_at_once(world, college):
    council = factories.OrganisationFactory(partnership=world.partnership)
    person = someone(world, organisation=council)
    contact(college, person, ACTIONS)
    assert (is_with(person, college, on=TODAY), is_with(person, council, on=TODAY)) == (True, True)


def test_officer_names_a_new_contact_and_changes_what_for_from_a_date(officer, world, college):
    add = url(world, "contact_add", college.code)
    sent = {"person": "", "new_name": "A Clerk", "new_email": "CLERK@example.org", "for_actions": "on"}
    response = officer.post(add, sent | {"starts_on": "April 2026"})
    assert response["Location"] == f"{college.get_absolute_url()}#contacts"
    clerk = Person.objects.get(email="clerk@example.org")
    assert (clerk.name, clerk.organisation) == ("A Clerk", college)
    officer.post(add, {"person": str(clerk.pk), "for_progress": "on", "starts_on": "1 9 2026"})
    assert [(one.purposes, one.period) for one in clerk.contact_of.all()] == [
        ("actions", "from April 2026 until 31 August 2026"),
        ("requests for progress", "from 1 September 2026"),
    ]
    assert {one.verb for one in AuditEvent.objects.all()} == {"person.added", "contact.added"}
    last = clerk.contact_of.last()
    officer.post(url(world, "contact_end", college.code, last.pk), {"ends_on": "30 9 2026"})
    assert clerk.contact_of.last().ends_on == date(2026, 9, 30)


def test_contacts_are_for_officers_alone(officer, client, world, college):
    contact(college, someone(world, name="A Clerk"), ACTIONS)
    page = college.get_absolute_url()
    assert ("A Clerk" in officer.get(page).content.decode(), "A Clerk" in client.get(page).content.decode()) == (
        True,
        False,
    )


def test_organisation_of_somebody_with_dates_is_not_overwritten_in_their_form(officer, world, college):
    person = someone(world, organisation=college)
    edit = url(world, "person_edit", person.pk)
    assert "organisation" in officer.get(edit).context["form"].fields
    contact(college, person, ACTIONS)
    assert "organisation" not in officer.get(edit).context["form"].fields


def test_organisation_that_has_ended_is_offered_last(officer, world, college):
    factories.OrganisationFactory(partnership=world.partnership, name="Abbey School", ends_on=date(2013, 3, 31))
    seat = factories.SeatFactory(body=world.board)
    choices = officer.get(url(world, "person_add")).context["form"].fields["organisation"].widget.choices
    ended = ("Ended", [(str(college.pk + 1), "Abbey School (ended 31 March 2013)")])
    assert choices[1:] == [(str(college.pk), "Riverside College"), ended]
    holders = officer.get(url(world, "seat_holder_add", world.board.code, seat.pk)).context["form"].fields["holder"]
    names = [name for _, name in holders.choices]
    assert names.index("Riverside College") < names.index(world.ssp.name) < names.index(ended[1][0][1])


def test_contact_ends_with_a_role_and_is_named_anew(world, college):
    user = factories.UserFactory(email="clerk@example.org")
    person = someone(world, email="clerk@example.org", organisation=college)
    term = contact(college, person, ACTIONS)
    grant = factories.RoleGrantFactory(user=user, partnership=world.partnership, role=Role.MEMBER)
    today = clock.today()
    end_role(grant=grant, by=world.admin, on=today)
    term.refresh_from_db()
    assert (term.ends_on, has_left(person, on=today)) == (today - timedelta(days=1), True)
