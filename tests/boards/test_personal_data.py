"""A person may see what is kept about them."""

import json

import pytest
from django.urls import reverse

from boards.services.departure import leave
from core import clock
from core.models import AuditEvent
from invitations.models import DistributionLine
from tests import factories
from tests.outbox.makers import message


@pytest.fixture
def person(world):
    person = factories.PersonFactory(
        partnership=world.partnership, name="Known Person", email=world.member.email, telephone="0151 496 0000"
    )
    factories.AppointmentFactory(person=person, body=world.ssp, position="chair")
    DistributionLine.objects.create(body=world.board, kind="person", person=person)
    message(world.partnership, person=person, email=person.email, subject="Action: light the path")
    other = factories.PersonFactory(partnership=world.partnership, name="Somebody Else", email="else@example.org")
    factories.AppointmentFactory(person=other, body=world.ppb)
    factories.PersonFactory(partnership=world.elsewhere, name="Elsewhere Person", email=world.member.email)
    return person


def read(client, person):
    response = client.get(reverse("boards:personal_data", args=["halton", person.pk]))
    assert response["Content-Disposition"] == f"attachment; filename*=UTF-8''person-{person.pk}.json"
    return json.loads(b"".join(response))


def test_file_has_all_that_is_kept_about_the_person_and_nothing_of_others(client_for, world, person):
    leave(partnership=world.partnership, person=person, last_day=clock.today(), by=world.officer, today=clock.today())
    found = read(client_for(world.admin), person)
    assert found["partnership"] == "Halton Strategic Partnership"
    assert (found["person"]["name"], found["person"]["telephone"]) == ("Known Person", "0151 496 0000")
    assert (found["account"]["email"], [one["role"] for one in found["roles"]]) == (world.member.email, ["member"])
    [appointment] = found["records"]["appointment (person)"]
    assert (appointment["body"], appointment["position"]) == ("Safer SSP", "chair")
    assert [one["subject"] for one in found["records"]["message (person)"]] == ["Action: light the path"]
    assert [one["verb"] for one in found["audit trail"]] == ["person.left"]
    assert len(found["changes"]) == 2
    text = json.dumps(found)
    assert ("Somebody Else" in text, "else@example.org" in text, "Elsewhere" in text) == (False, False, False)


def test_download_is_in_the_trail(client_for, world, person):
    client = client_for(world.admin)
    page = client.get(person.get_absolute_url()).content.decode()
    link = f'href="{reverse("boards:personal_data", args=["halton", person.pk])}"'
    assert (link in page, link in client_for(world.officer).get(person.get_absolute_url()).content.decode()) == (
        True,
        False,
    )
    read(client, person)
    assert AuditEvent.objects.get(verb="file.downloaded").made_by == world.admin
