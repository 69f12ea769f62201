"""Seat holders and the body's list are told of an agenda, a new date or a cancellation, if the officer wishes."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.urls import reverse

from agendas.services.agenda import publish_agenda, take_back_agenda
from core.models import AuditEvent
from invitations.mail import INVITATION_CHANGED
from invitations.services.notices import NOTICE, NoticeChanged, send_notices
from invitations.services.recipients import notice_recipients
from meetings.services.scheduling import cancel_meeting, postpone_meeting
from outbox.models import Message
from outbox.services.sending import send_due
from tests import factories
from tests.invitations.inviting import DAY, NOON, ask, guest, sent

LATER, LATEST = date(2026, 12, 15), date(2026, 12, 17)


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def holder(seats, partnership):
    person = factories.PersonFactory(partnership=partnership, name="A Holder", email="holder@example.org")
    factories.AppointmentFactory(person=person, seat=seats[0], body=None, starts_on=date(2025, 2, 1))
    return person


@pytest.fixture
def contact(seats, partnership):
    """Works for the college that holds seat 2, in which no one sits."""
    college = seats[1].holdings.get().organisation
    return factories.PersonFactory(
        partnership=partnership, name="C Contact", email="contact@example.org", organisation=college
    )


@pytest.fixture
def meeting(board, holder, contact, ppb_member):
    made = factories.MeetingFactory(
        body=board, title="Board", held_on=DAY, starts_at=time(14), venue="Town Hall", status="planned"
    )
    factories.AgendaItemFactory(meeting=made, position=1, title="Warm homes")
    factories.AgendaItemFactory(meeting=made, position=2, title="A private matter", is_members_only=True)
    return made


def at(name, *args):
    return reverse(name, args=["halton", *args])


def everyone(meeting):
    return [one.person for one in notice_recipients(meeting=meeting, on=NOON.date())]


def tell(meeting, officer, of="date", people=None, **given):
    meeting.refresh_from_db()
    chosen = everyone(meeting) if people is None else people
    known = {"sequence": meeting.sequence, "people": chosen, "add": (), "by": officer, "at": NOON}
    return send_notices(meeting=meeting, of=of, **(known | given))


def postpone(meeting, officer, to_on=LATER, reason="Snow"):
    return postpone_meeting(meeting=meeting, to_on=to_on, reason=reason, by=officer, at=NOON)


def states():
    return list(Message.objects.filter(kind=NOTICE).order_by("pk").values_list("email", "state", "last_error"))


def test_who_sits_there_and_who_is_listed_is_told_each_with_the_reason(meeting):
    assert [(one.name, one.reason) for one in notice_recipients(meeting=meeting, on=NOON.date())] == [
        ("A Holder", "Seat 1, Borough Council, since February 2025 (Board)"),
        ("C Contact", "contact of Riverside College, which holds a seat"),
        ("PPB Member", "PPB member since January 2001 (Corporate PPB)"),
    ]


def test_who_is_told_costs_as_much_for_twenty_seats(meeting, board, django_assert_num_queries):
    for number in range(10, 30):
        seat = factories.SeatFactory(body=board, number=number)
        person = factories.PersonFactory(partnership=board.partnership)
        factories.AppointmentFactory(person=person, seat=seat, body=None)
        holding = factories.SeatHoldingFactory(seat=factories.SeatFactory(body=board, number=number + 50))
        factories.PersonFactory(partnership=board.partnership, organisation=holding.organisation)
    with django_assert_num_queries(9):
        assert len(everyone(meeting)) == 43


def test_officer_who_publishes_an_agenda_is_shown_whom_to_tell(meeting, officer, client_for, mailoutbox):
    client = client_for(officer)
    page = client.post(at("agendas:agenda_publish", meeting.pk), follow=True)
    assert page.redirect_chain == [(at("invitations:notice", meeting.pk, "agenda"), 302)]
    assert "Agenda published: Board, 8 December 2026" in page.text
    assert "Email 3 people" in page.text
    assert not Message.objects.exists()

    people = everyone(meeting)
    meeting.refresh_from_db()
    typed = {"sequence": meeting.sequence, "shown": people, "send_to": people[:2], "people": "2"}
    page = client.post(at("invitations:notice", meeting.pk, "agenda"), typed, follow=True)
    assert "2 people are being told by email." in page.text
    assert sent() == [
        ("contact@example.org", "Agenda published: Board, 8 December 2026"),
        ("holder@example.org", "Agenda published: Board, 8 December 2026"),
    ]
    for words in ("1. Warm homes", "When: Tuesday 8 December 2026, 2pm", "Where: Town Hall"):
        assert words in mailoutbox[0].body
    for part in (mailoutbox[0].body, mailoutbox[0].alternatives[0].content):
        assert "Warm homes" in part
        assert "A private matter" not in part
    event = AuditEvent.objects.get(verb="meeting.notice_sent")
    assert (event.made_by, event.details) == (officer, {"of": "agenda", "sent_to": 2})


def test_second_press_tells_nobody_twice(meeting, officer, client_for):
    postpone(meeting, officer)
    meeting.refresh_from_db()
    people = everyone(meeting)
    typed = {"sequence": meeting.sequence, "shown": people, "send_to": people, "people": "3"}
    client = client_for(officer)
    client.post(at("invitations:notice", meeting.pk, "date"), typed)
    page = client.post(at("invitations:notice", meeting.pk, "date"), typed, follow=True)
    assert "They have been told already." in page.text
    assert len(states()) == 3
    again = client.get(at("invitations:notice", meeting.pk, "date")).text
    assert "Told already" in again
    assert 'name="send_to"' not in again


def test_who_is_left_out_and_who_is_added_need_a_second_look_without_scripts(meeting, officer, client_for, partnership):
    other = factories.PersonFactory(partnership=partnership, name="Z Editor", email="editor@example.org")
    postpone(meeting, officer)
    meeting.refresh_from_db()
    people = everyone(meeting)
    client, url = client_for(officer), at("invitations:notice", meeting.pk, "date")
    sequence = {"sequence": meeting.sequence}
    page = client.post(url, sequence | {"shown": people, "send_to": people[1:], "people": "3"})
    assert "You have changed who is told. Check the list, then send." in page.text
    assert "Email 2 people" in page.text
    page = client.post(url, sequence | {"do": "add", "add": other.pk, "shown": people, "send_to": people[1:]})
    assert "Email 3 people" in page.text
    assert not states()
    chosen = [*people[1:], other.pk]
    client.post(url, sequence | {"shown": people, "added": [other.pk], "send_to": chosen, "people": "3"})
    assert [email for email, _, _ in states()] == [
        "contact@example.org",
        "ppb.member@example.org",
        "editor@example.org",
    ]
    assert len(sent()) == 3


def test_notice_says_the_newest_date_though_it_was_queued_before(meeting, officer, mailoutbox):
    postpone(meeting, officer)
    assert tell(meeting, officer) == 3
    postpone(meeting, officer, to_on=LATEST, reason="Flood")
    assert {subject for _, subject in sent()} == {"New date: Board, 17 December 2026"}
    assert {mail.subject for mail in mailoutbox} == {"New date: Board, 17 December 2026"}
    assert "was to be on Tuesday 8 December 2026 has a new date. Reason: Flood" in mailoutbox[0].body.replace("\n", " ")
    assert "When: Thursday 17 December 2026, 2pm" in mailoutbox[0].body


def test_later_notice_takes_the_place_of_one_that_waits(meeting, officer, mailoutbox):
    postpone(meeting, officer)
    tell(meeting, officer)
    postpone(meeting, officer, to_on=LATEST, reason="Flood")
    tell(meeting, officer)
    send_due(now=lambda: NOON + timedelta(minutes=1))
    assert len(mailoutbox) == 3
    assert "was to be on Tuesday 8 December 2026" in mailoutbox[0].body
    dropped = [reason for _, state, reason in states() if state == "dropped"]
    assert dropped == ["A later notice tells of the meeting as it is now."] * 3


def test_meeting_that_is_back_on_its_day_is_not_told_of(meeting, officer, mailoutbox):
    postpone(meeting, officer)
    tell(meeting, officer)
    postpone(meeting, officer, to_on=DAY, reason="Thaw")
    send_due(now=lambda: NOON + timedelta(minutes=1))
    assert not mailoutbox
    assert {reason for _, _, reason in states()} == {"The meeting is on its earlier date again."}


def test_cancelled_and_postponed_say_so_with_the_reason(meeting, officer, mailoutbox):
    postpone(meeting, officer, to_on=None)
    tell(meeting, officer)
    send_due(now=lambda: NOON + timedelta(minutes=1))
    assert mailoutbox[0].subject == "Postponed: Board, 8 December 2026"
    assert "We will tell you the new date once it is set." in mailoutbox[0].body
    assert "Reason: Snow" in mailoutbox[0].body
    assert [one[0] for one in mailoutbox[0].attachments] == []

    cancel_meeting(meeting=meeting, reason="Too few could come", by=officer, at=NOON)
    tell(meeting, officer)
    send_due(now=lambda: NOON + timedelta(minutes=1))
    assert mailoutbox[-1].subject == "Cancelled: Board, 8 December 2026"
    assert "Reason: Too few could come" in mailoutbox[-1].alternatives[0].content


def test_agenda_that_is_taken_back_or_a_meeting_that_is_off_is_not_told_of(meeting, officer, mailoutbox):
    publish_agenda(meeting=meeting, by=officer, at=NOON)
    tell(meeting, officer, of="agenda")
    take_back_agenda(meeting=meeting, by=officer, at=NOON)
    send_due(now=lambda: NOON + timedelta(minutes=1))
    assert not mailoutbox
    assert {reason for _, _, reason in states()} == {"The agenda is not published."}


def test_who_is_invited_is_told_by_the_invitation_alone(meeting, holder, officer, client_for, mailoutbox):
    ask(meeting, guest(holder.name, holder.email, holder))
    sent()
    mailoutbox.clear()
    postpone(meeting, officer)
    page = client_for(officer).get(at("invitations:notice", meeting.pk, "date")).text
    assert "Told by their invitation" in page
    assert "Email 2 people" in page
    # Also where a page that was made up by hand asks for it.
    assert tell(meeting, officer) == 2
    send_due(now=lambda: NOON + timedelta(minutes=1))
    kinds = {mail.to[0]: mail.extra_headers["List-Id"].partition(".")[0].strip("<") for mail in mailoutbox}
    assert kinds == {
        "holder@example.org": INVITATION_CHANGED,
        "contact@example.org": NOTICE,
        "ppb.member@example.org": NOTICE,
    }
    assert len(mailoutbox) == 3


@pytest.mark.parametrize("state", ["dropped", "failed"])
def test_who_is_invited_is_told_by_a_notice_where_the_invitation_never_came(meeting, holder, officer, state):
    ask(meeting, guest(holder.name, holder.email, holder))
    sent()
    postpone(meeting, officer)
    Message.objects.filter(kind=INVITATION_CHANGED).update(state=state)
    assert tell(meeting, officer) == 3


def test_who_has_left_meanwhile_gets_nothing(meeting, holder, officer, mailoutbox):
    cancel_meeting(meeting=meeting, reason="Snow", by=officer, at=NOON)
    tell(meeting, officer)
    holder.appointments.update(ends_on=NOON.date() - timedelta(days=1))
    send_due(now=lambda: NOON + timedelta(minutes=1))
    assert sorted(mail.to[0] for mail in mailoutbox) == ["contact@example.org", "ppb.member@example.org"]
    assert ("holder@example.org", "dropped", "A Holder has left since.") in states()


def test_meeting_or_list_that_changed_meanwhile_is_shown_again(meeting, officer, outsider, client_for, partnership):
    postpone(meeting, officer)
    meeting.refresh_from_db()
    seen, people = meeting.sequence, everyone(meeting)
    postpone(meeting, officer, to_on=LATEST)
    typed = {"sequence": seen, "shown": people, "send_to": people, "people": "3"}
    page = client_for(officer).post(at("invitations:notice", meeting.pk, "date"), typed, follow=True)
    assert "has changed since you opened this page" in page.text
    stranger = factories.PersonFactory(partnership=partnership, email="stranger@example.org")
    with pytest.raises(NoticeChanged):
        tell(meeting, officer, people=[stranger.pk])
    elsewhere = factories.PersonFactory(email="elsewhere@example.org")
    assert tell(meeting, officer, people=[], add=[elsewhere.pk]) == 0
    assert not states()


@pytest.mark.parametrize("of", ["agenda", "date"])
def test_where_there_is_nothing_to_tell_the_page_leads_back(meeting, officer, client_for, of):
    page = client_for(officer).get(at("invitations:notice", meeting.pk, of), follow=True)
    assert page.redirect_chain == [(meeting.get_absolute_url(), 302)]
    assert "There is nothing to tell anyone." in page.text
    assert client_for(officer).get(at("invitations:notice", meeting.pk, "weather")).status_code == 404


def test_past_or_proposed_meeting_asks_for_no_notice(meeting, officer, client_for):
    client = client_for(officer)
    meeting.status = "proposed"
    meeting.save()
    assert client.post(at("meetings:cancel", meeting.pk), {"reason": "Snow"}).url == meeting.get_absolute_url()
    past = factories.MeetingFactory(body=meeting.body, held_on=date(2026, 11, 2), status="planned")
    assert client.post(at("meetings:cancel", past.pk), {"reason": "Snow"}).url == past.get_absolute_url()
    assert client.get(at("meetings:detail", meeting.pk)).text.count(at("invitations:notice", meeting.pk, "date")) == 1
