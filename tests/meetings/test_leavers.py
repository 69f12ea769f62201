"""Whoever has left gets nothing, is offered nowhere, and no link of theirs does anything any more."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from actions.mail import ActionLink, SharingLink
from actions.models import ActionUpdate, Sharing
from actions.services.sharing import ask_to_share, remind, still_waiting
from boards.choices import ContactPurpose
from core.asks import make_token
from core.models import User
from invitations.forms import InviteForm, LineForm
from invitations.models import DistributionLine, Invitation
from invitations.services.invitations import CONTACTS, invite, members_of, remind_invited
from invitations.services.recipients import added_by_hand, recipients, stands_for
from meetings.services.contacts import contacts_of, owner_contacts, speaks_for
from outbox.models import Message
from outbox.services.sending import send_due
from tests import factories
from tests.cycle import MONDAY, WEDNESDAY_NOON
from tests.invitations.inviting import guest

TODAY = WEDNESDAY_NOON.date()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(WEDNESDAY_NOON, tick=False):
        yield


@pytest.fixture
def college(seats):
    return seats[1].holdings.get().organisation


@pytest.fixture
def contact(college):
    """A member who works for the college and is its only contact; no seat is theirs."""
    user = factories.UserFactory(email="contact@example.org", name="A Contact")
    factories.RoleGrantFactory(user=user, partnership=college.partnership, starts_on=MONDAY - timedelta(days=60))
    return factories.PersonFactory(
        partnership=college.partnership, name="A Contact", email="contact@example.org", organisation=college
    )


def end_role(person):
    User.objects.get(email=person.email).role_grants.update(ends_on=YESTERDAY)


def switch_off(person):
    User.objects.filter(email=person.email).update(is_active=False)


@pytest.fixture(params=[end_role, switch_off], ids=["role ended", "account off"])
def leave(request):
    return request.param


@pytest.fixture
def action(meeting, college):
    made = factories.ActionFactory(meeting=meeting, number=1, what="Open two evenings")
    Sharing.objects.create(action=made, organisation=college)
    return made


def told():
    return list(Message.objects.order_by("pk").values_list("email", "state", "last_error"))


def visitor():
    client = Client(enforce_csrf_checks=True)
    client.defaults["wsgi.url_scheme"] = "https"
    return client


def test_leaver_is_no_contact_and_is_not_asked(publish, contact, college, leave):
    assert contacts_of([college.pk], on=TODAY, purpose=ContactPurpose.ACTIONS) == {college.pk: [contact]}
    leave(contact)

    assert contacts_of([college.pk], on=TODAY, purpose=ContactPurpose.ACTIONS) == {}
    version = publish()
    ask_to_share(meeting=version.summary.meeting, key="version-1", at=WEDNESDAY_NOON)
    assert Sharing.objects.filter(organisation=college).count() == 1
    assert "contact@example.org" not in [email for email, _, _ in told()]


def test_leaver_is_not_reminded_and_the_office_sees_that_nobody_is_reached(meeting, action, contact, officer, leave):
    leave(contact)
    (waiting,) = still_waiting(meeting=meeting, on=TODAY)
    assert (waiting.organisation.name, waiting.people) == ("Riverside College", [])
    assert remind(meeting=meeting, by=officer, at=WEDNESDAY_NOON) == 0


def test_mail_that_waits_is_dropped_when_its_reader_leaves(meeting, action, contact, officer, leave):
    assert remind(meeting=meeting, by=officer, at=WEDNESDAY_NOON) == 1
    leave(contact)

    assert send_due(now=lambda: WEDNESDAY_NOON) == 0
    assert told() == [("contact@example.org", "dropped", "A Contact has left Riverside College since.")]


def test_link_of_a_leaver_records_nothing(meeting, action, contact, college, leave):
    url = reverse("actions:sharing_link", args=["halton", make_token("sharing", meeting.pk, college.pk, contact.pk)])
    assert visitor().get(url).status_code == 200
    leave(contact)

    for answer in (visitor().get(url), visitor().post(url, {"actions": [action.pk]})):
        assert answer.status_code == 403
        assert "This link belonged to someone who has left." in answer.text
    assert list(Sharing.objects.values_list("shared_at", flat=True)) == [None]
    SharingLink(meeting, college, contact).renew(at=WEDNESDAY_NOON)
    assert told() == []


@pytest.mark.parametrize("owner", ["person", "organisation"])
def test_leaver_does_not_report_on_an_action(meeting, contact, college, leave, owner):
    owners = {"owner_person": contact} if owner == "person" else {"owner_organisation": college}
    action = factories.ActionFactory(meeting=meeting, number=2, owner_body=None, **owners)
    url = reverse("actions:action_link", args=["halton", make_token("action", action.pk, contact.pk)])
    assert owner_contacts(action.owner, on=TODAY) == [contact]
    leave(contact)

    assert (owner_contacts(action.owner, on=TODAY), speaks_for(contact, action.owner, on=TODAY)) == ([], False)
    report = {f"action-{action.pk}-status": "done", f"action-{action.pk}-text": "Done"}
    assert [visitor().get(url).status_code, visitor().post(url, report).status_code] == [403, 403]
    ActionLink(action, contact).renew(at=WEDNESDAY_NOON)
    assert (ActionUpdate.objects.count(), told()) == (0, [])


def test_leaver_is_not_offered_and_not_in_a_group(meeting, partnership, contact, leave):
    def offered():
        given = {"reader": AnonymousUser(), "on": TODAY}
        invite_form = InviteForm(instance=Invitation(meeting=meeting), **given)
        forms = invite_form, LineForm(instance=DistributionLine(body=meeting.body), **given)
        return [contact in form.fields["person"].queryset for form in forms]

    assert offered() == [True, True]
    assert "A Contact" in [one.name for one in members_of(CONTACTS, partnership=partnership, on=TODAY)]
    leave(contact)
    assert offered() == [False, False]
    assert "A Contact" not in [one.name for one in members_of(CONTACTS, partnership=partnership, on=TODAY)]


def test_someone_who_has_left_can_still_be_invited_as_a_guest(board, contact, officer):
    end_role(contact)
    meeting = factories.MeetingFactory(body=board, held_on=TODAY + timedelta(days=9), status="planned")
    typed, asked = {"name": "Former director", "email": contact.email}, Invitation(meeting=meeting)
    form = InviteForm(typed, instance=asked, reader=officer, on=TODAY)
    assert form.is_valid(), form.errors
    assert (asked.name, asked.email, asked.person) == ("Former director", "contact@example.org", None)

    invite(meeting=meeting, invitations=[asked], by=officer, at=WEDNESDAY_NOON)
    assert send_due(now=lambda: WEDNESDAY_NOON) == 1


def test_invitation_of_a_leaver_is_neither_sent_nor_answered(board, contact, officer, leave):
    meeting = factories.MeetingFactory(body=board, held_on=TODAY + timedelta(days=9), status="planned")
    (one,) = invite(
        meeting=meeting, invitations=[guest(contact.name, contact.email, contact)], by=officer, at=WEDNESDAY_NOON
    )
    url = reverse("invitations:reply", args=["halton", make_token("invitation", one.pk)])
    assert visitor().get(url).status_code == 200
    leave(contact)

    assert [visitor().get(url).status_code, visitor().post(url, {"state": "accepted"}).status_code] == [403, 403]
    assert Invitation.objects.get(pk=one.pk).state == "asked"
    assert remind_invited(meeting=meeting, by=officer, at=WEDNESDAY_NOON) == 0
    assert send_due(now=lambda: WEDNESDAY_NOON) == 0


def test_leaver_on_a_list_gets_no_summary(meeting, contact, leave, django_assert_num_queries):
    line = DistributionLine.objects.create(body=meeting.body, kind="person", person=contact)
    assert [one.name for one in recipients(meeting=meeting, on=TODAY)] == ["A Contact"]
    assert [one.name for one in added_by_hand(meeting=meeting, persons=[contact.pk], on=TODAY)] == ["A Contact"]
    leave(contact)

    # Nor do the PPBs, as if there were no list.
    assert recipients(meeting=meeting, on=TODAY) == []
    assert stands_for([line], on=TODAY) == [[]]
    assert added_by_hand(meeting=meeting, persons=[contact.pk], on=TODAY) == []


def test_seat_holder_whose_account_is_off_gets_nothing(meeting, seats, contact, college):
    factories.AppointmentFactory(person=contact, body=None, seat=seats[0])
    DistributionLine.objects.create(body=meeting.body, kind="body", of_body=meeting.body)
    council = seats[0].holdings.get().organisation
    assert contacts_of([council.pk], on=TODAY, purpose=ContactPurpose.ACTIONS) == {council.pk: [contact]}
    assert [one.name for one in recipients(meeting=meeting, on=TODAY)] == ["A Contact"]
    switch_off(contact)

    assert contacts_of([council.pk], on=TODAY, purpose=ContactPurpose.ACTIONS) == {}
    assert recipients(meeting=meeting, on=TODAY) == []
