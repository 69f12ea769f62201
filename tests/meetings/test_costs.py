"""A page costs as many queries for a hundred rows as for one: those whose own tests do not say it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from actions.models import Action, Sharing
from invitations.models import Invitation
from invitations.services.recipients import add_line
from meetings.models import JointBody
from summaries.models import SummaryComment, SummaryVersion
from tests import factories
from tests.cycle import MONDAY, WEDNESDAY_NOON
from tests.outbox.makers import MONDAY_NOON, message

TODAY = date(2026, 11, 23)
NEXT = date(2026, 12, 8)


@pytest.fixture(autouse=True)
def monday_noon():
    with time_machine.travel("2026-11-23 12:00 +0000", tick=False):
        yield


def at(name, *args):
    return reverse(name, args=["halton", *args])


def revise(meeting, officer, rows):
    """A published summary, with so many versions; answers the last of them."""
    summary = factories.MeetingSummaryFactory(meeting=meeting, published_at=WEDNESDAY_NOON)
    told = {"summary": summary, "published_at": WEDNESDAY_NOON, "published_by": officer, "form_data": {}}
    for number in range(1, rows + 1):
        version = SummaryVersion.objects.create(number=number, note="Corrected" if number > 1 else "", **told)
    return version


def passing_on(meeting, rows):
    """One action of the meeting, and so many organisations that were asked to pass it on."""
    action = factories.ActionFactory(meeting=meeting, number=1)
    for number in range(rows):
        seat = factories.SeatFactory(body=meeting.body, number=10 + number)
        organisation = factories.SeatHoldingFactory(seat=seat).organisation
        person = factories.PersonFactory(partnership=meeting.partnership, organisation=organisation)
        factories.AppointmentFactory(person=person, seat=seat, body=None)
        Sharing.objects.create(action=action, organisation=organisation)


def everything(world, meeting, rows):
    """A meeting with so many of everything that its page shows."""
    summary = revise(meeting, world.officer, rows).summary
    for number in range(1, rows + 1):
        SummaryComment.objects.create(summary=summary, text="When?", made_by=world.member)
        item = factories.AgendaItemFactory(meeting=meeting, position=number)
        factories.DocumentFactory(meeting=meeting, item=item)
        factories.ActionFactory(meeting=meeting, number=number + 1)
        Invitation.objects.create(meeting=meeting, name="Head", email=f"{number}@example.org", state="accepted")
    passing_on(meeting, rows)
    return at("meetings:detail", meeting.pk)


def held(world, rows):
    return everything(world, factories.MeetingFactory(body=world.board, held_on=MONDAY), rows)


def event(world, rows):
    return everything(world, factories.MeetingFactory(body=world.board, held_on=NEXT, kind="event"), rows)


def next_meeting(world, rows):
    """Its page shows who has passed on what the one before agreed."""
    passing_on(factories.MeetingFactory(body=world.board, held_on=MONDAY), rows)
    return at("meetings:detail", factories.MeetingFactory(body=world.board, held_on=NEXT).pk)


def deliveries(world, rows):
    meeting = factories.MeetingFactory(body=world.board, held_on=MONDAY)
    version = revise(meeting, world.officer, 1)
    for _ in range(rows):
        message(world.partnership, kind="summary", about=version.pk, state="failed")
    return at("summaries:deliveries", meeting.pk)


def proposals(world, rows):
    """As many dates proposed already, and as many on a day that is to be proposed."""
    for number in range(rows):
        factories.MeetingFactory(body=world.board, status="proposed", held_on=NEXT + timedelta(days=number))
        factories.MeetingFactory(body=world.ssp, held_on=date(2028, 1, 19))
    pattern = "first=1+1+2028&last=31+12+2028&pattern=monthly&nth=3&weekday=2&every=3"
    return f"{at('meetings:propose', 'board')}?{pattern}&at_most={4 if rows == 1 else 12}"


def distribution(world, rows):
    for _ in range(rows):
        person = factories.PersonFactory(partnership=world.partnership)
        add_line(body=world.board, kind="person", person=person, by=world.officer)
    return at("invitations:distribution", "board")


def sharing_remind(world, rows):
    meeting = factories.MeetingFactory(body=world.board, held_on=MONDAY)
    passing_on(meeting, rows)
    return at("actions:sharing_remind", meeting.pk)


def actions_change(world, rows):
    meeting = factories.MeetingFactory(body=world.board, held_on=MONDAY)
    picked = [factories.ActionFactory(meeting=meeting, number=number + 1).pk for number in range(rows)]
    return f"{at('actions:actions_change')}?{'&'.join(f'pick={pk}' for pk in picked)}"


def came(world, rows):
    meeting = factories.MeetingFactory(body=world.board, held_on=MONDAY)
    for number in range(rows):
        Invitation.objects.create(meeting=meeting, name="Head", email=f"{number}@example.org", state="accepted")
    return at("invitations:invitation_came", meeting.pk)


def paper(world, rows):
    """Every version of a paper, as its page lists them for officers."""
    meeting = factories.MeetingFactory(body=world.board, held_on=NEXT)
    document = factories.DocumentFactory(meeting=meeting)
    version = document.versions.get()
    for number in range(2, rows + 1):
        version.pk, version.number = None, number
        version.save()
    return at("agendas:document", meeting.pk, document.pk)


def digest(world, rows):
    """The message that carries others."""
    one = message(world.partnership, kind="digest", state="sent", sent_at=MONDAY_NOON)
    for _ in range(rows):
        message(world.partnership, state="sent", sent_at=MONDAY_NOON, digest=one)
    return reverse("outbox:message", args=["halton", one.pk])


COSTS = [
    (held, 25),
    (event, 26),
    (next_meeting, 23),
    (deliveries, 7),
    (proposals, 9),
    (distribution, 10),
    (sharing_remind, 10),
    (actions_change, 7),
    (came, 6),
    (paper, 7),
    (digest, 8),
]


@pytest.mark.parametrize("rows", [1, 100])
@pytest.mark.parametrize(("made", "queries"), COSTS)
def test_page_costs_the_same_for_one_row_and_for_a_hundred(
    made, queries, rows, world, client_for, django_assert_num_queries
):
    address, office = made(world, rows), client_for(world.officer)
    with django_assert_num_queries(queries):
        assert office.get(address).status_code == 200


@pytest.mark.parametrize("rows", [1, 100])
def test_changes_of_actions_are_previewed_at_the_same_cost(rows, world, client_for, django_assert_num_queries):
    office = client_for(world.officer)
    picked = office.get(actions_change(world, rows)).context["picked"]
    with django_assert_num_queries(7):  # how the actions stand is asked once
        office.post(at("actions:actions_change"), {"picked": picked, "status": "done"})

    file = office.get(at("actions:actions_csv")).content.replace(b"not started", b"done")
    with django_assert_num_queries(7):
        page = office.post(at("actions:actions_import"), {"file": SimpleUploadedFile("actions.csv", file)})
    assert page.context["count"] == rows == Action.objects.count()


@pytest.mark.parametrize("rows", [1, 100])
def test_everybody_on_a_body_is_shown_at_the_same_cost(rows, world, client_for, django_assert_num_queries):
    meeting = factories.MeetingFactory(body=world.board, held_on=NEXT)
    for _ in range(rows):
        factories.AppointmentFactory(person=factories.PersonFactory(partnership=world.partnership), body=world.ssp)
    office = client_for(world.officer)
    # Three of them are the savepoint in which the meeting is locked before it is asked whether it is open.
    with django_assert_num_queries(14):
        page = office.post(at("invitations:invitation_several", meeting.pk), {"group": "body:ssp"})
    assert page.text.count('name="send_to"') == rows


@pytest.mark.parametrize("rows", [1, 100])
def test_list_of_joint_meetings_costs_the_same_for_one_and_for_a_hundred(
    rows, world, client_for, django_assert_num_queries
):
    for _ in range(rows):
        JointBody.objects.create(meeting=factories.MeetingFactory(body=world.board), body=world.ssp)
    public = client_for(None)
    with django_assert_num_queries(7):
        page = public.get(at("meetings:list"), {"body": world.ssp.pk})
    assert len(page.context["table"].paginated_rows) == min(rows, 25)
