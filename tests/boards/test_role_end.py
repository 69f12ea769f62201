"""Ending a role asks what ends with it, and ends all of it in one act."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from boards.choices import Role
from boards.leaving import has_left
from boards.models import Appointment, Person
from boards.services.roles import end_role, grant_role
from core.models import AuditEvent
from invitations.models import DistributionLine, Invitation
from outbox.models import Message
from recommendations.models import Owner
from tests import factories
from tests.outbox.makers import MONDAY_NOON, message

TODAY = MONDAY_NOON.date()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def monday_noon():
    with time_machine.travel(MONDAY_NOON, tick=False):
        yield


@pytest.fixture
def person(world):
    """A member who sits for a college, is its contact and an owner's, is on a list and invited, and owns an action."""
    college = factories.OrganisationFactory(partnership=world.partnership, name="Riverside College")
    person = factories.PersonFactory(
        partnership=world.partnership, name="Partner Member", email=world.member.email, organisation=college
    )
    seat = factories.SeatFactory(body=world.board, number=4, label="College")
    factories.AppointmentFactory(person=person, body=None, seat=seat)
    factories.OwnerFactory(partnership=world.partnership, name="Chamber", contact=person)
    DistributionLine.objects.create(body=world.ssp, kind="person", person=person)
    meeting = factories.MeetingFactory(
        body=world.board, title="Board", held_on=TODAY + timedelta(days=9), status="planned"
    )
    Invitation.objects.create(meeting=meeting, person=person, name=person.name, email=person.email)
    held = factories.MeetingFactory(body=world.board, held_on=date(2026, 11, 2))
    factories.ActionFactory(meeting=held, number=1, what="Light the path", owner_body=None, owner_person=person)
    message(world.partnership, person=person, email=person.email)
    message(world.partnership, person=person, email=person.email, state="sent", sent_at=MONDAY_NOON)
    return person


@pytest.fixture
def grant(world):
    return world.member.role_grants.get()


@pytest.fixture
def url(grant):
    return reverse("boards:role_end", args=["halton", grant.pk])


def state(person):
    """What is left of the person's: appointments, contact, owner, lists, standing invitations, mail that waits."""
    person = Person.objects.get(pk=person.pk)
    return {
        "appointments": Appointment.objects.current(on=TODAY).filter(person=person).count(),
        "contact": person.works_for(person.organisation_id, on=TODAY),
        "owner": Owner.objects.filter(contact=person).count(),
        "lists": DistributionLine.objects.filter(person=person).count(),
        "invitations": Invitation.objects.standing().filter(person=person).count(),
        "mail": Message.objects.filter(person=person, state="queued").count(),
        "left": has_left(person, on=TODAY),
    }


GONE = {
    "appointments": 0,
    "contact": False,
    "owner": 0,
    "lists": 0,
    "invitations": 0,
    "mail": 0,
    "left": True,
}
ALL = {"appointments": 1, "contact": True, "owner": 1, "lists": 1, "invitations": 1, "mail": 1, "left": False}


def offered(client, url):
    form = client.get(url).context["form"]
    return [key for key, _ in form.fields["ends"].choices], form.fields["ends"].initial


def test_page_lists_what_ends_all_of_it_ticked(world, person, url, client_for):
    client = client_for(world.admin)
    page = client.get(url).text
    for words in (
        "Appointment: Member, Seat 4: College (Board)",
        "Contact for Riverside College",
        "Contact for Chamber",
        "Summaries of Safer SSP: on the list by name",
        "Invitation to Board, 2 December 2026",
        "1 email that waits",
        "Links in 1 email sent earlier",
        "They own the action “Light the path”. Give it another owner.",
    ):
        assert words in page
    keys, ticked = offered(client, url)
    assert (len(keys), ticked) == (5, keys)
    assert page.count(" checked") == 5
    assert state(person) == ALL


def test_all_of_it_ends_in_one_act_and_the_trail_says_so(world, person, grant, url, client_for):
    client = client_for(world.admin)
    keys, _ = offered(client, url)
    answer = client.post(url, {"ends": keys}, follow=True)

    assert "Partner Member no longer has the role Member." in answer.text
    assert state(person) == GONE
    event = AuditEvent.objects.get(verb="role.ended")
    assert (event.made_by, event.scope, event.details["kept"]) == (world.admin, "halton", [])
    assert len(event.details["ended"]) == 7
    assert Message.objects.get(state="dropped").last_error == "Partner Member has left."
    assert Invitation.objects.get().state == "withdrawn"
    # Nobody who has left is written to about it.
    assert Message.objects.filter(email=person.email).count() == 2


