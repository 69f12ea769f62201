"""Actions: their page, their lists, and many changed at once."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from actions.models import Sharing
from actions.rules import AGE_BANDS, age_band, agreed_between
from actions.services.actions import ActionChange, Reporter, apply_changes, standings, update_action
from core.models import AuditEvent
from core.signed_plans import Moved
from meetings.models import JointBody
from tests import factories
from tests.cycle import MONDAY, WEDNESDAY_NOON

WEDNESDAY = WEDNESDAY_NOON.date()
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(WEDNESDAY_NOON, tick=False):
        yield


@pytest.fixture
def office(client_for, officer):
    return client_for(officer)


@pytest.fixture
def public(client_for):
    return client_for(None)


def at(name, *args):
    return reverse(name, args=["halton", *args])


def words(response):
    return " ".join(response.content.decode().split())


def report(action, officer, **given):
    defaults = {"status": "in-progress", "text": "Half way", "reported_on": MONDAY, "at": WEDNESDAY_NOON}
    return update_action(action=action, by=officer, **(defaults | given))


# One action


def test_page_of_an_action_tells_its_story(meeting, public, officer, partnership):
    college = factories.OrganisationFactory(partnership=partnership, name="Riverside College")
    item = factories.AgendaItemFactory(meeting=meeting, position=4, title="Waiting for a doctor")
    meeting.agenda_published_at = WEDNESDAY_NOON
    meeting.save()
    action = factories.ActionFactory(
        meeting=meeting, number=1, owner_body=None, owner_organisation=college, item=item, due_on=MONDAY
    )
    Sharing.objects.create(action=action, organisation=college)
    report(action, officer, new_due_on=date(2026, 12, 1), reporter=Reporter("Riverside College"))
    report(action, officer, new_due_on=date(2027, 1, 8), noted_at=meeting, text="Later still")
    page = words(public.get(action.get_absolute_url()))

    for said in (
        f'href="{college.get_absolute_url()}">Riverside College</a>',
        "8 January 2027, carried twice",
        "Item 4: Waiting for a doctor",
        "Agreed 2 days ago",
        "by 0 of 1 organisation",
        "to 1 December 2026",
        "Reported by Riverside College.",
        "Noted at Board, 16 November 2026.",
    ):
        assert said in page


def test_item_for_members_only_is_not_named_to_the_public(meeting, public):
    item = factories.AgendaItemFactory(meeting=meeting, title="A secret", is_members_only=True)
    meeting.agenda_published_at = WEDNESDAY_NOON
    meeting.save()
    action = factories.ActionFactory(meeting=meeting, item=item)

    assert "A secret" not in words(public.get(action.get_absolute_url()))


def test_officer_reports_for_somebody_and_carries_the_action(meeting, office, officer):
    action = factories.ActionFactory(meeting=meeting, due_on=MONDAY)
    typed = {
        "status": "in-progress",
        "text": "Half way",
        "reported_on": "18 11 2026",
        "reported_by": "Riverside College",
        "new_due_on": "8 1 2027",
    }
    office.post(at("actions:action_update", action.pk), typed)

    action.refresh_from_db()
    update = action.updates.get()
    assert (action.due_on, update.new_due_on) == (date(2027, 1, 8), date(2027, 1, 8))
    assert (update.reported_by, update.recorded_by) == ("Riverside College", officer)
    details = AuditEvent.objects.get(verb="action.updated").details
    assert details == {
        "before": "not started",
        "after": "in progress",
        "carried_to": "8 January 2027",
        "reported_by": "Riverside College",
    }


def test_action_is_not_carried_to_a_day_before_its_meeting(meeting, office):
    action = factories.ActionFactory(meeting=meeting)
    typed = {"status": "done", "text": "x", "reported_on": "18 11 2026", "new_due_on": "1 11 2026"}

    assert "The new day must be on or after the meeting, 16 November 2026" in words(
        office.post(at("actions:action_update", action.pk), typed)
    )


def test_same_day_again_does_not_count_as_carried(meeting, officer):
    action = factories.ActionFactory(meeting=meeting, due_on=MONDAY)

    assert report(action, officer, new_due_on=MONDAY).new_due_on is None


# Ages


@pytest.mark.parametrize(
    ("agreed_on", "band"),
    [
        (date(2026, 11, 18), "Less than 3 months old"),
        (date(2026, 8, 19), "Less than 3 months old"),
        (date(2026, 8, 18), "3 to 6 months old"),
        (date(2026, 5, 19), "3 to 6 months old"),
        (date(2026, 5, 18), "6 to 12 months old"),
        (date(2025, 11, 19), "6 to 12 months old"),
        (date(2025, 11, 18), "A year old or more"),
        (date(2027, 1, 1), "Less than 3 months old"),
        (None, "Age not known"),
    ],
)
def test_age_band_begins_on_the_day_that_completes_its_months(agreed_on, band):
    assert age_band(agreed_on, today=WEDNESDAY) == band


def test_age_bands_leave_no_day_out_and_share_none():
    for back in range(900):
        day = WEDNESDAY - back * DAY
        inside = []
        for name, label, _ in AGE_BANDS:
            first, last = agreed_between(name, today=WEDNESDAY)
            if (first is None or first <= day) and (last is None or day <= last):
                inside.append(label)
        assert inside == [age_band(day, today=WEDNESDAY)]


# The list


@pytest.fixture
def listed(board, ssp, partnership):
    """One old action of the SSP's, owned by a person; two recent ones of the Board's."""
    old = factories.MeetingFactory(body=ssp, held_on=date(2025, 9, 1))
    recent = factories.MeetingFactory(body=board, held_on=MONDAY)
    adviser = factories.PersonFactory(partnership=partnership, name="An Adviser")
    return [
        factories.ActionFactory(meeting=old, number=1, what="Old", owner_body=None, owner_person=adviser),
        factories.ActionFactory(meeting=recent, number=1, what="First", due_on=date(2026, 12, 1)),
        factories.ActionFactory(meeting=recent, number=2, what="Second", due_on=date(2026, 12, 2)),
    ]


def found(client, **query):
    context = client.get(at("actions:actions"), query).context
    return [row.record.what for row in context["table"].rows]


def test_list_is_filtered_by_age_and_by_person(listed, public):
    person = listed[0].owner_person

    assert found(public, age="year") == ["Old"]
    assert found(public, age="new") == ["First", "Second"]
    assert found(public, owner=f"person:{person.pk}") == ["Old"]
    assert found(public, owner="person:x") == ["First", "Second", "Old"]


def test_list_of_a_body_has_what_it_agreed_jointly(listed, public, board, ssp):
    JointBody.objects.create(meeting=listed[1].meeting, body=ssp)
    assert sorted(found(public, body="ssp")) == ["First", "Old", "Second"]
    assert sorted(found(public, body="board")) == ["First", "Second"]


def test_list_is_sorted_by_who_does_it(listed, public):
    assert found(public, sort="owner")[0] == "Old"
    assert found(public, sort="-owner")[-1] == "Old"


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("owner", [("An Adviser", 1), ("Board", 2)]),
        ("body", [("Board", 2), ("Safer SSP", 1)]),
        ("age", [("A year old or more", 1), ("Less than 3 months old", 2)]),
        ("", [("", 3)]),
    ],
)
def test_list_is_grouped_with_headings(group, expected, listed, public):
    response = public.get(at("actions:actions"), {"group": group})

    assert [(heading, len(rows)) for heading, rows in response.context["groups"]] == expected
    for heading, _ in expected:
        assert f">{heading}</th>" in words(response) or not heading


def test_list_says_how_old_an_action_is(listed, public):
    assert "agreed 14 months ago" in words(public.get(at("actions:actions")))


def test_only_officers_can_tick_actions(listed, public, office):
    assert 'name="pick"' not in words(public.get(at("actions:actions")))
    assert words(office.get(at("actions:actions"))).count('name="pick"') == 3


@pytest.mark.parametrize("group", ["", "owner", "age"])
@pytest.mark.parametrize("rows", [1, 100])
def test_list_takes_the_same_queries_for_one_row_and_for_a_hundred(
    rows, group, meeting, public, django_assert_num_queries
):
    factories.ActionFactory.create_batch(rows, meeting=meeting)
    # Partnership, owners (bodies, organisations, people) and bodies of the filters, the count and the page of rows.
    with django_assert_num_queries(7):
        public.get(at("actions:actions"), {"group": group})


# Many at once


def picked(office, actions):
    page = office.get(at("actions:actions_change"), {"pick": [action.pk for action in actions]})
    return {"picked": page.context["picked"]}


def test_ticked_actions_are_shown_then_changed_and_each_is_audited(listed, office, officer):
    first, second = listed[1:]
    typed = picked(office, [first, second]) | {"status": "done", "note": "Told at the Board"}
    preview = office.post(at("actions:actions_change"), typed)

    assert "Check the changes to 2 actions" in words(preview)
    assert words(preview).count("not started → done") == 2
    first.refresh_from_db()
    assert first.status == "not-started"
    done = office.post(at("actions:actions_confirm"), {"plan": preview.context["plan"]}, follow=True)
    assert "2 actions are changed." in words(done)
    for action in (first, second):
        action.refresh_from_db()
        assert (action.status, action.closed_on, action.updates.get().text) == ("done", WEDNESDAY, "Told at the Board")
    assert AuditEvent.objects.filter(verb="action.updated", made_by=officer).count() == 2


def test_confirming_twice_changes_nothing_the_second_time(listed, office):
    typed = picked(office, listed[1:]) | {"due_on": "8 1 2027"}
    plan = office.post(at("actions:actions_change"), typed).context["plan"]
    office.post(at("actions:actions_confirm"), {"plan": plan})
    again = office.post(at("actions:actions_confirm"), {"plan": plan}, follow=True)

    assert "That was on record already." in words(again)
    assert [action.updates.get().text for action in listed[1:]] == ["Carried to 8 January 2027."] * 2


@pytest.mark.parametrize("step", ["before the preview", "after the preview"])
def test_action_that_somebody_changed_meanwhile_stops_all_of_it(step, listed, office, officer):
    typed = picked(office, listed[1:]) | {"status": "done"}
    if step == "before the preview":
        report(listed[1], officer)
        answer = office.post(at("actions:actions_change"), typed)
    else:
        plan = office.post(at("actions:actions_change"), typed).context["plan"]
        report(listed[1], officer)
        answer = office.post(at("actions:actions_confirm"), {"plan": plan})

    assert answer.status_code == 409
    assert "Somebody changed one of the actions meanwhile" in words(answer)
    assert "by Partnership Officer: Half way" in words(answer)
    listed[2].refresh_from_db()
    assert listed[2].status == "not-started"


def test_changes_are_all_or_nothing(listed, partnership, officer):
    standing = standings(listed)
    changes = [ActionChange(action.pk, standing[action.pk], status="done") for action in listed]
    report(listed[2], officer)

    with pytest.raises(Moved) as refusal:
        apply_changes(partnership=partnership, changes=changes, by=officer, at=WEDNESDAY_NOON)
    assert refusal.value.keys == [listed[2].pk]
    assert not listed[0].updates.exists()


def test_nothing_ticked_or_nothing_chosen_says_what_to_do(listed, office):
    assert "Tick the actions that you want to change" in words(office.get(at("actions:actions_change"), follow=True))
    typed = picked(office, listed)
    assert "Choose a status, a new day or a note" in words(office.post(at("actions:actions_change"), typed))


def test_action_that_stays_as_it_is_is_shown_and_left_alone(listed, office, officer):
    report(listed[1], officer, status="done")
    preview = office.post(at("actions:actions_change"), picked(office, listed[1:]) | {"status": "done"})

    assert "Check the changes to 1 action" in words(preview)
    assert "Stays as it is" in words(preview)


@pytest.mark.parametrize("plan", ["", "made:up:plan"])
def test_plan_that_was_changed_on_the_way_does_nothing(plan, listed, office):
    answer = office.post(at("actions:actions_confirm"), {"plan": plan}, follow=True)

    assert "Start again from the list." in words(answer)


def test_plan_of_somebody_else_does_nothing(listed, office, client_for, admin):
    plan = office.post(at("actions:actions_change"), picked(office, listed) | {"status": "done"}).context["plan"]
    answer = client_for(admin).post(at("actions:actions_confirm"), {"plan": plan}, follow=True)

    assert "Start again from the list." in words(answer)


def test_actions_of_another_partnership_cannot_be_ticked(world, office):
    elsewhere = factories.ActionFactory(meeting__body__partnership=world.elsewhere)

    assert office.get(at("actions:actions_change"), {"pick": [elsewhere.pk]}).status_code == 302
