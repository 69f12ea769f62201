"""Whoever has left is not asked for progress, and what they say by an old link is not recorded."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from boards.models import Person
from core.asks import make_token
from core.models import User
from outbox.models import Message
from outbox.services.sending import send_due
from progress.mail import RequestLink
from progress.models import ProgressUpdate
from progress.services.owner_contacts import answers_for, owner_contacts
from progress.services.requests import ask_now, remind_now
from tests import factories
from tests.progress.asking import ASKED_ON, DAY, at, meeting_of, owner, recommend, study

NEXT = ASKED_ON + DAY


@pytest.fixture(params=["organisation", "own contact"])
def asked(request, ppb, officer):
    """An owner that was asked on the day, its meeting and the person who was asked, a member of the partnership."""
    chamber = owner(ppb.partnership, "Chamber of Commerce", "contact")
    person = Person.objects.get(email="contact@example.org")
    if request.param == "own contact":
        person.organisation = None
        person.save()
        chamber.contact = person
        chamber.save()
    user = factories.UserFactory(email="contact@example.org")
    factories.RoleGrantFactory(user=user, partnership=ppb.partnership)
    recommend(study(ppb), 1, chamber)
    meeting = meeting_of(ppb)
    assert ask_now(meeting=meeting, by=officer, at=at(ASKED_ON)) == 1
    User.objects.get(pk=user.pk).role_grants.update(ends_on=ASKED_ON)
    return meeting, chamber, person


def test_request_that_waits_is_dropped_and_no_other_is_written(asked, officer):
    meeting, chamber, person = asked
    assert send_due(now=lambda: at(NEXT)) == 0
    reason = f"{person.name} does not answer for {chamber} any more."
    assert list(Message.objects.values_list("state", "last_error")) == [("dropped", reason)]

    assert owner_contacts([chamber], on=ASKED_ON) == {chamber.pk: [person]}
    assert owner_contacts([chamber], on=NEXT) == {}
    assert remind_now(meeting=meeting, by=officer, at=at(NEXT)) == 0
    RequestLink(meeting, chamber, person).renew(at=at(NEXT))
    assert Message.objects.count() == 1


def test_link_of_a_leaver_records_nothing(asked):
    meeting, chamber, person = asked
    client = Client(enforce_csrf_checks=True)
    client.defaults["wsgi.url_scheme"] = "https"
    with time_machine.travel(at(ASKED_ON), tick=False):
        token = make_token("progress-request", meeting.pk, chamber.pk, person.pk)
        url = reverse("progress:request_link", args=["halton", token])
        assert (client.get(url).status_code, answers_for(person, chamber, on=ASKED_ON)) == (200, True)
    with time_machine.travel(at(NEXT), tick=False):
        for answer in (client.get(url), client.post(url, {"anything": "at all"})):
            assert answer.status_code == 403
            assert "This link belonged to someone who has left." in answer.text
    assert ProgressUpdate.objects.count() == 0
