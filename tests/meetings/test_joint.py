"""Several bodies meet jointly on a theme; an event reads by its programme."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
import time_machine
from django.urls import reverse

from core.acts import Refused
from core.models import AuditEvent
from core.panels import PanelRequest
from core.rules.working_days import LONDON
from desk.panels import meetings_of_body
from invitations.services.invitations import invite
from meetings.models import Meeting
from meetings.services.scheduling import bodies_to_choose, change_who_meets
from tests import factories
from tests.invitations.inviting import guest

DAY = date(2026, 12, 8)
NOON = datetime(2026, 11, 23, 12, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def meeting(ppb):
    return factories.MeetingFactory(body=ppb, title="Joint meeting", held_on=DAY, status="planned")


def hold(meeting, *bodies, by, theme=""):
    return change_who_meets(meeting=meeting, bodies=bodies, theme=theme, by=by, at=NOON)


def page(client, name, *args):
    return client.get(reverse(name, args=["halton", *args])).text


def test_joint_meeting_is_in_the_calendar_of_each_body(meeting, board, ssp, ppb, officer):
    hold(meeting, board, ssp, by=officer)
    for body in (board, ssp, ppb):
        assert list(Meeting.objects.of_body(body)) == [meeting]
        asked = PanelRequest(body, reader=officer, on=NOON.date(), today=NOON.date())
        assert meetings_of_body(asked).context["next"] == meeting


def test_summary_is_due_as_soon_as_one_of_them_owes_one(meeting, board, officer):
    assert hold(meeting, by=officer, theme="Jobs").summary_due_on is None
    assert hold(meeting, board, by=officer).summary_due_on == date(2026, 12, 15)
    assert hold(meeting, by=officer).summary_due_on is None


def test_calendars_hear_of_it_once(meeting, board, officer):
    first = hold(meeting, board, by=officer, theme="Jobs for people under 25")
    again = hold(meeting, board, by=officer, theme="Jobs for people under 25")
    assert (first.sequence, again.sequence, again.changed_at) == (1, 1, NOON)
    event = AuditEvent.objects.get(verb="meeting.held_jointly")
    assert (event.made_by, event.details) == (
        officer,
        {"added": ["Board"], "removed": [], "theme": "Jobs for people under 25"},
    )


def test_published_summary_keeps_its_deadline(board, ssp, officer):
    meeting = factories.MeetingFactory(
        body=board, held_on=date(2026, 11, 16), status="held", summary_due_on=date(2026, 11, 20)
    )
    factories.MeetingSummaryFactory(meeting=meeting, published_at=NOON)
    assert hold(meeting, ssp, by=officer).summary_due_on == date(2026, 11, 20)


def test_body_that_does_not_exist_on_the_day_is_refused(meeting, partnership, officer):
    ended = factories.BodyFactory(partnership=partnership, name="Old SSP", ends_on=date(2026, 11, 30))
    with pytest.raises(Refused, match="Old SSP does not exist after 30 November 2026"):
        hold(meeting, ended, by=officer)
    assert ended not in bodies_to_choose(meeting)


def test_body_that_ended_before_a_moved_meeting_can_be_taken_out(meeting, board, partnership, officer, client_for):
    hold(meeting, board, by=officer)
    board.ends_on = date(2026, 12, 1)
    board.save()
    client = client_for(officer)
    url = reverse("meetings:joint", args=["halton", meeting.pk])
    assert "Board does not exist after 1 December 2026" in client.post(url, {"bodies": [board.pk]}).text
    assert client.post(url, {"theme": "Jobs"}).status_code == 302
    assert meeting.joint_bodies.count() == 0


def test_body_of_another_partnership_is_refused(meeting, world, client_for, officer):
    theirs = factories.BodyFactory(partnership=world.elsewhere)
    url = reverse("meetings:joint", args=["halton", meeting.pk])
    assert "Choose boards and groups that existed" in client_for(officer).post(url, {"bodies": [theirs.pk]}).text


def test_page_says_who_meets_jointly_and_on_what(meeting, board, ssp, officer, client_for):
    hold(meeting, board, ssp, by=officer, theme="Jobs for people under 25")
    text = page(client_for(None), "meetings:detail", meeting.pk)
    assert "Held jointly by" in text
    assert "on the theme: Jobs for people under 25" in text
    for body in (board, ssp, meeting.body):
        assert f'href="{body.get_absolute_url()}"' in text


def test_list_of_meetings_finds_a_joint_meeting_by_each_body(meeting, board, officer, client_for):
    hold(meeting, board, by=officer)
    listed = client_for(None).get(reverse("meetings:list", args=["halton"]), {"body": "board"})
    assert [row.record for row in listed.context["table"].rows] == [meeting]


@pytest.mark.parametrize("rows", [1, 30])
def test_page_of_who_meets_costs_the_same_for_one_body_and_for_thirty(
    rows, meeting, partnership, officer, client_for, django_assert_num_queries
):
    for _ in range(rows):
        hold(meeting, *meeting.partnership.bodies.exclude(pk=meeting.body_id), by=officer)
        factories.BodyFactory(partnership=partnership, kind="ssp")
    client = client_for(officer)
    with django_assert_num_queries(7):
        client.get(reverse("meetings:joint", args=["halton", meeting.pk]))


# Events


@pytest.fixture
def event(partnership):
    event = Meeting.objects.create(
        partnership=partnership,
        title="Network event",
        kind="event",
        held_on=DAY,
        status="planned",
        theme="Getting about",
        agenda_published_at=NOON,
    )
    factories.AgendaItemFactory(
        meeting=event, position=1, title="Welcome", starts_at=time(9, 30), ends_at=time(9, 40), lead="Chair"
    )
    factories.AgendaItemFactory(meeting=event, position=2, title="Buses", starts_at=time(9, 40), paper="Item A")
    return event


def test_event_reads_by_its_programme(event, client_for):
    text = page(client_for(None), "meetings:detail", event.pk)
    for words in ("Programme", "9:30am to 9:40am", "Welcome", "Chair", "Buses", "Item A", "Theme: Getting about"):
        assert words in text
    for words in ("No summary yet", ">Summary<", ">Agenda<", "Invitations"):
        assert words not in text


def test_programme_has_a_page_and_a_pack_and_needs_no_key_issue(event, officer, client_for):
    text = page(client_for(officer), "agendas:agenda", event.pk)
    for words in (">Programme</h1>", "Edit the programme", "Take the programme back", "Briefing pack as a PDF"):
        assert words in text
    assert "key strategic issue" not in page(client_for(officer), "agendas:agenda_edit", event.pk)
    event.agenda_items.all().delete()
    assert "The programme is empty" in page(client_for(officer), "agendas:agenda_edit", event.pk)


def test_officer_sees_on_the_events_page_who_comes(event, officer, client_for):
    invite(meeting=event, invitations=[guest("A", "a@example.org"), guest("B")], by=officer, at=NOON)
    event.invitations.filter(name="A").update(state="accepted")
    text = page(client_for(officer), "meetings:detail", event.pk)
    assert "2 invited: 1 coming, 1 not answered." in text
    assert "a@example.org" not in page(client_for(None), "meetings:detail", event.pk)


def test_meeting_that_is_no_event_keeps_its_agenda_at_the_side(meeting, client_for):
    factories.AgendaItemFactory(meeting=meeting, title="Buses")
    meeting.agenda_published_at = NOON
    meeting.save()
    text = page(client_for(None), "meetings:detail", meeting.pk)
    assert (">Agenda<" in text, "Programme" in text) == (True, False)
