"""An action passes to another owner with a reason and a mail to both; the published summary stays."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from actions.mail import ACTION, ACTION_PASSED_ON, SHARING
from actions.models import Action, ActionHandover
from actions.services.actions import pass_to_owner
from actions.services.matters import matters_as_they_stood
from core.acts import Refused
from core.asks import make_token
from core.models import AuditEvent, FormToken
from outbox.models import Message
from outbox.services.sending import send_due
from summaries.models import SummaryVersion
from summaries.services.content import ActionAnswer
from tests import factories
from tests.cycle import WEDNESDAY_NOON

THURSDAY_NOON = WEDNESDAY_NOON + timedelta(days=1)
REASON = "The college has no rooms"


@pytest.fixture(autouse=True)
def thursday():
    with time_machine.travel(THURSDAY_NOON, tick=False):
        yield


def with_contact(partnership, name, email):
    organisation = factories.OrganisationFactory(partnership=partnership, name=name)
    person = factories.PersonFactory(
        partnership=partnership, name=f"Contact of {name}", email=email, organisation=organisation
    )
    return organisation, person


@pytest.fixture
def library(partnership):
    return with_contact(partnership, "Library", "library@example.org")


@pytest.fixture
def museum(partnership):
    return with_contact(partnership, "Museum", "museum@example.org")


@pytest.fixture
def answer(library):
    return ActionAnswer("Open two evenings a week", owner=library[0], due_on=date(2026, 12, 14))


@pytest.fixture
def action(publish, content, answer):
    publish(content=replace(content, actions=[answer]))
    return Action.objects.get()


def passed(action, owner, officer, reason=REASON, at=THURSDAY_NOON):
    return pass_to_owner(action=action, owner=owner, reason=reason, by=officer, at=at)


def link(action, person):
    return reverse("actions:action_link", args=["halton", make_token(ACTION, action.pk, person.pk)])


def at(name, *args):
    return reverse(name, args=["halton", *args])


def sent():
    send_due(now=lambda: THURSDAY_NOON + timedelta(minutes=1))
    return {one.to[0]: one for one in mail.outbox}


def test_both_are_told_and_the_new_owner_gets_a_link_that_works(action, library, museum, officer, client_for):
    sent()
    mail.outbox.clear()
    passed(action, museum[0], officer)
    mails = sent()
    assert {email: one.subject for email, one in mails.items()} == {
        "library@example.org": "No longer your action: Open two evenings a week",
        "museum@example.org": "An action for you: Open two evenings a week",
    }
    for one in mails.values():
        for part in (one.body, one.alternatives[0].content):
            assert "Library" in part
            assert REASON in part
    assert "/links/action/" in mails["museum@example.org"].body
    assert "/links/action/" not in mails["library@example.org"].body

    report = {f"action-{action.pk}-status": "done", f"action-{action.pk}-text": "They are open"}
    refused = client_for(None).post(link(action, library[1]), report)
    assert (refused.status_code, action.updates.count()) == (403, 0)
    client_for(None).post(link(action, museum[1]), report)
    assert action.updates.get().reporter == museum[1]


def test_organisation_that_shares_reports_on_what_it_has_now_alone(action, library, museum, officer, client_for):
    passed(action, museum[0], officer)
    report = {
        "do": "report",
        "action": action.pk,
        f"action-{action.pk}-status": "done",
        f"action-{action.pk}-text": "x",
    }
    token = make_token(SHARING, action.meeting_id, library[0].pk, library[1].pk)
    assert client_for(None).post(at("actions:sharing_link", token), report).status_code == 404
    assert not action.updates.exists()


def test_page_lists_and_files_name_the_new_owner_and_the_summary_the_old(action, museum, officer, client_for):
    passed(action, museum[0], officer)
    page = client_for(None).get(at("actions:action", action.pk)).text
    assert f"Passed from Library to Museum on 19 November 2026: {REASON}" in page
    assert "Pass to another owner" not in page
    listed = client_for(None).get(at("actions:actions"), {"owner": f"organisation:{museum[0].code}"}).text
    assert "Open two evenings a week" in listed
    assert "Museum" in client_for(officer).get(at("actions:actions_csv")).text
    assert [one["owner"] for one in SummaryVersion.objects.get().actions] == ["Library"]
    assert "Library" in client_for(None).get(at("summaries:version", action.meeting_id, 1)).text
    event = AuditEvent.objects.get(verb="action.passed_to_owner")
    assert event.details == {"before": "Library", "after": "Museum", "reason": REASON}


def test_agenda_of_a_past_meeting_names_the_owner_of_then(action, board, museum, officer, django_assert_num_queries):
    then = factories.MeetingFactory(body=board, held_on=date(2026, 11, 18))
    coming = factories.MeetingFactory(body=board, held_on=date(2026, 12, 8))
    passed(action, museum[0], officer)
    passed(action, board, officer, at=THURSDAY_NOON + timedelta(days=7))
    owners = [
        [str(one.owner) for one in matters_as_they_stood(meeting, on=on)]
        for meeting, on in ((then, date(2027, 1, 1)), (coming, date(2026, 11, 20)), (coming, date(2027, 1, 1)))
    ]
    assert owners == [["Library"], ["Museum"], ["Board"]]
    with django_assert_num_queries(2):
        matters_as_they_stood(coming, on=date(2026, 11, 20))


def test_correction_that_leaves_the_owner_alone_does_not_take_it_back(
    action, publish, content, answer, museum, ssp, officer
):
    passed(action, museum[0], officer)
    reworded = replace(answer, what="Open three evenings a week", action=Action.objects.get())
    version = publish(content=replace(content, actions=[reworded], note="Three, not two"))
    action.refresh_from_db()
    assert (action.what, action.owner) == ("Open three evenings a week", museum[0])
    assert [one["owner"] for one in version.actions] == ["Library"]
    corrected = replace(reworded, owner=ssp, action=Action.objects.get())
    publish(content=replace(content, actions=[corrected], note="It was the partnership's"))
    assert Action.objects.get().owner == ssp


def test_pressed_twice_passes_once(action, museum, officer, client_for):
    typed = {"owner": f"organisation:{museum[0].pk}", "reason": REASON, "form_token": str(FormToken.new())}
    for _ in range(2):
        pressed = client_for(officer).post(at("actions:action_owner", action.pk), typed)
        assert pressed["Location"] == action.get_absolute_url()
    assert ActionHandover.objects.count() == 1
    assert Message.objects.filter(kind=ACTION_PASSED_ON).count() == 1


def test_back_again_tells_only_what_is_so(action, library, museum, officer):
    sent()
    mail.outbox.clear()
    passed(action, museum[0], officer)
    passed(action, library[0], officer, reason="They have rooms after all")
    assert {email: one.subject for email, one in sent().items()} == {
        "museum@example.org": "No longer your action: Open two evenings a week",
        "library@example.org": "An action for you: Open two evenings a week",
    }
    assert len(mail.outbox) == 2


def test_who_speaks_for_both_gets_one_mail(action, library, officer):
    sent()
    mail.outbox.clear()
    passed(action, library[1], officer)
    assert [(one.to, one.subject) for one in mail.outbox or sent().values()] == [
        (["library@example.org"], "An action for you: Open two evenings a week")
    ]


def test_officer_passes_it_on_and_bad_answers_say_what_to_do(
    action, library, museum, officer, client_for, elsewhere_org
):
    client, url = client_for(officer), at("actions:action_owner", action.pk)
    assert "The published summary stays as it is." in client.get(url).text
    museum_key = f"organisation:{museum[0].pk}"
    for typed, sentence in (
        ({"owner": "", "reason": REASON}, "Select the new owner"),
        ({"owner": museum_key, "reason": " "}, "Enter why it passes to another owner"),
        ({"owner": f"organisation:{library[0].pk}", "reason": REASON}, "Library is the owner of this action already"),
        ({"owner": f"organisation:{elsewhere_org.pk}", "reason": REASON}, "Select the new owner from the list"),
        ({"owner": "organisation:\u0663", "reason": REASON}, "Select the new owner from the list"),
    ):
        page = client.post(url, typed)
        assert (page.status_code, sentence in page.text) == (200, True), sentence
    assert not ActionHandover.objects.exists()
    page = client.post(url, {"owner": museum_key, "reason": REASON}, follow=True).text
    assert "Museum is the owner of the action now. They are being told by email." in page
    assert "Pass to another owner" in page
    bare = factories.OrganisationFactory(partnership=action.partnership, name="Chapel")
    page = client.post(url, {"owner": f"organisation:{bare.pk}", "reason": REASON}, follow=True).text
    assert "No one there has an email address, so tell them yourself." in page


@pytest.fixture
def elsewhere_org(world):
    return factories.OrganisationFactory(partnership=world.elsewhere)


def test_closed_action_keeps_its_owner(action, museum, officer, client_for):
    Action.objects.update(status="done", closed_on=THURSDAY_NOON.date())
    with pytest.raises(Refused, match="The action is done, so it keeps its owner"):
        passed(action, museum[0], officer)
    page = client_for(officer).get(at("actions:action_owner", action.pk), follow=True).text
    assert "The action is done, so it keeps its owner." in page
    assert "Pass to another owner" not in page


@pytest.mark.parametrize("wrong", [{"reason": ""}, {"from_organisation": None}, {"to_person": True}])
def test_database_refuses_a_handover_without_reason_or_with_two_owners(action, library, museum, wrong):
    if wrong.get("to_person"):
        wrong = {"to_person": museum[1]}
    facts = {"action": action, "from_organisation": library[0], "to_organisation": museum[0], "reason": REASON}
    with pytest.raises(IntegrityError), transaction.atomic():
        ActionHandover.objects.create(passed_on=THURSDAY_NOON.date(), **(facts | wrong))
