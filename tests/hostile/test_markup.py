"""Markup in records that somebody else wrote: shown as the characters it is."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from actions.models import Sharing
from actions.services.actions import update_action
from attendance.models import Guest
from core.asks import make_token
from core.rules.working_days import LONDON
from invitations.models import Invitation
from meetings.models import Meeting
from performance.models import Measure
from tests import factories
from tests.outbox.makers import message

NOON = datetime(2026, 11, 18, 12, tzinfo=LONDON)
LATER = date(2036, 11, 17)
MARKUP = '"><img src=x onerror=alert(1)>'


@pytest.mark.parametrize("name", ["measure", "result_add"])
def test_unit_of_a_measure_is_no_markup(world, client_for, name):
    measure = factories.MeasureFactory(partnership=world.partnership)
    Measure.objects.filter(pk=measure.pk).update(unit=MARKUP[:40], name=MARKUP)
    response = client_for(world.officer).get(reverse(f"performance:{name}", args=["halton", measure.code]))
    assert (response.status_code, b"<img src=x" in response.content) == (200, False)


@pytest.mark.parametrize(
    "name", ["meetings:list", "meetings:detail", "meetings:edit", "meetings:cancel", "summaries:summary_edit"]
)
def test_words_of_a_meeting_are_no_markup(world, client_for, name):
    meeting = factories.MeetingFactory(body=world.board, status="held")
    Meeting.objects.filter(pk=meeting.pk).update(title=MARKUP, venue=MARKUP)
    type(world.board).objects.filter(pk=world.board.pk).update(name=MARKUP)
    response = client_for(world.officer).get(
        reverse(name, args=["halton", *([] if name == "meetings:list" else [meeting.pk])])
    )
    assert (response.status_code, b"<img src=x" in response.content) == (200, False)


@pytest.fixture
def cycle(world):
    """A meeting of which every word is markup, from its agenda to who has passed its actions on."""
    type(world.board).objects.filter(pk=world.board.pk).update(name=MARKUP)
    meeting = factories.MeetingFactory(
        body=world.board,
        held_on=LATER,
        title=MARKUP,
        theme=MARKUP,
        venue=MARKUP,
        status_reason=MARKUP,
        agenda_published_at=NOON,
    )
    item = factories.AgendaItemFactory(meeting=meeting, title=MARKUP, text=MARKUP, lead=MARKUP, paper=MARKUP)
    factories.AgendaItemFactory(meeting=meeting, kind="matters", title=MARKUP)
    document = factories.DocumentFactory(meeting=meeting, item=item, title=MARKUP)
    document.versions.update(filename=MARKUP, note=MARKUP)
    organisation = factories.OrganisationFactory(partnership=world.partnership, name=MARKUP)
    person = factories.PersonFactory(partnership=world.partnership, name=MARKUP, organisation=organisation)
    action = factories.ActionFactory(
        meeting=meeting, number=1, what=MARKUP, item=item, owner_body=None, owner_organisation=organisation
    )
    update_action(action=action, status="in-progress", text=MARKUP, reported_on=NOON.date(), by=world.officer, at=NOON)
    told = {"shared_at": NOON, "shared_by": person, "note": MARKUP}
    Sharing.objects.create(action=action, organisation=organisation, **told)
    Guest.objects.create(meeting=meeting, name=MARKUP, organisation_name=MARKUP)
    said = {"message": MARKUP, "answer_note": MARKUP, "needs": MARKUP, "comes_instead": MARKUP, "follow_up": MARKUP}
    invitation = Invitation.objects.create(
        meeting=meeting, item=item, name=MARKUP, email="a@example.org", state="declined", **said
    )
    mail = message(world.partnership, subject=MARKUP, name=MARKUP, reason=MARKUP, last_error=MARKUP, state="failed")
    return {
        "meetings:list": [],
        "meetings:calendar": [],
        "meetings:detail": [meeting.pk],
        "agendas:agenda": [meeting.pk],
        "agendas:agenda_edit": [meeting.pk],
        "agendas:agenda_publish": [meeting.pk],
        "invitations:notice": [meeting.pk, "agenda"],
        "agendas:agenda_item_edit": [meeting.pk, item.pk],
        "agendas:agenda_item_remove": [meeting.pk, item.pk],
        "agendas:document": [meeting.pk, document.pk],
        "agendas:document_edit": [meeting.pk, document.pk],
        "agendas:document_withdraw": [meeting.pk, document.pk],
        "invitations:invitations": [meeting.pk],
        "invitations:invitation_answer": [meeting.pk, invitation.pk],
        "invitations:invitation_withdraw": [meeting.pk, invitation.pk],
        "meetings:joint": [meeting.pk],
        "invitations:follow_ups": [],
        "actions:actions": [],
        "actions:action": [action.pk],
        "actions:action_update": [action.pk],
        "actions:action_owner": [action.pk],
        "recommendations:action_recommendations": [action.pk],
        "actions:owner_contact": ["organisation", organisation.pk],
        "actions:sharing_record": [meeting.pk, organisation.code],
        "actions:sharing_remind": [meeting.pk],
        "actions:sharing_link": [make_token("sharing", meeting.pk, organisation.pk, person.pk)],
        "actions:action_link": [make_token("action", action.pk, person.pk)],
        "invitations:reply": [make_token("invitation", invitation.pk)],
        "invitations:reply_thanks": [make_token("invitation", invitation.pk)],
        "outbox:list": [],
        "outbox:message": [mail.pk],
        "outbox:preferences_by_link": [make_token("mail", mail.pk)],
        "outbox:stop_by_link": [make_token("mail", mail.pk)],
    }


def test_words_of_the_meeting_cycle_are_no_markup(cycle, world, client_for):
    client = client_for(world.officer)
    shown = {}
    for name, args in cycle.items():
        page = client.get(reverse(name, args=["halton", *args]), follow=True)
        shown[name] = (page.status_code, b"<img src=x" in page.content)
    assert shown == dict.fromkeys(cycle, (200, False))
