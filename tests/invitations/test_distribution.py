"""Who gets the summaries of a body: its list, worked out on the day, changed by hand for one sending."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from core.models import AuditEvent
from invitations.models import DistributionLine
from invitations.services.recipients import add_line, lines_of, recipients, remove_line
from meetings.models import JointBody
from outbox.models import Message
from summaries.choices import SUMMARY
from summaries.mail import still_entitled
from summaries.models import SummaryVersion
from tests import factories
from tests.cycle import MONDAY, WEDNESDAY_NOON

TODAY = WEDNESDAY_NOON.date()
USUAL = ("PPB Member", "PPB member since January 2001 (Corporate PPB)")


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(WEDNESDAY_NOON, tick=False):
        yield


@pytest.fixture
def coordinator(partnership, ssp):
    person = factories.PersonFactory(partnership=partnership, name="A Coordinator", email="coordinator@example.org")
    factories.AppointmentFactory(person=person, body=ssp, position="lead-officer", starts_on=date(2024, 5, 1))
    return person


@pytest.fixture
def editor(partnership):
    return factories.PersonFactory(partnership=partnership, name="Z Editor", email="editor@example.org")


@pytest.fixture
def page(client_for, officer, board):
    client = client_for(officer)
    url = reverse("invitations:distribution", args=["halton", board.code])
    return client, url


def listed(meeting, on=TODAY):
    return [(one.name, one.reason) for one in recipients(meeting=meeting, on=on)]


def test_recipients_of_a_body_without_a_list_are_the_ppbs(meeting):
    assert listed(meeting) == [USUAL]


def test_recipients_are_worked_out_from_each_line_on_the_day(meeting, board, ssp, seats, coordinator, editor, officer):
    holder = factories.PersonFactory(partnership=board.partnership, name="B Holder")
    factories.AppointmentFactory(person=holder, body=None, seat=seats[0], starts_on=date(2025, 2, 1))
    for kind, who in (("body", {"of_body": ssp}), ("body", {"of_body": board}), ("person", {"person": editor})):
        add_line(body=board, kind=kind, by=officer, **who)

    assert listed(meeting) == [
        ("A Coordinator", "Lead officer since May 2024 (Safer SSP)"),
        ("B Holder", "Seat 1, Borough Council, since February 2025 (Board)"),
        USUAL,
        ("Z Editor", "on the list of Board"),
    ]


def test_recipient_by_two_lines_gets_it_once_with_both_reasons(meeting, board, ssp, coordinator, officer):
    add_line(body=board, kind="body", of_body=ssp, by=officer)
    add_line(body=board, kind="person", person=coordinator, by=officer)

    assert ("A Coordinator", "Lead officer since May 2024 (Safer SSP); on the list of Board") in listed(meeting)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "gets_it"),
    [
        (date(2024, 5, 1), TODAY - timedelta(days=1), False),
        (date(2024, 5, 1), TODAY, True),
        (TODAY, None, True),
        (TODAY + timedelta(days=1), None, False),
    ],
)
def test_recipient_holds_the_role_from_its_first_day_to_its_last(
    meeting, ppb, partnership, starts_on, ends_on, gets_it
):
    person = factories.PersonFactory(partnership=partnership, name="In Question")
    factories.AppointmentFactory(person=person, body=ppb, starts_on=starts_on, ends_on=ends_on)

    assert ("In Question" in [name for name, _ in listed(meeting)]) == gets_it


def test_seat_or_body_that_has_ended_puts_nobody_on_the_list(meeting, board, partnership, coordinator, ssp, officer):
    add_line(body=board, kind="body", of_body=ssp, by=officer)
    ssp.ends_on = TODAY - timedelta(days=1)
    ssp.save()

    assert listed(meeting) == [USUAL]


def test_recipients_of_a_joint_meeting_are_those_of_each_body_once(meeting, board, ssp, editor, officer):
    JointBody.objects.create(meeting=meeting, body=ssp)
    add_line(body=ssp, kind="person", person=editor, by=officer)

    assert listed(meeting) == [USUAL, ("Z Editor", "on the list of Safer SSP")]


def test_recipients_cost_five_queries_however_many(
    meeting, board, ssp, coordinator, officer, django_assert_num_queries
):
    add_line(body=board, kind="body", of_body=ssp, by=officer)
    add_line(body=board, kind="person", person=factories.PersonFactory(partnership=board.partnership), by=officer)
    with django_assert_num_queries(5):
        recipients(meeting=meeting, on=TODAY)
    for _ in range(30):
        person = factories.PersonFactory(partnership=board.partnership)
        factories.AppointmentFactory(person=person, body=ssp)
        add_line(body=board, kind="person", person=person, by=officer)
    with django_assert_num_queries(5):
        assert len(recipients(meeting=meeting, on=TODAY)) == 33


def test_first_line_adds_to_the_usual_list(board, editor, officer):
    add_line(body=board, kind="person", person=editor, by=officer)

    assert [line.kind for line in lines_of(board)] == ["ppbs", "person"]


def test_line_added_twice_is_there_once(board, editor, officer):
    first = add_line(body=board, kind="person", person=editor, by=officer)

    assert add_line(body=board, kind="person", person=editor, by=officer) == first
    assert AuditEvent.objects.filter(verb="distribution.added").count() == 1


def test_last_line_removed_brings_the_usual_list_back(board, editor, officer, meeting):
    add_line(body=board, kind="person", person=editor, by=officer)
    for line in board.distribution_lines.all():
        remove_line(line=line, by=officer)
        remove_line(line=line, by=officer)

    assert listed(meeting) == [USUAL]
    assert [event.details["line"] for event in AuditEvent.objects.filter(verb="distribution.removed")] == [
        "Z Editor",
        "Everybody appointed to a scrutiny board",
    ]


def test_page_shows_who_each_line_stands_for_today(page, ssp, coordinator):
    client, url = page
    assert "This is the usual list." in client.get(url).content.decode()

    answer = client.post(url, {"kind": "body", "of_body": ssp.pk, "person": "", "do": "add"}, follow=True)

    words = "Everybody appointed to Safer SSP, or to one of its seats"
    assert f"{words}: on the list from now on." in answer.content.decode()
    assert [(line, [one.name for one in people]) for _, line, people in answer.context["lines"]] == [
        ("Everybody appointed to a scrutiny board", ["PPB Member"]),
        (words, ["A Coordinator"]),
    ]


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({}, {"kind": ["Choose who gets the summaries"]}),
        ({"kind": "body"}, {"of_body": ["Choose which body"]}),
        ({"kind": "person", "of_body": "nonsense"}, {"person": ["Choose which person"]}),
        ({"kind": "person", "person": "999999"}, {"person": ["Choose a person from the list"]}),
    ],
)
def test_page_says_what_is_missing(page, typed, errors):
    client, url = page

    assert client.post(url, typed).context["form"].errors == errors


def test_page_offers_nobody_of_another_partnership(page, world):
    client, url = page
    stranger = factories.PersonFactory(partnership=world.elsewhere)

    assert client.post(url, {"kind": "person", "person": stranger.pk}).context["form"].errors == {
        "person": ["Choose a person from the list"]
    }


def test_line_is_taken_off_only_after_asking(page, board, editor, officer):
    client, _ = page
    line = add_line(body=board, kind="person", person=editor, by=officer)
    address = reverse("invitations:distribution_remove", args=["halton", board.code, line.pk])

    assert "Take this off the list?" in client.get(address).content.decode()
    assert DistributionLine.objects.count() == 2
    client.post(address)
    answer = client.post(address, follow=True)

    assert "It is not on the list any more." in answer.content.decode()
    assert [one.kind for one in lines_of(board)] == ["ppbs"]


def test_person_added_by_hand_gets_this_summary_and_says_why(publish, editor, meeting):
    version = publish(add=[editor.pk])

    message = Message.objects.of(SUMMARY, version.pk).get(person=editor)
    assert (message.reason, message.extra) == ("added by the office this once", {"by_hand": True})
    assert AuditEvent.objects.get(verb="summary.published").details == {
        "version": 1,
        "sent_to": 2,
        "left_out": [],
        "added": ["Z Editor"],
    }


def test_person_of_another_partnership_or_without_an_address_is_not_added(publish, partnership, world):
    stranger = factories.PersonFactory(partnership=world.elsewhere)
    unreachable = factories.PersonFactory(partnership=partnership, email="")

    version = publish(add=[stranger.pk, unreachable.pk])

    assert [one.name for one in Message.objects.of(SUMMARY, version.pk)] == ["PPB Member"]


def test_preview_takes_a_person_on_the_list_without_scripts(client_for, officer, meeting, seats, board, editor):
    client = client_for(officer)
    urls = {
        name: reverse(name, args=["halton", meeting.pk])
        for name in ("summaries:summary_edit", "summaries:summary_publish")
    }
    typed = {f"seat-{seat.pk}-state": "present" for seat in seats}
    client.post(
        urls["summaries:summary_edit"], {"do": "preview", "draft_version": "0", "key_issues": "Waiting times", **typed}
    )
    [usual] = recipients(meeting=meeting, on=MONDAY)
    form = {"draft_version": "1", "people": "1", "shown": [usual.person], "send_to": [usual.person]}

    answer = client.post(urls["summaries:summary_publish"], form | {"do": "add", "add": editor.pk})
    page = answer.content.decode()
    assert "You have added to the list. Check it, then publish." in page
    assert "Publish and send to 2 people" in page
    assert editor.pk not in dict(answer.context["can_be_added"])
    assert SummaryVersion.objects.count() == 0

    form |= {"people": "2", "added": [editor.pk], "send_to": [usual.person, editor.pk]}
    client.post(urls["summaries:summary_publish"], form)
    assert {one.name for one in Message.objects.of(SUMMARY, SummaryVersion.objects.get().pk)} == {
        "PPB Member",
        "Z Editor",
    }


def test_queued_summary_is_not_for_somebody_who_has_left_since(publish, ppb, partnership, editor):
    version = publish(add=[editor.pk])
    usual, added = (Message.objects.of(SUMMARY, version.pk).get(name=name) for name in ("PPB Member", "Z Editor"))
    assert still_entitled(usual, on=TODAY)

    partnership.people.get(name="PPB Member").appointments.update(ends_on=TODAY)

    assert still_entitled(usual, on=TODAY)
    assert not still_entitled(usual, on=TODAY + timedelta(days=1))
    assert still_entitled(added, on=TODAY + timedelta(days=1))


def test_other_ppb_still_entitles_somebody_who_left_one(publish, partnership):
    message = Message.objects.of(SUMMARY, publish().pk).get()
    person = partnership.people.get(name="PPB Member")
    person.appointments.update(ends_on=TODAY)
    other = factories.BodyFactory(partnership=partnership, kind="ppb")
    factories.AppointmentFactory(person=person, body=other)

    assert still_entitled(message, on=TODAY + timedelta(days=1))
