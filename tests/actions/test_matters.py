"""Matters arising: what earlier meetings of the same bodies left open, as it stood on the day."""

from datetime import UTC, date, datetime

import pytest

from actions.models import ActionUpdate, Sharing
from actions.services.matters import matters_arising, matters_as_they_stood
from meetings.models import JointBody
from summaries.services.earlier import earlier_actions
from tests import factories

EARLIER, MEETING_DAY, LATER = date(2026, 9, 14), date(2026, 11, 16), date(2027, 2, 15)


@pytest.fixture
def meeting(board):
    return factories.MeetingFactory(body=board, held_on=MEETING_DAY)


@pytest.fixture
def earlier(board):
    return factories.MeetingFactory(body=board, held_on=EARLIER, status="held")


def action(meeting, **given):
    return factories.ActionFactory(meeting=meeting, **given)


def report(action, on, status, text="So far"):
    return ActionUpdate.objects.create(action=action, status=status, text=text, reported_on=on)


def test_matters_are_the_open_actions_of_the_bodys_earlier_meetings(meeting, earlier, board, ssp):
    later = factories.MeetingFactory(body=board, held_on=LATER)
    of_others = factories.MeetingFactory(body=ssp, held_on=EARLIER)
    second = action(earlier, due_on=date(2026, 12, 20))
    first = action(earlier, due_on=date(2026, 12, 1))
    without_day = action(earlier)
    action(earlier, status="done", closed_on=date(2026, 10, 1))
    action(meeting)
    action(later)
    action(of_others)
    assert matters_arising(meeting, on=date(2026, 11, 1)) == [first, second, without_day]


def test_matters_of_a_past_meeting_stay_as_they_were_on_its_day(meeting, earlier):
    closed_at_it = action(earlier, number=1, status="done", closed_on=MEETING_DAY)
    closed_after = action(earlier, number=2, status="done", closed_on=date(2026, 12, 1))
    action(earlier, number=3, status="done", closed_on=date(2026, 11, 15))
    assert matters_arising(meeting, on=LATER) == [closed_at_it, closed_after]


def test_matters_of_a_joint_meeting_come_from_each_of_its_bodies(meeting, earlier, ssp):
    of_ssp = action(factories.MeetingFactory(body=ssp, held_on=EARLIER))
    of_board = action(earlier)
    JointBody.objects.create(meeting=meeting, body=ssp)
    assert set(matters_arising(meeting, on=EARLIER)) == {of_ssp, of_board}


def test_matters_of_each_body_come_from_its_joint_meetings_too(board, ssp, earlier):
    JointBody.objects.create(meeting=earlier, body=ssp)
    together, done = action(earlier), action(earlier, status="done", closed_on=EARLIER)
    own = factories.MeetingFactory(body=ssp, held_on=MEETING_DAY)
    assert matters_arising(own, on=EARLIER) == [together]
    draft = {f"earlier-{done.pk}-choice": "noted"}
    assert earlier_actions(own, draft, on=EARLIER) == [together, done]


def test_matters_of_an_event_without_a_body_are_none(partnership, earlier):
    action(earlier)
    event = factories.MeetingFactory(partnership=partnership, body=None, held_on=MEETING_DAY)
    assert matters_arising(event, on=EARLIER) == []


def test_matters_show_status_report_and_sharing_as_on_the_day(meeting, earlier, partnership):
    one = action(earlier, status="done", closed_on=date(2026, 12, 1), due_on=date(2026, 11, 2))
    told = report(one, date(2026, 11, 2), "in-progress", "A room is found")
    report(one, date(2026, 12, 1), "done", "It is open")
    for moment in (datetime(2026, 11, 1, 12, tzinfo=UTC), datetime(2026, 12, 1, 12, tzinfo=UTC), None):
        organisation = factories.OrganisationFactory(partnership=partnership)
        by = factories.UserFactory() if moment else None
        Sharing.objects.create(action=one, organisation=organisation, shared_at=moment, recorded_by=by)
    [matter] = matters_as_they_stood(meeting, on=LATER)
    assert (matter.status.label, matter.update, matter.shared, matter.asked) == ("in progress", told, 1, 3)
    assert matter.is_overdue


def test_matter_closed_later_without_a_report_before_had_not_been_started(meeting, earlier):
    one = action(earlier, status="done", closed_on=date(2026, 12, 1))
    report(one, date(2026, 12, 1), "done")
    [matter] = matters_as_they_stood(meeting, on=LATER)
    assert (matter.status.label, matter.update) == ("not started", None)


@pytest.mark.parametrize("count", [1, 20])
def test_matters_cost_three_queries_however_many(meeting, earlier, count, django_assert_num_queries):
    for number in range(count):
        report(action(earlier, number=number + 1), EARLIER, "in-progress")
    with django_assert_num_queries(3):
        [str(matter.action.owner) for matter in matters_as_they_stood(meeting, on=LATER)]
