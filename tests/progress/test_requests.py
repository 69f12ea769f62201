"""Those who do the work are asked before each PPB, once, and reminded until they answer (PR-1, PR-2)."""

from datetime import date, timedelta

import pytest

from boards.choices import Position
from boards.models import Person
from meetings.services.scheduling import postpone_meeting
from outbox.models import Message
from progress.mail import compose_request
from progress.models import ProgressRequest
from progress.services.request_reading import boards_of
from progress.services.requests import ask_now, queue_requests, remind_now
from progress.services.updates import add_progress
from scrutiny.models import ScrutinySettings
from tests import factories
from tests.monitoring.factories import MonitoringDecisionFactory
from tests.progress.asking import ASKED_ON, DAY, MEETS_ON, WANTED_ON, at, meeting_of, owner, recommend, study
from tests.scrutiny.factories import ScrutinySettingsFactory


@pytest.fixture
def group(ppb):
    return study(ppb)


@pytest.fixture
def meeting(ppb):
    return meeting_of(ppb)


@pytest.fixture
def council(partnership):
    return owner(partnership, "Borough Council", "ann", "ben")


@pytest.fixture
def college(partnership):
    return owner(partnership, "College", "cat")


def asked():
    rows = ProgressRequest.objects.order_by("recommendation__number", "owner__name")
    return [(one.recommendation.number, one.owner.name) for one in rows]


def mailed():
    return sorted(Message.objects.values_list("email", flat=True))


def mornings(first, last):
    """How many mails each working-day morning queued, by the day."""
    days = (first + n * DAY for n in range((last - first).days + 1))
    return {day.isoformat(): queued for day in days if (queued := queue_requests(at=at(day)))}


def test_every_owner_of_an_open_recommendation_is_asked_and_mailed(group, meeting, council, college):
    recommend(group, 1, council, college)
    recommend(group, 2, council)
    assert queue_requests(at=at(ASKED_ON)) == 3

    assert asked() == [(1, "Borough Council"), (1, "College"), (2, "Borough Council")]
    assert set(ProgressRequest.objects.values_list("answer_by", flat=True)) == {WANTED_ON}
    assert mailed() == ["ann@example.org", "ben@example.org", "cat@example.org"]
    assert Message.objects.get(email="ann@example.org").subject == (
        "How far are two recommendations? Please answer by 29 December 2026"
    )


def test_the_lead_is_asked_for_all(group, meeting, council, college):
    recommend(group, 1, council, college, lead=college)
    queue_requests(at=at(ASKED_ON))
    assert asked() == [(1, "College")]


def test_what_is_settled_closed_or_in_preparation_is_not_asked(group, meeting, council, ppb):
    recommend(group, 1, council, status="implemented", status_reason="Done")
    closed = recommend(group, 2, council)
    MonitoringDecisionFactory(recommendation=closed)
    recommend(study(ppb, is_draft=True), 3, council)
    assert (queue_requests(at=at(ASKED_ON)), asked()) == (0, [])


@pytest.mark.parametrize(
    ("moment", "queued"),
    [
        (at(date(2026, 11, 30)), 0),
        (at(ASKED_ON, 7), 0),
        (at(ASKED_ON, 8), 1),
        (at(date(2026, 12, 5)), 0),  # a Saturday
        (at(date(2026, 12, 25)), 0),  # a bank holiday
        (at(MEETS_ON), 0),
    ],
)
def test_requests_go_on_working_day_mornings_from_six_weeks_before(moment, queued, group, meeting, college):
    recommend(group, 1, college)
    assert queue_requests(at=moment) == queued


def test_requests_are_queued_once_however_often_they_are_asked_for(group, meeting, college):
    recommend(group, 1, college)
    assert [queue_requests(at=at(ASKED_ON, hour)) for hour in (7, 8, 8, 9, 17)] == [0, 1, 0, 0, 0]
    assert queue_requests(at=at(ASKED_ON + DAY)) == 0


def test_what_is_recommended_later_is_asked_by_a_mail_of_its_own(group, meeting, college):
    recommend(group, 1, college)
    queue_requests(at=at(ASKED_ON))
    recommend(group, 2, college)
    assert queue_requests(at=at(ASKED_ON + DAY)) == 1
    assert asked() == [(1, "College"), (2, "College")]


def test_nothing_is_asked_where_an_admin_has_switched_it_off(group, meeting, college, partnership):
    recommend(group, 1, college)
    ScrutinySettingsFactory(partnership=partnership, asks_for_progress=False)
    assert queue_requests(at=at(ASKED_ON)) == 0


def test_the_schedule_is_the_partnerships_own(group, meeting, college, partnership):
    recommend(group, 1, college)
    ScrutinySettingsFactory(partnership=partnership, weeks_before=3, answer_weeks_before=1)
    assert mornings(ASKED_ON, MEETS_ON - 2 * DAY) == {"2026-12-22": 1, "2026-12-29": 1, "2027-01-05": 1}
    assert ProgressRequest.objects.get().answer_by == date(2027, 1, 5)


