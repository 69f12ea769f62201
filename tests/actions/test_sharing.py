"""Each member organisation is asked to pass actions on, says so, and is reminded."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core import mail

from actions.mail import sharing_subject
from actions.models import Action, Sharing
from actions.services.sharing import (
    add_note,
    ask_to_share,
    meetings_before,
    remind,
    share,
    sharing_grid,
    still_waiting,
)
from boards.choices import ContactPurpose, HolderKind
from core.models import AuditEvent
from meetings.models import JointBody
from meetings.services.contacts import contacts_of, member_organisations
from outbox.models import Message
from outbox.services.sending import send_due
from summaries.services.content import ActionAnswer
from tests import factories
from tests.cycle import MONDAY, WEDNESDAY_NOON

DAY = timedelta(days=1)
THURSDAY_NOON = WEDNESDAY_NOON + DAY


def holder_of(seat):
    return seat.holdings.get().organisation


@pytest.fixture
def council(seats):
    return holder_of(seats[0])


@pytest.fixture
def college(seats):
    return holder_of(seats[1])


@pytest.fixture
def contact(seats):
    """The person in the council's seat."""
    person = factories.PersonFactory(partnership=seats[0].body.partnership, name="A Councillor", email="a@example.org")
    factories.AppointmentFactory(person=person, seat=seats[0], body=None)
    return person


@pytest.fixture
def asked(publish, content, board, council):
    """Two actions, the second the council's own, asked for at noon on Wednesday."""
    actions = [
        ActionAnswer("Open two evenings a week", owner=board, due_on=date(2026, 12, 14)),
        ActionAnswer("Map the lunch clubs", owner=council, due_on=date(2026, 12, 14)),
    ]
    version = publish(content=replace(content, actions=actions))
    ask_again(version, at=WEDNESDAY_NOON)
    return version


def mails(kind="sharing"):
    return sorted(Message.objects.filter(kind=kind).values_list("email", "key"))


def send(at=WEDNESDAY_NOON):
    send_due(now=lambda: at)
    return [one for one in mail.outbox if "Please share" in one.subject or "action for you" in one.subject]


def ask_again(version, *, at):
    """As publishing the version has asked already."""
    ask_to_share(meeting=version.summary.meeting, key=f"version-{version.number}", at=at)


def test_publication_asks_each_member_organisation_once_for_each_action(asked, contact, council, college):
    assert sorted(Sharing.objects.values_list("organisation__name", "action__number")) == [
        ("Borough Council", 1),
        ("Borough Council", 2),
        ("Riverside College", 1),
        ("Riverside College", 2),
    ]
    before = Sharing.objects.count()
    ask_again(asked, at=WEDNESDAY_NOON)
    assert Sharing.objects.count() == before


def test_one_mail_for_each_contact_lists_the_actions_and_marks_what_is_theirs(contact, asked, council):
    assert mails() == [("a@example.org", f"version-1-organisation-{council.pk}")]
    (sent,) = send()
    assert sent.to == ["a@example.org"]
    assert sent.subject == "Please share two actions: Board, 16 November 2026"
    html = sent.alternatives[0][0]
    for words in ("Open two evenings a week", "Map the lunch clubs", "/halton/links/sharing/", "17 January 2027"):
        assert words in sent.body
        assert words in html
    assert sent.body.count("This one is yours") == html.count("This one is yours") == 1


def test_those_who_work_for_the_organisation_are_asked_where_nobody_sits_for_it(college, asked, board, partnership):
    clerk = factories.PersonFactory(partnership=partnership, name="A Clerk", organisation=college)
    factories.PersonFactory(partnership=partnership, organisation=college, email="")

    assert contacts_of([college.pk], on=MONDAY, purpose=ContactPurpose.ACTIONS) == {college.pk: [clerk]}


def test_nominees_and_bodies_in_seats_are_not_asked(meeting, board, council, college):
    seat = factories.SeatFactory(body=board, number=3)
    factories.SeatHoldingFactory(seat=seat, holder_kind=HolderKind.NOMINEE)

    assert member_organisations(meeting) == [council, college]


def test_organisations_of_a_body_that_met_jointly_are_asked(meeting, ssp, council, college):
    seat = factories.SeatFactory(body=ssp, number=1)
    hospital = factories.SeatHoldingFactory(seat=seat, organisation__name="Hospital").organisation
    JointBody.objects.create(meeting=meeting, body=ssp)

    assert member_organisations(meeting) == [council, hospital, college]


