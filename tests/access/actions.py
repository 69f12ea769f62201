"""Actions: their lists are everyone's, links stand for themselves, officers change many at once."""

from django.core.files.uploadedfile import SimpleUploadedFile

from actions.models import Sharing
from actions.services.actions import PLANS, ActionChange, standings
from core.asks import make_token
from tests import factories
from tests.access import Row, everyone, from_role
from tests.access.meetings import meeting


def sharing(world):
    """An organisation that was asked, and somebody who works for it."""
    action = factories.ActionFactory(meeting=meeting(world), number=1)
    organisation = factories.OrganisationFactory(partnership=world.partnership)
    return Sharing.objects.create(action=action, organisation=organisation)


def sharing_token(world):
    asked = sharing(world)
    person = factories.PersonFactory(partnership=world.partnership, organisation=asked.organisation)
    return {"token": make_token("sharing", asked.action.meeting_id, asked.organisation_id, person.pk)}


def action_token(world):
    person = factories.PersonFactory(partnership=world.partnership)
    action = factories.ActionFactory(meeting=meeting(world), number=1, owner_body=None, owner_person=person)
    return {"token": make_token("action", action.pk, person.pk)}


def asked(world):
    return {"pk": sharing(world).action.meeting_id}


def organisation(world):
    row = sharing(world)
    return {"pk": row.action.meeting_id, "code": row.organisation.code}


def first_action(world):
    return {"actions": Sharing.objects.latest("pk").action_id}


def one_picked(world):
    """A list with one action, ticked."""
    action = factories.ActionFactory(meeting=meeting(world), number=1)
    change = ActionChange(action.pk, standings([action])[action.pk], status="done")
    return [change], world.partnership


def picked(world):
    changes, partnership = one_picked(world)
    return {"picked": PLANS.sign(changes, partnership=partnership, by=world.officer), "status": "done"}


def plan(world):
    changes, partnership = one_picked(world)
    return {"plan": PLANS.sign(changes, partnership=partnership, by=world.officer)}


def upload(world):
    return {"file": SimpleUploadedFile("actions.csv", b"id\n", content_type="text/csv")}


OFFICER, CHANGED = from_role("officer", 200), from_role("officer", 302)

ROWS = [
    Row("actions:actions_csv", everyone(200)),
    Row("actions:actions_change", CHANGED),
    # The plan is the officer's own: the admin is sent back to the list.
    Row("actions:actions_change", OFFICER | {"admin": 302}, "post", data=picked),
    Row("actions:actions_import", OFFICER),
    Row("actions:actions_import", OFFICER, "post", data=upload),
    Row("actions:actions_confirm", CHANGED, "post", data=plan),
    Row("actions:sharing_remind", OFFICER, kwargs=asked),
    Row("actions:sharing_remind", CHANGED, "post", kwargs=asked),
    Row("actions:sharing_record", OFFICER, kwargs=organisation),
    Row("actions:sharing_record", CHANGED, "post", kwargs=organisation, data=first_action),
    Row("actions:sharing_link", everyone(200), kwargs=sharing_token),
    Row("actions:sharing_link", everyone(200), "post", kwargs=sharing_token),
    Row("actions:sharing_link_again", everyone(405), kwargs=sharing_token),
    Row("actions:sharing_link_again", everyone(200), "post", kwargs=sharing_token),
    Row("actions:action_link", everyone(200), kwargs=action_token),
    Row("actions:action_link", everyone(200), "post", kwargs=action_token),
    Row("actions:action_link_again", everyone(405), kwargs=action_token),
    Row("actions:action_link_again", everyone(200), "post", kwargs=action_token),
]
