"""Somebody who is invited answers by the link in their mail: every outcome is stated."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core.asks import LinkBroken, make_token
from core.models import AuditEvent
from core.rules.working_days import LONDON
from invitations.mail import InvitationLink
from invitations.services.invitations import invite, withdraw_invitation
from meetings.services.scheduling import cancel_meeting, postpone_meeting
from outbox.services.sending import send_due
from tests import factories
from tests.invitations.inviting import guest

DAY = date(2026, 12, 8)
NOON = datetime(2026, 11, 23, 12, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def invitation(partnership, ppb):
    partnership.office_email = "office@example.org"
    partnership.save()
    meeting = factories.MeetingFactory(
        body=ppb, title="Corporate PPB", held_on=DAY, starts_at=time(18, 30), venue="Town Hall", status="planned"
    )
    item = factories.AgendaItemFactory(meeting=meeting, title="Empty homes", starts_at=time(19), ends_at=time(19, 30))
    (made,) = invite(
        meeting=meeting,
        invitations=[guest("Head of housing", "housing@example.org", item=item, message="Tell us what worked")],
        by=None,
        at=NOON,
    )
    return made


def link(invitation, name="invitations:reply"):
    return reverse(name, args=["halton", make_token("invitation", invitation.pk)])


def reply(client, url, state="accepted", **given):
    return client.post(url, {"state": state} | given)


def state_of(invitation):
    invitation.refresh_from_db()
    return invitation.state


def test_link_in_the_mail_leads_to_the_answer(invitation, client, mailoutbox):
    send_due(now=lambda: NOON)
    path = re.search(r"https?://[^/]+(/halton/links/invitation/\S+)", mailoutbox[0].body)[1]
    page = client.get(path).text
    for words in (
        "You are invited to Corporate PPB",
        "Tuesday 8 December 2026, 6:30pm",
        "Town Hall",
        "One item: Empty homes, 7pm to 7:30pm",
        "Tell us what worked",
        "I will come",
        "I can’t come",
        "This link was sent to Head of housing",
    ):
        assert words in page


def test_opening_the_link_changes_nothing(invitation, client):
    for _ in range(2):
        client.get(link(invitation))
        client.head(link(invitation))
        client.get(link(invitation), {"state": "accepted"})
    assert (state_of(invitation), invitation.history.count()) == ("asked", 1)


def test_page_by_link_is_told_to_nobody_and_kept_nowhere(invitation, client):
    for url in (link(invitation), link(invitation, "invitations:reply_thanks")):
        response = client.get(url)
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in response["Cache-Control"]


def test_answer_needs_neither_account_nor_cookie(invitation):
    stranger = Client(enforce_csrf_checks=True, headers={"origin": "null"})
    response = stranger.post(link(invitation), {"state": "accepted", "needs": "Hearing loop"})
    assert (response.status_code, state_of(invitation)) == (302, "accepted")
    assert (invitation.needs, invitation.answered_at) == ("Hearing loop", NOON)
    event = AuditEvent.objects.get(verb="invitation.answered")
    assert (event.made_by, event.details) == (None, {"who": "Head of housing", "answer": "is coming"})


def test_thanks_offer_the_meeting_for_a_calendar_and_another_answer(invitation, client):
    page = client.post(link(invitation), {"state": "accepted"}, follow=True).text
    assert "You are expected" in page
    assert reverse("meetings:ics", args=["halton", invitation.meeting_id]) in page
    assert "Change your answer" in page


def test_somebody_may_come_in_their_place(invitation, client):
    page = client.post(link(invitation), {"state": "declined", "comes_instead": "Deputy head"}, follow=True).text
    assert "Deputy head is expected in your place" in page
    assert state_of(invitation) == "declined"
    reply(client, link(invitation), "accepted", comes_instead="Deputy head")
    assert (state_of(invitation), invitation.comes_instead) == ("accepted", "")


def test_link_used_twice_changes_the_answer_and_keeps_both(invitation, client, clock):
    reply(client, link(invitation))
    clock.shift(timedelta(days=1))
    assert "On 23 November 2026, midday you answered: is coming." in client.get(link(invitation)).text
    reply(client, link(invitation), "declined", answer_note="Ill")
    assert (state_of(invitation), invitation.answer_note) == ("declined", "Ill")
    assert [one.state for one in invitation.answers()] == ["declined", "accepted"]


def test_button_pressed_twice_answers_once(invitation, client):
    for _ in range(2):
        reply(client, link(invitation))
    assert (state_of(invitation), invitation.history.count()) == ("accepted", 2)
    assert AuditEvent.objects.filter(verb="invitation.answered").count() == 1


@pytest.mark.parametrize("state", ["", "asked", "withdrawn", "nonsense"])
def test_answer_that_nobody_can_give_is_refused_and_what_was_typed_stays(invitation, client, state):
    page = reply(client, link(invitation), state, answer_note="Two of us").text
    assert "Choose “I will come” or “I can’t come”" in page
    assert "Two of us" in page
    assert state_of(invitation) == "asked"


def test_too_long_a_note_names_the_field(invitation, client):
    page = reply(client, link(invitation), needs="x" * 501).text
    assert "What you need must be 500 characters or fewer" in page
    assert state_of(invitation) == "asked"


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        (datetime(2026, 12, 8, 18, 29, tzinfo=LONDON), 302),
        (datetime(2026, 12, 8, 18, 30, tzinfo=LONDON), 409),
        (datetime(2026, 12, 9, 23, 59, tzinfo=LONDON), 409),
        (datetime(2026, 12, 10, 0, 0, tzinfo=LONDON), 410),
    ],
)
def test_answer_closes_with_the_meeting_and_the_link_a_day_later(invitation, client, clock, moment, status):
    clock.move_to(moment)
    assert reply(client, link(invitation)).status_code == status
    assert state_of(invitation) == ("accepted" if status == 302 else "asked")


def test_expired_link_says_whom_to_ask(invitation, client, clock):
    url = link(invitation)
    clock.move_to(datetime(2026, 12, 10, 9, tzinfo=LONDON))
    response = client.get(url)
    assert response.status_code == 410
    assert "Its link worked until the day after the meeting, which was on 8 December 2026." in response.text
    assert "office@example.org" in response.text
    assert "Head of housing" not in response.text


def test_link_that_is_too_old_for_any_meeting_has_expired(invitation, client, clock):
    url = link(invitation)
    clock.move_to(NOON + timedelta(days=3 * 365))
    assert client.get(url).status_code == 410


@given(place=st.integers(0, 60), letter=st.sampled_from("AZaz09-_:"))
def test_token_with_another_letter_is_no_token(place, letter):
    token = make_token("invitation", 1)
    place %= len(token)
    tampered = token[:place] + letter + token[place + 1 :]
    if tampered != token:
        with pytest.raises(LinkBroken):
            InvitationLink.read(None, tampered)


def test_tampered_link_is_not_found(invitation, client):
    url = link(invitation)
    for wrong in (url[:-2] + "/", url[:-6] + "AAAAA/", reverse("invitations:reply", args=["halton", "nonsense"])):
        assert client.get(wrong).status_code == 404
        assert reply(client, wrong).status_code == 404


def test_link_for_something_else_is_not_found(invitation, client):
    other = make_token("sharing", invitation.pk)
    assert client.get(reverse("invitations:reply", args=["halton", other])).status_code == 404
    several = make_token("invitation", invitation.pk, 1)
    assert client.get(reverse("invitations:reply", args=["halton", several])).status_code == 404


def test_link_works_below_its_own_partnership_only(invitation, client):
    url = reverse("invitations:reply", args=["elsewhere", make_token("invitation", invitation.pk)])
    assert client.get(url).status_code == 404


def test_withdrawn_invitation_says_so(invitation, client, officer):
    withdraw_invitation(invitation=invitation, by=officer, at=NOON)
    page = client.get(link(invitation)).text
    assert "The partnership office has withdrawn this invitation." in page
    assert "I will come" not in page
    assert reply(client, link(invitation)).status_code == 409
    assert state_of(invitation) == "withdrawn"


def test_cancelled_meeting_says_so(invitation, client, officer):
    cancel_meeting(meeting=invitation.meeting, reason="Too few could come", by=officer, at=NOON)
    page = client.get(link(invitation)).text
    assert "This meeting is cancelled." in page
    assert "Too few could come" in page
    assert reply(client, link(invitation)).status_code == 409


def test_postponed_meeting_keeps_the_link_for_the_new_day(invitation, client, officer, clock):
    reply(client, link(invitation))
    url = link(invitation)
    postpone_meeting(meeting=invitation.meeting, to_on=None, reason="Snow", by=officer, at=NOON)
    assert "This meeting is postponed. You will be asked again once there is a new date." in client.get(url).text
    meeting = type(invitation.meeting).objects.get(pk=invitation.meeting_id)
    postpone_meeting(meeting=meeting, to_on=date(2027, 1, 12), reason="Snow", by=officer, at=NOON)
    clock.move_to(datetime(2027, 1, 11, 9, tzinfo=LONDON))
    page = client.get(url).text
    assert "Tuesday 12 January 2027" in page
    assert "you answered" not in page
    assert reply(client, url).status_code == 302


def test_somebody_who_has_left_since_can_answer_no_more(partnership, ppb, client, clock):
    person = factories.PersonFactory(partnership=partnership, name="Leaver")
    factories.AppointmentFactory(person=person, body=ppb, ends_on=NOON.date())
    meeting = factories.MeetingFactory(body=ppb, held_on=DAY, status="planned")
    (made,) = invite(meeting=meeting, invitations=[guest("Leaver", "l@example.org", person)], by=None, at=NOON)
    assert client.get(link(made)).status_code == 200
    clock.shift(timedelta(days=1))
    response = client.get(link(made))
    assert response.status_code == 403
    assert "This link belonged to Leaver, who has left." in response.text
    assert reply(client, link(made)).status_code == 403
    assert state_of(made) == "asked"


def test_answer_by_another_is_put_down_to_whom_the_link_was_sent(invitation, client_for, member):
    client = client_for(member)
    assert "This link was sent to Head of housing" in client.get(link(invitation)).text
    reply(client, link(invitation))
    event = AuditEvent.objects.get(verb="invitation.answered")
    assert (event.made_by, event.details["who"]) == (None, "Head of housing")


@pytest.mark.parametrize("items", [1, 50])
def test_page_by_link_costs_the_same_for_one_item_and_for_fifty(items, invitation, client, django_assert_num_queries):
    meeting = invitation.meeting
    meeting.agenda_published_at = NOON
    meeting.save()
    for number in range(items):
        factories.AgendaItemFactory(meeting=meeting, position=number + 1000)
    with django_assert_num_queries(4):
        client.get(link(invitation))