def test_seat_that_changed_hands_after_the_meeting_leaves_the_holder_of_its_day_asked(meeting, seats, council, college):
    holding = seats[0].holdings.get()
    holding.ends_on = MONDAY
    holding.save()
    factories.SeatHoldingFactory(seat=seats[0], starts_on=MONDAY + DAY)

    assert member_organisations(meeting) == [council, college]


def test_correction_asks_for_the_actions_that_it_adds(contact, asked, content, publish, council, board, meeting):
    kept = [ActionAnswer(one.what, one.owner, one.due_on, one) for one in meeting.actions.order_by("number")]
    added = ActionAnswer("Write to the bus company", owner=board, due_on=date(2026, 12, 14))
    corrected = publish(content=replace(content, note="One more", actions=[*kept, added]), at=THURSDAY_NOON)
    ask_again(corrected, at=THURSDAY_NOON)

    assert Sharing.objects.filter(organisation=council).count() == 3
    latest = Message.objects.get(key=f"version-2-organisation-{council.pk}")
    assert latest.extra["actions"] == [Action.objects.get(what="Write to the bus company").pk]


def test_action_that_a_correction_withdraws_is_not_asked_for_any_more(contact, asked, content, publish, meeting):
    first = meeting.actions.get(number=1)
    kept = [ActionAnswer(first.what, first.owner, first.due_on, first)]
    publish(content=replace(content, note="Not agreed", actions=kept), at=THURSDAY_NOON)

    (sent,) = send(THURSDAY_NOON)
    assert "Map the lunch clubs" not in sent.body
    assert sent.subject.startswith("Please share one action:")
    assert "Confirm we have shared it" in sent.body


def test_mail_is_not_sent_to_somebody_who_has_left_since(contact, asked, council):
    contact.appointments.update(ends_on=date(2026, 11, 17))

    assert send() == []
    assert Message.objects.get(kind="sharing").last_error == "A Councillor has left Borough Council since."


def test_mail_is_not_sent_for_what_was_shared_meanwhile(contact, asked, council, officer, meeting):
    share(organisation=council, actions=ids(meeting), note="", at=WEDNESDAY_NOON, by=officer)

    assert send() == []
    assert Message.objects.get(kind="sharing").state == "dropped"


def ids(meeting):
    return list(meeting.actions.values_list("pk", flat=True))


def test_sharing_is_recorded_once_and_audited(contact, asked, council, meeting):
    first = share(organisation=council, actions=ids(meeting), note="", at=WEDNESDAY_NOON, person=contact)
    again = share(organisation=council, actions=ids(meeting), note="", at=THURSDAY_NOON, person=contact)

    assert (len(first), len(again)) == (2, 0)
    assert set(Sharing.objects.filter(organisation=council).values_list("shared_at", "shared_by")) == {
        (WEDNESDAY_NOON, contact.pk)
    }
    event = AuditEvent.objects.get(verb="action.shared")
    assert event.details == {"organisation": "Borough Council", "actions": "1, 2", "person": "A Councillor"}
    assert [change.kind for sharing in Sharing.objects.filter(organisation=council) for change in sharing.history] == [
        "changed",
        "added",
    ] * 2


def test_officer_records_it_for_an_organisation_that_phoned(asked, college, officer, meeting):
    one = meeting.actions.get(number=2)
    share(organisation=college, actions=[one.pk], note="To all governors", at=WEDNESDAY_NOON, by=officer)

    sharing = Sharing.objects.get(organisation=college, action=one)
    assert (sharing.recorded_by, sharing.shared_by, sharing.note) == (officer, None, "To all governors")


def test_sentence_is_added_to_what_was_shared_and_kept_once(contact, asked, council, meeting):
    share(organisation=council, actions=ids(meeting), note="", at=WEDNESDAY_NOON, person=contact)
    for note in ("To all heads of service.", "To all heads of service.", "And the unions."):
        add_note(organisation=council, meeting=meeting, note=note, person=contact)

    assert set(Sharing.objects.filter(organisation=council).values_list("note", flat=True)) == {
        "To all heads of service. And the unions."
    }


def test_reminder_goes_to_those_who_have_not_once_a_day(contact, asked, council, college, officer, meeting):
    share(organisation=college, actions=ids(meeting), note="", at=WEDNESDAY_NOON, by=officer)

    assert [(one.organisation, one.people) for one in still_waiting(meeting=meeting, on=MONDAY)] == [
        (council, [contact])
    ]
    assert remind(meeting=meeting, by=officer, at=THURSDAY_NOON) == 1
    assert remind(meeting=meeting, by=officer, at=THURSDAY_NOON) == 0
    assert remind(meeting=meeting, by=officer, at=THURSDAY_NOON + DAY) == 1