def test_going_through_a_morning_is_no_change_of_a_setting(group, meeting, college, partnership):
    recommend(group, 1, college)
    queue_requests(at=at(ASKED_ON))
    kept = ScrutinySettings.objects.get()
    assert (kept.asked_for_on, kept.history.count()) == (ASKED_ON, 1)


@pytest.mark.parametrize("status", ["proposed", "postponed", "cancelled", "held"])
def test_nothing_is_asked_for_a_meeting_that_is_not_planned(status, group, ppb, college):
    meeting_of(ppb, status=status)
    recommend(group, 1, college)
    assert queue_requests(at=at(ASKED_ON)) == 0


def test_a_meeting_of_another_body_asks_nobody_but_a_joint_one_does(group, board, ppb, college):
    recommend(group, 1, college)
    meeting = meeting_of(board)
    assert queue_requests(at=at(ASKED_ON)) == 0
    meeting.joint_bodies.create(body=ppb)
    assert queue_requests(at=at(ASKED_ON)) == 1


# Who is written to


def test_a_body_is_written_to_by_its_chair_and_lead_officer(group, meeting, ssp, partnership):
    for position, name in ((Position.CHAIR, "chair"), (Position.LEAD_OFFICER, "lead"), (Position.MEMBER, "other")):
        person = factories.PersonFactory(partnership=partnership, email=f"{name}@example.org")
        factories.AppointmentFactory(person=person, body=ssp, position=position)
    recommend(group, 1, factories.OwnerFactory(partnership=partnership, body=ssp))
    queue_requests(at=at(ASKED_ON))
    assert mailed() == ["chair@example.org", "lead@example.org"]


def test_an_owner_without_anybody_is_asked_by_its_contact(group, meeting, partnership):
    contact = factories.PersonFactory(partnership=partnership, email="contact@example.org")
    recommend(group, 1, owner(partnership, "Empty Ltd", contact=contact))
    recommend(group, 2, factories.OwnerFactory(partnership=partnership, contact=contact))
    queue_requests(at=at(ASKED_ON))
    assert mailed() == ["contact@example.org", "contact@example.org"]


def test_an_owner_that_nobody_reads_for_is_asked_all_the_same_without_mail(group, meeting, partnership):
    recommend(group, 1, owner(partnership, "Empty Ltd"))
    assert (queue_requests(at=at(ASKED_ON)), asked()) == (0, [(1, "Empty Ltd")])


# Reminders


def test_reminders_go_a_week_before_on_the_day_and_weekly_until_the_meeting(group, meeting, college):
    recommend(group, 1, college)
    assert mornings(ASKED_ON, MEETS_ON) == {"2026-12-01": 1, "2026-12-22": 1, "2026-12-29": 1, "2027-01-05": 1}
    subjects = list(Message.objects.order_by("pk").values_list("subject", flat=True))
    assert subjects[1] == "Reminder: How far is one recommendation? Please answer by 29 December 2026"


def test_reminders_stop_once_the_owner_has_answered(group, meeting, council, college, officer):
    one = recommend(group, 1, council, college)
    queue_requests(at=at(ASKED_ON))
    add_progress(
        recommendation=one,
        text="Half of it",
        status="in-progress",
        reported_on=ASKED_ON,
        reported_by="College",
        by=officer,
        at=at(ASKED_ON, 12),
    )
    assert ProgressRequest.objects.get(owner=college).answered_at == at(ASKED_ON, 12)
    queue_requests(at=at(date(2026, 12, 22)))
    assert mailed() == ["ann@example.org"] * 2 + ["ben@example.org"] * 2 + ["cat@example.org"]


@pytest.mark.parametrize("what", ["settled", "closed", "cancelled", "owner gone"])
def test_reminders_stop_when_nothing_is_wanted_any_more(what, group, meeting, college):
    one = recommend(group, 1, college)
    queue_requests(at=at(ASKED_ON))
    if what == "settled":
        one.status, one.status_reason = "implemented", "Done"
        one.save()
    elif what == "closed":
        MonitoringDecisionFactory(recommendation=one)
    elif what == "cancelled":
        meeting.status = "cancelled"
        meeting.save()
    else:
        one.owner_lines.all().delete()
    assert mornings(ASKED_ON + DAY, MEETS_ON) == {}


def test_once_another_owner_leads_that_one_is_asked_and_the_first_is_left_alone(
    group, meeting, council, college, partnership, officer
):
    one = recommend(group, 1, council, college)
    queue_requests(at=at(ASKED_ON))
    one.owner_lines.filter(owner=college).update(is_lead=True)
    # A week before answers are wanted: the college alone, which was asked as the council was.
    assert mornings(ASKED_ON + DAY, date(2026, 12, 22)) == {"2026-12-22": 1}
    charity = owner(partnership, "Charity", "dan")
    one.owner_lines.all().delete()
    one.owner_lines.create(owner=charity, printed_as="Charity", position=1)
    assert mornings(date(2026, 12, 23), WANTED_ON) == {"2026-12-23": 1}

    assert mailed() == ["ann@example.org", "ben@example.org", *["cat@example.org"] * 2, "dan@example.org"]
    (board,) = boards_of([meeting], ScrutinySettings(), on=WANTED_ON)
    assert [(one.owner.name, one.state[0]) for one in board.owners] == [("Charity", "silent")]


