"""An owner whom no email reaches is pointed out where the action is written and read, with a way to mend it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from actions.models import Action
from actions.services.owners import name_contact, unreached
from boards.models import Appointment, Person
from core.acts import Refused
from core.models import AuditEvent
from outbox.services.sending import send_due
from summaries.services.content import ActionAnswer
from tests import factories
from tests.cycle import WEDNESDAY_NOON

TODAY = WEDNESDAY_NOON.date()


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(WEDNESDAY_NOON, tick=False):
        yield


@pytest.fixture
def chapel(partnership):
    return factories.OrganisationFactory(partnership=partnership, name="Chapel")


@pytest.fixture
def action(publish, content, chapel):
    publish(content=replace(content, actions=[ActionAnswer("Open the hall", owner=chapel, due_on=date(2026, 12, 14))]))
    return Action.objects.get()


def at(name, *args):
    return reverse(name, args=["halton", *args])


def contact_at(owner):
    return at("actions:owner_contact", owner._meta.model_name, owner.pk)


def named(owner, officer, name="Clerk", email="clerk@example.org"):
    return name_contact(owner=owner, name=name, email=email, by=officer, at=WEDNESDAY_NOON)


def test_who_is_reached_is_worked_out_for_all_kinds_of_owner(
    partnership, board, ssp, seats, chapel, django_assert_num_queries
):
    college = factories.OrganisationFactory(partnership=partnership)
    worker = factories.PersonFactory(partnership=partnership, organisation=college, email="worker@example.org")
    left = factories.PersonFactory(partnership=partnership, email="left@example.org", contact_until=date(2026, 11, 1))
    bare = factories.PersonFactory(partnership=partnership, email="")
    factories.AppointmentFactory(person=worker, body=board, position="chair")
    factories.AppointmentFactory(person=bare, body=ssp, position="chair")
    owners = [board, ssp, chapel, college, worker, left, bare]
    owners.append(seats[0].holdings.get().organisation)
    owners += factories.OrganisationFactory.create_batch(20, partnership=partnership)
    with django_assert_num_queries(6):
        keys = unreached(owners, on=TODAY)
    assert keys == {
        f"body:{ssp.pk}",
        f"organisation:{chapel.pk}",
        f"person:{left.pk}",
        f"person:{bare.pk}",
        *(f"organisation:{one.pk}" for one in owners[7:]),
    }


def test_action_page_and_list_point_it_out_to_officers_alone(action, chapel, officer, member, client_for):
    link = f'href="{contact_at(chapel)}?next={action.get_absolute_url()}"'
    shown = {
        who: (link in client_for(user).get(at("actions:action", action.pk)).text, listed(client_for(user)))
        for who, user in (("public", None), ("member", member), ("officer", officer))
    }
    assert shown == {"public": (False, False), "member": (False, False), "officer": (True, True)}
    Action.objects.update(status="done", closed_on=TODAY)
    assert link not in client_for(officer).get(at("actions:action", action.pk)).text
    assert not listed(client_for(officer))


def listed(client):
    return "No email contact" in client.get(at("actions:actions")).text


@pytest.mark.parametrize("rows", [1, 20])
def test_list_costs_officers_the_same_for_any_number(rows, board, officer, client_for, django_assert_num_queries):
    meeting = factories.MeetingFactory(body=board, held_on=date(2026, 11, 9))
    for number in range(1, rows + 1):
        organisation = factories.OrganisationFactory(partnership=board.partnership)
        factories.ActionFactory(
            meeting=meeting, number=number, owner_body=None, owner_organisation=organisation, due_on=date(2027, 1, 4)
        )
    client = client_for(officer)
    with django_assert_num_queries(13):
        assert client.get(at("actions:actions")).text.count("No email contact") == rows


def test_form_and_preview_point_it_out_before_it_is_published(meeting, seats, chapel, ssp, officer, client_for):
    lead = factories.PersonFactory(partnership=ssp.partnership, email="lead@example.org")
    factories.AppointmentFactory(person=lead, body=ssp, position="lead-officer")
    client = client_for(officer)
    typed = {"draft_version": "0", "key_issues": "Waiting times", "actions-TOTAL_FORMS": "3", "do": "save"}
    for seat in seats:
        typed[f"seat-{seat.pk}-state"] = "present"
    for row, (what, owner) in enumerate((("Open the hall", chapel), ("Heat the hall", chapel), ("Map the clubs", ssp))):
        key = f"{owner._meta.model_name}:{owner.pk}"
        typed |= {f"actions-{row}-what": what, f"actions-{row}-owner": key, f"actions-{row}-due_on": "14 12 2026"}
    page = client.post(at("summaries:summary_edit", meeting.pk), typed, follow=True).text
    assert page.count(f'href="{contact_at(chapel)}?next={at("summaries:summary_edit", meeting.pk)}"') == 2
    assert contact_at(ssp) not in page
    assert f'<option value="organisation:{chapel.pk}" data-unreached' in page
    preview = client.get(at("summaries:summary_preview", meeting.pk)).text
    assert preview.count(f'href="{contact_at(chapel)}?next={at("summaries:summary_preview", meeting.pk)}"') == 1
    assert "No email reaches Chapel, so no one is told of “Open the hall”." in preview


def test_contact_is_named_told_of_open_actions_and_found_from_then_on(action, chapel, officer, client_for):
    client = client_for(officer)
    send_due(now=lambda: WEDNESDAY_NOON)
    mail.outbox.clear()
    url = contact_at(chapel)
    assert "No one at Chapel has an email address" in client.get(url).text
    page = client.post(
        f"{url}?next={action.get_absolute_url()}", {"name": "Clerk", "email": "clerk@example.org"}, follow=True
    )
    assert page.redirect_chain == [(action.get_absolute_url(), 302)]
    assert "Clerk gets an email about each new action of Chapel. 1 open action is being sent to them." in page.text
    assert "No email reaches" not in page.text
    send_due(now=lambda: WEDNESDAY_NOON + timedelta(minutes=1))
    assert mailed_to("clerk@example.org") == ["An action for you: Open the hall"]
    person = Person.objects.get(email="clerk@example.org")
    assert (person.name, person.organisation, person.partnership) == ("Clerk", chapel, chapel.partnership)
    event = AuditEvent.objects.get(verb="contact.named")
    assert (event.made_by, event.details) == (officer, {"owner": "Chapel", "contact": "Clerk"})
    client.post(url, {"name": "Clerk", "email": "clerk@example.org"})
    send_due(now=lambda: WEDNESDAY_NOON + timedelta(minutes=2))
    assert mailed_to("clerk@example.org") == ["An action for you: Open the hall"]
    assert Person.objects.filter(organisation=chapel).count() == 1


def mailed_to(email):
    return [one.subject for one in mail.outbox if one.to == [email]]


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)", ""])
def test_page_leads_back_to_pages_of_ours_alone(elsewhere, chapel, officer, client_for):
    answer = client_for(officer).post(
        f"{contact_at(chapel)}?next={elsewhere}", {"name": "Clerk", "email": "clerk@example.org"}
    )
    assert answer.url == at("actions:actions")


def test_body_gets_a_lead_officer_and_a_person_an_address(partnership, ssp, officer, client_for):
    person, _ = named(ssp, officer)
    appointment = Appointment.objects.get(body=ssp)
    assert (appointment.person, appointment.position, appointment.starts_on) == (person, "lead-officer", TODAY)
    bare = factories.PersonFactory(partnership=partnership, name="Bare Person", email="")
    assert 'name="name"' not in client_for(officer).get(contact_at(bare)).text
    client_for(officer).post(contact_at(bare), {"email": "bare@example.org"})
    bare.refresh_from_db()
    assert bare.email == "bare@example.org"


def test_someone_known_without_an_address_or_who_left_becomes_the_contact(partnership, chapel, officer):
    known = factories.PersonFactory(partnership=partnership, name="Verger", email="", organisation=chapel)
    assert named(chapel, officer, name="verger", email="verger@example.org")[0] == known
    known.refresh_from_db()
    assert (known.email, known.name) == ("verger@example.org", "Verger")
    Person.objects.filter(pk=known.pk).update(contact_until=date(2026, 11, 1))
    assert unreached([chapel], on=TODAY)
    assert named(chapel, officer, name="Verger", email="Verger@example.org")[0] == known
    assert not unreached([chapel], on=TODAY)


def test_bad_answers_say_what_to_do_and_leave_nothing(partnership, world, chapel, officer, client_for):
    college = factories.OrganisationFactory(partnership=partnership, name="College")
    factories.PersonFactory(
        partnership=partnership, name="A Teacher", email="teacher@example.org", organisation=college
    )
    bare = factories.PersonFactory(partnership=partnership, email="")
    client, people = client_for(officer), Person.objects.count()
    for owner, typed, sentence in (
        (chapel, {"name": "", "email": "a@example.org"}, "Enter the name"),
        (chapel, {"name": "Clerk", "email": ""}, "Enter an email address"),
        (chapel, {"name": "Clerk", "email": "clerk"}, "in the correct format, like name@example.org"),
        (chapel, {"name": "T", "email": "teacher@example.org"}, "A Teacher of College has this email address."),
        (bare, {"email": "teacher@example.org"}, "A Teacher has this email address already."),
    ):
        page = client.post(contact_at(owner), typed)
        assert (page.status_code, sentence in page.text) == (200, True), sentence
    assert Person.objects.count() == people
    other = factories.OrganisationFactory(partnership=world.elsewhere)
    assert client.get(contact_at(other)).status_code == 404
    assert client.get(at("actions:owner_contact", "meeting", chapel.pk)).status_code == 404


def test_account_that_is_switched_off_reaches_nobody(partnership, chapel, officer):
    factories.UserFactory(email="off@example.org", is_active=False)
    with pytest.raises(Refused, match="switched off"):
        named(chapel, officer, email="off@example.org")
    assert not Person.objects.filter(email="off@example.org").exists()
