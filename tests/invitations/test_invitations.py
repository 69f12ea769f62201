"""Officers invite people, one by one or many at once, and keep what they answered and what follows."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse

from core.acts import Refused
from core.models import AuditEvent
from core.rules.working_days import LONDON
from invitations.models import Invitation
from invitations.rules import invitation_readable_until, may_still_answer
from invitations.services.invitations import (
    answer_invitation,
    groups,
    invite,
    members_of,
    note_who_came,
    remind_invited,
    withdraw_invitation,
)
from outbox.models import Message
from outbox.services.sending import send_due
from tests import factories
from tests.invitations.inviting import DAY, NOON, ask, guest, housing, sent


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def meeting(ppb):
    return factories.MeetingFactory(
        body=ppb, title="Corporate PPB", held_on=DAY, starts_at=time(18, 30), venue="Town Hall", status="planned"
    )


@pytest.fixture
def item(meeting):
    return factories.AgendaItemFactory(meeting=meeting, position=3, title="Empty homes", starts_at=time(19))


def url(name, meeting, *args):
    return reverse(name, args=["halton", meeting.pk, *args])


# How long


@pytest.mark.parametrize(
    ("first", "last", "until"),
    [
        (DAY, None, date(2026, 12, 9)),
        (DAY, date(2026, 12, 10), date(2026, 12, 11)),
        (None, None, None),
    ],
)
def test_link_can_be_read_until_the_day_after_the_meeting(first, last, until):
    assert invitation_readable_until(first, last) == until


@pytest.mark.parametrize(
    ("starts_at", "at", "may"),
    [
        (time(18, 30), datetime(2026, 12, 8, 18, 29, tzinfo=LONDON), True),
        (time(18, 30), datetime(2026, 12, 8, 18, 30, tzinfo=LONDON), False),
        (None, datetime(2026, 12, 8, 23, 59, tzinfo=LONDON), True),
        (None, datetime(2026, 12, 9, 0, 0, tzinfo=LONDON), False),
    ],
)
def test_answer_can_be_changed_until_the_meeting_starts(starts_at, at, may):
    assert may_still_answer(DAY, starts_at, at=at) is may


def test_answer_in_summer_time_closes_by_the_clock_on_the_wall():
    at = datetime(2026, 7, 1, 17, 0, tzinfo=LONDON)
    assert may_still_answer(date(2026, 7, 1), time(17, 30), at=at)
    assert not may_still_answer(date(2026, 7, 1), time(17, 30), at=at + timedelta(minutes=30))


def test_meeting_without_a_day_can_be_answered():
    assert may_still_answer(None, None, at=NOON)


# Asking


def test_partner_is_invited_for_one_item_and_gets_the_mail(meeting, item, officer, mailoutbox):
    partner = factories.PersonFactory(partnership=meeting.partnership, name="Partner", email="partner@example.org")
    (made,) = invite(
        meeting=meeting, invitations=[guest("Partner", partner.email, partner, item=item)], by=officer, at=NOON
    )
    assert (made.state, made.item, made.asked_by, made.asked_at) == ("asked", item, officer, NOON)
    assert sent() == [("partner@example.org", "Invitation: Corporate PPB, 8 December 2026")]
    (mail,) = mailoutbox
    for words in ("Tuesday 8 December 2026, 6:30pm", "Town Hall", "one item, Empty homes, 7pm", "/links/invitation/"):
        assert words in mail.body
        assert words in mail.alternatives[0].content
    assert [(name, kind) for name, content, kind in mail.attachments] == [("meeting.ics", "text/calendar")]
    assert AuditEvent.objects.get(verb="invitation.sent").details == {"to": ["Partner"]}


def test_nobody_is_asked_twice_whatever_the_case_of_the_address(meeting):
    assert len(ask(meeting)) == 1
    assert ask(meeting, guest("Housing", "HOUSING@example.org")) == []
    assert (Invitation.objects.count(), Message.objects.count()) == (1, 1)


def test_same_person_can_be_asked_for_two_items(meeting, item):
    ask(meeting)
    assert len(ask(meeting, item=item)) == 1


def test_somebody_without_an_address_is_on_the_list_and_gets_no_mail(meeting):
    (made,) = ask(meeting, guest("Chair of the residents’ forum"))
    assert (made.email, Message.objects.count()) == ("", 0)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"status": "cancelled"}, "cancelled"),
        ({"status": "postponed"}, "postponed"),
        ({"status": "held"}, "has been held"),
        ({"held_on": date(2026, 11, 22)}, "has been held"),
    ],
)
def test_nobody_is_asked_to_what_does_not_take_place(meeting, changed, words):
    for name, value in changed.items():
        setattr(meeting, name, value)
    meeting.save()
    with pytest.raises(Refused, match=words):
        ask(meeting)


def test_mail_is_not_sent_for_what_is_withdrawn_or_past_by_then(meeting, officer, mailoutbox):
    first, _ = ask(meeting, housing(), guest("Planner", "planner@example.org"))
    withdraw_invitation(invitation=first, by=officer, at=NOON)
    assert sent() == [("planner@example.org", "Invitation: Corporate PPB, 8 December 2026")]
    assert Message.objects.get(email="housing@example.org").last_error == (
        "The partnership office has withdrawn this invitation."
    )


def test_mail_is_not_sent_to_somebody_who_has_left_since(meeting, ppb):
    person = factories.PersonFactory(partnership=meeting.partnership, name="Leaver", email="leaver@example.org")
    factories.AppointmentFactory(person=person, body=ppb, ends_on=NOON.date())
    ask(meeting, guest("Leaver", "leaver@example.org", person))
    send_due(now=lambda: NOON + timedelta(days=1))
    message = Message.objects.get()
    assert (message.state, message.last_error) == ("dropped", "Leaver has left since they were invited.")


# Many at once


def test_everybody_on_a_body_and_its_seats_can_be_invited(partnership, board, ppb):
    seat = factories.SeatFactory(body=board)
    for number in (1, 2):
        person = factories.PersonFactory(partnership=partnership, name=f"Person {number}")
        factories.AppointmentFactory(
            person=person, body=None if number == 1 else board, seat=seat if number == 1 else None
        )
    gone = factories.AppointmentFactory(body=board, ends_on=date(2026, 11, 22))
    found = members_of("body:board", partnership=partnership, on=NOON.date())
    assert [one.name for one in found] == ["Person 1", "Person 2"]
    assert gone.person.name not in [one.name for one in found]


def test_contact_of_each_organisation_with_a_seat_can_be_invited(partnership, board):
    holding = factories.SeatHoldingFactory(seat__body=board, organisation__name="Riverside College")
    person = factories.PersonFactory(partnership=partnership, name="Principal", organisation=holding.organisation)
    factories.PersonFactory(
        partnership=partnership, organisation=factories.OrganisationFactory(partnership=partnership)
    )
    (found,) = members_of("contacts", partnership=partnership, on=NOON.date())
    assert (found.person, found.organisation, found.reason) == (
        person,
        holding.organisation,
        "contact of Riverside College",
    )


def test_groups_are_the_contacts_and_the_bodies_of_today(partnership, board):
    factories.BodyFactory(partnership=partnership, name="Ended", ends_on=date(2020, 1, 1))
    factories.BodyFactory(partnership=partnership, name="Proposed", is_proposed=True)
    assert [key for key, _ in groups(partnership, on=NOON.date())] == ["contacts", "body:board", "body:ppb", "body:ssp"]


def test_officer_sees_who_gets_it_before_anybody_is_written_to(meeting, client_for, officer):
    client = client_for(officer)
    typed = {"group": "body:ppb", "message": "Please bring your figures"}
    page = client.post(url("invitations:invitation_several", meeting), typed).text
    assert "PPB Member" in page
    assert "Please bring your figures" in page
    assert "Error:" not in page
    assert Invitation.objects.count() == 0

    person = meeting.partnership.people.get(name="PPB Member")
    ticked = typed | {"do": "send", "send_to": [str(person.pk)]}
    assert client.post(url("invitations:invitation_several", meeting), ticked).status_code == 302
    assert client.post(url("invitations:invitation_several", meeting), ticked).status_code == 200
    assert [one.message for one in Invitation.objects.all()] == ["Please bring your figures"]


def test_officer_who_ticks_nobody_is_told(meeting, client_for, officer):
    page = (
        client_for(officer)
        .post(url("invitations:invitation_several", meeting), {"group": "body:ppb", "do": "send"})
        .text
    )
    assert "Tick at least one person to invite" in page
    assert "Error:" in page
    assert Invitation.objects.count() == 0


# The form


def test_address_of_somebody_on_record_names_them(meeting, client_for, officer):
    known = factories.PersonFactory(partnership=meeting.partnership, email="known@example.org")
    client_for(officer).post(
        url("invitations:invitation_add", meeting), {"name": "Somebody", "email": "Known@example.org"}
    )
    assert Invitation.objects.get().person == known


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({}, "Choose somebody on record, or enter a name below"),
        ({"name": "Both", "person": "known"}, "Choose somebody on record or enter a name, not both"),
        ({"name": "New", "email": "no address"}, "Enter their email address in full, for example name@example.org"),
        ({"name": "Head of housing", "email": "HOUSING@example.org"}, "Head of housing is invited already"),
    ],
)
def test_form_names_what_is_wrong_and_keeps_what_was_typed(meeting, client_for, officer, typed, message):
    ask(meeting)
    known = factories.PersonFactory(partnership=meeting.partnership)
    data = {"message": "Your view of empty homes"} | typed
    if "person" in data:
        data["person"] = known.pk
    page = client_for(officer).post(url("invitations:invitation_add", meeting), data).text
    assert message in page
    assert "Your view of empty homes" in page
    assert Invitation.objects.count() == 1


def test_page_of_a_cancelled_meeting_leads_back_with_the_reason(meeting, client_for, officer):
    meeting.status = "cancelled"
    meeting.save()
    page = client_for(officer).get(url("invitations:invitation_add", meeting), follow=True).text
    assert "The meeting is cancelled, so nobody can be invited to it." in page


# Withdrawn, reminded


def test_withdrawn_invitation_is_told_once_and_can_be_sent_anew(meeting, officer):
    (made,) = ask(meeting)
    sent()
    for _ in range(2):
        withdraw_invitation(invitation=made, by=officer, at=NOON)
    assert sent() == [
        ("housing@example.org", "Invitation withdrawn: Corporate PPB, 8 December 2026"),
        ("housing@example.org", "Invitation: Corporate PPB, 8 December 2026"),
    ]
    assert len(ask(meeting)) == 1


def test_reminder_goes_to_those_who_have_not_answered_once_a_day(meeting, officer):
    answered, _ = ask(meeting, guest("A", "a@example.org"), guest("B", "b@example.org"))
    sent()
    answer_invitation(invitation=answered, answer={"state": "accepted"}, at=NOON)
    assert remind_invited(meeting=meeting, by=officer, at=NOON) == 1
    assert remind_invited(meeting=meeting, by=officer, at=NOON + timedelta(hours=3)) == 0
    assert remind_invited(meeting=meeting, by=officer, at=NOON + timedelta(days=1)) == 1
    assert sent()[-1] == ("b@example.org", "Please answer: Corporate PPB, 8 December 2026")


def test_reminder_is_dropped_where_the_answer_came_first(meeting, officer):
    (made,) = ask(meeting)
    sent()
    remind_invited(meeting=meeting, by=officer, at=NOON)
    answer_invitation(invitation=made, answer={"state": "declined"}, at=NOON)
    assert len(sent()) == 1
    assert Message.objects.get(state="dropped").last_error == "They have answered."


# Afterwards


def test_who_came_is_marked_and_can_be_unmarked(meeting, officer, client_for):
    first, second = ask(meeting, guest("A", "a@example.org"), guest("B", "b@example.org"))
    client = client_for(officer)
    client.post(url("invitations:invitation_came", meeting), {f"came-{first.pk}": "yes", f"came-{second.pk}": "no"})
    assert list(Invitation.objects.values_list("name", "came")) == [("A", True), ("B", False)]
    assert note_who_came(meeting=meeting, came={first.pk: None, second.pk: False}, by=officer) == 1
    assert list(Invitation.objects.values_list("name", "came")) == [("A", None), ("B", False)]


def test_follow_up_is_open_until_it_is_done(meeting, officer, client_for):
    (made,) = ask(meeting)
    client, follow_up = client_for(officer), url("invitations:invitation_follow_up", meeting, made.pk)
    client.post(follow_up, {"follow_up": "Send figures", "follow_up_due_on": "20 12 2026"})
    known = Invitation.objects.all()
    assert (known.follow_up_open().count(), known.follow_up_due(on=date(2026, 12, 19)).count()) == (1, 0)
    assert known.follow_up_due(on=date(2026, 12, 20)).count() == 1
    client.post(follow_up, {"follow_up": "Send figures", "followed_up_on": "23 11 2026"})
    assert known.follow_up_open().count() == 0


def test_follow_up_without_words_is_refused(meeting, officer, client_for):
    (made,) = ask(meeting)
    page = (
        client_for(officer)
        .post(url("invitations:invitation_follow_up", meeting, made.pk), {"follow_up_due_on": "20 12 2026"})
        .text
    )
    assert "Enter the follow-up, or remove the dates" in page


def test_answer_told_by_telephone_is_put_down(meeting, officer, client_for):
    (made,) = ask(meeting)
    data = {"state": "declined", "comes_instead": "Deputy head of housing"}
    client_for(officer).post(url("invitations:invitation_answer", meeting, made.pk), data)
    made.refresh_from_db()
    assert (made.state, made.tag) == ("declined", "somebody else comes")
    assert AuditEvent.objects.get(verb="invitation.answered").made_by == officer


def test_list_can_be_taken_along(meeting, officer, client_for):
    ask(meeting, guest("=Formula", "a@example.org"))
    text = client_for(officer).get(url("invitations:invitation_csv", meeting)).content.decode()
    assert "'=Formula,,a@example.org,the whole meeting,not answered" in text


def test_invitation_of_another_meeting_is_not_found_here(meeting, ssp, officer, client_for):
    (made,) = ask(meeting)
    other = factories.MeetingFactory(body=ssp, held_on=DAY)
    assert client_for(officer).get(url("invitations:invitation_answer", other, made.pk)).status_code == 404


# Lists


def many(meeting, number):
    people = [guest(f"Person {n}", f"p{n}@example.org") for n in range(number)]
    ask(meeting, *people)
    Invitation.objects.update(follow_up="Send figures")


@pytest.mark.parametrize("rows", [1, 100])
def test_list_costs_the_same_for_one_invitation_and_for_a_hundred(
    rows, meeting, officer, client_for, django_assert_num_queries
):
    many(meeting, rows)
    client = client_for(officer)
    with django_assert_num_queries(8):
        page = client.get(url("invitations:invitations", meeting)).text
    assert page.count("Withdraw<span") == min(rows, 25)


@pytest.mark.parametrize("rows", [1, 100])
def test_follow_ups_cost_the_same_for_one_and_for_a_hundred(
    rows, meeting, officer, client_for, django_assert_num_queries
):
    many(meeting, rows)
    client = client_for(officer)
    with django_assert_num_queries(6):
        page = client.get(reverse("invitations:follow_ups", args=["halton"])).text
    assert page.count("Change or close<span") == min(rows, 25)


@pytest.mark.parametrize("rows", [1, 100])
def test_asking_costs_no_more_than_two_queries_a_mail(rows, meeting, django_assert_max_num_queries):
    with django_assert_max_num_queries(15 + 3 * rows):
        many(meeting, rows)


@pytest.mark.parametrize(
    ("query", "shown"), [("", 2), ("?state=asked", 1), ("?state=accepted", 1), ("?state=nonsense", 2)]
)
def test_list_is_filtered_by_answer(meeting, officer, client_for, query, shown):
    first, _ = ask(meeting, guest("A", "a@example.org"), guest("B", "b@example.org"))
    answer_invitation(invitation=first, answer={"state": "accepted"}, at=NOON)
    page = client_for(officer).get(url("invitations:invitations", meeting) + query).text
    assert page.count("Withdraw<span") == shown
    assert "2 invited: 1 coming, 1 not answered." in page