def test_who_has_come_to_answer_for_the_owner_is_asked_and_not_reminded(group, meeting, council):
    recommend(group, 1, council)
    queue_requests(at=at(ASKED_ON))
    Person.objects.filter(email="ann@example.org").update(organisation=None)
    factories.PersonFactory(partnership=council.partnership, email="eve@example.org", organisation=council.organisation)
    week_before = date(2026, 12, 22)
    queue_requests(at=at(week_before))

    written = {
        one.email: compose_request(one, at(week_before)).subject
        for one in Message.objects.filter(queued_at=at(week_before))
    }
    asks = "How far is one recommendation? Please answer by 29 December 2026"
    assert written == {"ben@example.org": f"Reminder: {asks}", "eve@example.org": asks}


def test_a_meeting_that_has_moved_asks_nobody_twice_and_waits_longer(group, meeting, college, officer):
    recommend(group, 1, college)
    queue_requests(at=at(ASKED_ON))
    to_on = date(2027, 1, 26)
    postpone_meeting(meeting=meeting, to_on=to_on, reason="Snow", by=officer, at=at(ASKED_ON, 12))
    assert mornings(ASKED_ON + DAY, to_on) == {"2027-01-05": 1, "2027-01-12": 1, "2027-01-19": 1}
    assert (ProgressRequest.objects.count(), ProgressRequest.objects.get().answer_by) == (1, date(2027, 1, 12))


def test_a_meeting_without_a_day_reminds_nobody(group, meeting, college, officer):
    recommend(group, 1, college)
    queue_requests(at=at(ASKED_ON))
    postpone_meeting(meeting=meeting, to_on=None, reason="Snow", by=officer, at=at(ASKED_ON, 12))
    assert mornings(ASKED_ON + DAY, MEETS_ON) == {}


def test_officers_ask_before_the_schedule_and_the_schedule_repeats_nothing(group, meeting, college, officer):
    recommend(group, 1, college)
    early = ASKED_ON - timedelta(weeks=2)
    assert [ask_now(meeting=meeting, by=officer, at=at(early, hour)) for hour in (10, 11)] == [1, 0]
    assert queue_requests(at=at(ASKED_ON)) == 0
    assert asked() == [(1, "College")]


def test_officers_remind_once_a_day_and_not_on_the_day_of_asking(group, meeting, college, officer):
    recommend(group, 1, college)
    queue_requests(at=at(ASKED_ON))
    assert remind_now(meeting=meeting, by=officer, at=at(ASKED_ON, 15)) == 0
    next_day = ASKED_ON + DAY
    assert [remind_now(meeting=meeting, by=officer, at=at(next_day, hour)) for hour in (10, 11)] == [1, 0]


def test_another_partnerships_requests_are_its_own(group, meeting, college, world):
    recommend(group, 1, college)
    theirs = factories.BodyFactory(partnership=world.elsewhere, kind="ppb")
    meeting_of(theirs)
    recommend(study(theirs), 1, owner(world.elsewhere, "Charity", "dan"))
    assert queue_requests(at=at(ASKED_ON)) == 2
    assert {one.partnership.slug: one.email for one in Message.objects.all()} == {
        "halton": "cat@example.org",
        "elsewhere": "dan@example.org",
    }


# Progress that answers


@pytest.mark.parametrize(
    ("reported_by", "answers"),
    [("College", True), ("  cOLLEGE", True), ("The college as printed", True), ("Somebody else", False), ("", False)],
)
def test_progress_answers_for_the_owner_by_whose_name_it_goes(reported_by, answers, group, meeting, college, officer):
    one = recommend(group, 1, college)
    one.owner_lines.update(printed_as="The college as printed")
    queue_requests(at=at(ASKED_ON))
    update = add_progress(
        recommendation=one,
        text="Half of it",
        status="in-progress",
        reported_on=ASKED_ON,
        reported_by=reported_by,
        by=officer,
        at=at(ASKED_ON, 12),
    )
    assert (ProgressRequest.objects.get().answered_at is not None, update.request_id is not None) == (answers, answers)


@pytest.mark.parametrize("count", [1, 100])
def test_a_minute_with_nothing_to_do_costs_one_query(count, group, ppb, college, django_assert_num_queries):
    for number in range(1, count + 1):
        recommend(group, number, college)
    meeting_of(ppb)
    queue_requests(at=at(ASKED_ON))
    with django_assert_num_queries(1):
        assert queue_requests(at=at(ASKED_ON, 10)) == 0


# More than these SQLite writes in two strokes.
@pytest.mark.parametrize("count", [1, 50])
def test_asking_takes_the_same_queries_for_any_number(
    count, group, meeting, college, officer, django_assert_num_queries
):
    for number in range(1, count + 1):
        recommend(group, number, college)
    with django_assert_num_queries(23):
        ask_now(meeting=meeting, by=officer, at=at(ASKED_ON))