@pytest.mark.parametrize("kept", ["contact", "owner", "list", "invitation", "appointment"])
def test_what_is_unticked_stays_and_so_does_the_person(world, person, url, client_for, kept):
    client = client_for(world.admin)
    keys, _ = offered(client, url)
    client.post(url, {"ends": [key for key in keys if not key.startswith(kept)]})

    name = {"list": "lists", "invitation": "invitations", "appointment": "appointments"}.get(kept, kept)
    assert state(person) == GONE | {name: ALL[name], "mail": 1, "left": False}


def test_nothing_ticked_ends_the_role_alone(world, person, grant, url, client_for):
    client_for(world.admin).post(url, {})
    assert state(person) == ALL
    assert world.member.role_grants.get().ends_on == YESTERDAY


def test_choice_that_is_not_offered_is_refused_and_nothing_ends(world, person, grant, url, client_for):
    answer = client_for(world.admin).post(url, {"ends": ["contact", "list-0"]})
    assert answer.status_code == 200
    assert "Select what ends from the list as it is now" in answer.text
    assert (state(person), world.member.role_grants.get().ends_on) == (ALL, None)


def test_somebody_with_another_role_keeps_all_that_is_not_ticked(world, person, grant, url, client_for):
    factories.RoleGrantFactory(user=world.member, partnership=world.partnership, role=Role.OFFICER)
    client = client_for(world.admin)
    page = client.get(url).text
    assert "They still have the role Officer" in page
    assert page.count(" checked") == 0
    client.post(url, {"ends": ["contact"]})
    assert state(person) == ALL | {"contact": False}


def test_ppb_members_appointment_is_ticked_though_they_have_another_role(world, client_for):
    factories.RoleGrantFactory(user=world.ppb_member, partnership=world.partnership, role=Role.OFFICER)
    grant = world.ppb_member.role_grants.get(role=Role.PPB_MEMBER)
    keys, ticked = offered(client_for(world.admin), reverse("boards:role_end", args=["halton", grant.pk]))
    assert (keys, ticked) == ([f"appointment-{Appointment.objects.get().pk}"],) * 2


def test_nothing_of_another_partnership_ends(world, person, grant):
    theirs = factories.PersonFactory(partnership=world.elsewhere, email=person.email, user=world.member)
    factories.AppointmentFactory(person=theirs)
    message(world.elsewhere, person=theirs, email=theirs.email)
    end_role(grant=grant, by=world.admin, on=TODAY)
    assert state(person) == GONE
    assert state(theirs)["appointments"] == 1
    assert Message.objects.filter(partnership=world.elsewhere, state="queued").count() == 1


def test_whoever_is_given_a_role_again_is_back(world, person, grant):
    end_role(grant=grant, by=world.admin, on=TODAY)
    grant_role(
        partnership=world.partnership,
        email=person.email,
        name="",
        role=Role.MEMBER,
        ppb=None,
        by=world.admin,
        on=TODAY,
    )
    assert state(person)["left"] is False
    assert state(person)["contact"] is True


@pytest.mark.parametrize("lists", [1, 30])
def test_page_costs_the_same_however_much_ends(world, person, url, client_for, lists, django_assert_num_queries):
    for _ in range(lists):
        body = factories.BodyFactory(partnership=world.partnership)
        DistributionLine.objects.create(body=body, kind="person", person=person)
    client = client_for(world.admin)
    with django_assert_num_queries(18):
        client.get(url)


def test_whoever_kept_something_today_and_keeps_nothing_of_another_role_has_left(world):
    began = date(2020, 1, 1)
    first = factories.RoleGrantFactory(partnership=world.partnership, role=Role.MEMBER, starts_on=began)
    person = factories.PersonFactory(partnership=world.partnership, user=first.user, email=first.user.email)
    term = factories.AppointmentFactory(person=person, body=world.board, starts_on=began)
    end_role(grant=first, by=world.admin, on=TODAY, keep=[f"appointment-{term.pk}"])
    assert has_left(person, on=TODAY) is False
    second = factories.RoleGrantFactory(
        user=first.user, partnership=world.partnership, role=Role.OFFICER, starts_on=began
    )
    end_role(grant=second, by=world.admin, on=TODAY)
    assert has_left(person, on=TODAY) is True