def test_owner_whom_the_sharing_does_not_reach_is_told(publish, content, partnership, board):
    person = factories.PersonFactory(partnership=partnership, name="An Adviser", email="adviser@example.org")
    office = factories.OrganisationFactory(partnership=partnership, name="Coroner", nature="office")
    clerk = factories.PersonFactory(partnership=partnership, organisation=office, email="coroner@example.org")
    chair = factories.PersonFactory(partnership=partnership, name="The Chair", email="chair@example.org")
    factories.AppointmentFactory(person=chair, body=board, position="chair")
    answers = [ActionAnswer(f"Do {owner}", owner=owner, due_on=date(2026, 12, 14)) for owner in (person, office, board)]
    ask_again(publish(content=replace(content, actions=answers)), at=WEDNESDAY_NOON)

    sent = {one.to[0]: one for one in send()}
    assert sorted(sent) == ["adviser@example.org", "chair@example.org", clerk.email]
    assert sent["adviser@example.org"].subject == "An action for you: Do An Adviser"
    assert "/halton/links/action/" in sent["adviser@example.org"].body


def test_grid_says_of_each_organisation_and_action_who_has(asked, council, college, officer, meeting):
    one = meeting.actions.get(number=1)
    share(organisation=council, actions=ids(meeting), note="", at=WEDNESDAY_NOON, by=officer)
    share(organisation=college, actions=[one.pk], note="", at=WEDNESDAY_NOON, by=officer)
    grid = sharing_grid(meeting)

    assert [(row.organisation, [bool(cell.shared_at) for cell in row.cells]) for row in grid.rows] == [
        (council, [True, True]),
        (college, [True, False]),
    ]
    assert grid.complete == 1


def test_meeting_before_is_the_last_one_of_the_body_that_agreed_actions(asked, board, ssp, meeting):
    following = factories.MeetingFactory(body=board, held_on=date(2026, 12, 8))
    factories.MeetingFactory(body=board, held_on=date(2026, 12, 1), status="cancelled")
    factories.MeetingFactory(body=ssp, held_on=date(2026, 12, 1))

    assert meetings_before(following) == [meeting]
    assert meetings_before(meeting) == []


def test_meetings_before_a_joint_one_are_those_of_each_body(asked, board, ssp, meeting):
    of_the_ssp = factories.ActionFactory(meeting=factories.MeetingFactory(body=ssp, held_on=date(2026, 11, 2))).meeting
    together = factories.MeetingFactory(body=board, held_on=date(2026, 12, 8))
    JointBody.objects.create(meeting=together, body=ssp)
    assert meetings_before(together) == [meeting, of_the_ssp]

    JointBody.objects.create(meeting=meeting, body=ssp)
    assert meetings_before(together) == [meeting]


def test_subject_counts_in_words(meeting):
    assert sharing_subject(meeting, 1) == "Please share one action: Board, 16 November 2026"
    assert sharing_subject(meeting, 12) == "Please share 12 actions: Board, 16 November 2026"


@pytest.mark.parametrize("organisations", [1, 30])
def test_reading_takes_the_same_queries_for_one_organisation_and_for_thirty(
    organisations, meeting, board, django_assert_num_queries
):
    action = factories.ActionFactory(meeting=meeting)
    for number in range(organisations):
        seat = factories.SeatFactory(body=board, number=10 + number)
        organisation = factories.SeatHoldingFactory(seat=seat).organisation
        factories.PersonFactory(partnership=board.partnership, organisation=organisation)
        Sharing.objects.create(action=action, organisation=organisation)
    with django_assert_num_queries(6):  # the rows, the bodies that met, and four for the contacts
        assert len(still_waiting(meeting=meeting, on=MONDAY)) == organisations
    with django_assert_num_queries(1):
        assert len(sharing_grid(meeting).rows) == organisations


def test_grid_says_nothing_more_of_actions_that_were_settled_before_anybody_passed_them_on(
    asked, council, officer, meeting
):
    first, second = meeting.actions.order_by("number")
    meeting.actions.update(status="done", closed_on=MONDAY)
    assert (sharing_grid(meeting).actions, sharing_grid(meeting).columns) == ([first, second], [])
    assert sharing_grid(meeting).complete == 2

    share(organisation=council, actions=[second.pk], note="", at=WEDNESDAY_NOON, by=officer)
    assert sharing_grid(meeting).columns == [second]
