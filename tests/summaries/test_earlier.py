"""What earlier meetings agreed is noted, closed or carried with a summary, once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from actions.models import Action
from actions.services.actions import update_action
from summaries.models import MeetingSummary, SummaryVersion
from summaries.services.content import EarlierAnswer
from tests import factories
from tests.cycle import MONDAY, WEDNESDAY_NOON

CHRISTMAS = date(2026, 12, 21)


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(WEDNESDAY_NOON, tick=False):
        yield


@pytest.fixture
def last(board):
    return factories.MeetingFactory(body=board, title="September", held_on=date(2026, 9, 14), status="held")


@pytest.fixture
def barriers(last) -> Action:
    return factories.ActionFactory(meeting=last, number=1, what="Fit the barriers", due_on=date(2026, 10, 30))


@pytest.fixture
def form_url(meeting):
    return reverse("summaries:summary_edit", args=["halton", meeting.pk])


@pytest.fixture
def problems(client_for, officer, form_url):
    """What the form says of a draft that says this about an earlier action."""

    def told(action, **typed):
        client = client_for(officer)
        data = {f"earlier-{action.pk}-{name}": value for name, value in typed.items()}
        version = client.get(form_url).context["draft_version"]
        form = client.post(form_url, {"do": "preview", "draft_version": version, "key_issues": "Waiting", **data})
        answer = form.context["form"]
        return [one.text for one in answer.problems if f"earlier-{action.pk}-" in one.id]

    return told


def said(update):
    return update.status, update.text, update.reported_on, update.new_due_on, update.noted_at


def test_form_lists_what_is_open_from_earlier_meetings_and_says_what_is_overdue(
    client_for, officer, form_url, barriers
):
    older = factories.MeetingFactory(body=barriers.body, held_on=date(2026, 6, 15))
    factories.ActionFactory(meeting=older, number=1, what="Very old", due_on=date(2027, 1, 1))
    factories.ActionFactory(meeting=older, number=2, what="Closed in summer", status="done", closed_on=date(2026, 7, 1))

    rows = client_for(officer).get(form_url).context["form"].earlier

    assert [(row.action.what, row.is_overdue) for row in rows] == [("Fit the barriers", True), ("Very old", False)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"choice": ""}, []),
        ({"choice": "noted", "text": "The supplier is late"}, []),
        ({"choice": "carried", "due_on": "21 12 2026"}, []),
        ({"choice": "done", "text": "They are up", "due_on": "nonsense"}, []),
        ({"choice": "noted", "text": " "}, ["Enter what was said about “Fit the barriers”"]),
        ({"choice": "done"}, ["Enter what was said about “Fit the barriers”"]),
        ({"choice": "dropped"}, ["Enter what was said about “Fit the barriers”"]),
        (
            {"choice": "carried"},
            ["Enter the day that “Fit the barriers” is carried to, for example 16 11 2026"],
        ),
        (
            {"choice": "carried", "due_on": "31 2 2027"},
            ["The day that “Fit the barriers” is carried to must be a day in the calendar, for example 16 11 2026"],
        ),
        (
            {"choice": "carried", "due_on": "16 11 2026"},
            ["The day that “Fit the barriers” is carried to must be after the meeting, 16 November 2026"],
        ),
        ({"choice": "eaten"}, ["Choose what becomes of “Fit the barriers”"]),
        (
            {"choice": "", "text": "The supplier is late"},
            ["Choose what becomes of “Fit the barriers”, or take out what you typed about it"],
        ),
        (
            {"choice": "noted", "text": "x" * 1001},
            ["What was said about “Fit the barriers” must be 1,000 characters or fewer"],
        ),
    ],
)
def test_form_checks_what_is_said_of_an_earlier_action(problems, barriers, typed, expected):
    assert problems(barriers, **typed) == expected


def test_draft_keeps_what_is_typed_about_an_action_that_is_closed_meanwhile(
    client_for, officer, form_url, problems, barriers
):
    problems(barriers, choice="noted", text="The supplier is late")
    barriers.status, barriers.closed_on = "done", date(2026, 9, 30)
    barriers.save()

    [row] = client_for(officer).get(form_url).context["form"].earlier
    assert (row.action, row["text"].value()) == (barriers, "The supplier is late")


def test_draft_cannot_speak_of_an_action_of_another_partnership_or_of_this_meeting(problems, meeting, world):
    elsewhere = factories.ActionFactory(
        meeting=factories.MeetingFactory(body__partnership=world.elsewhere, held_on=date(2026, 9, 14)), number=1
    )
    own = factories.ActionFactory(meeting=meeting, number=9)

    assert problems(elsewhere, choice="noted") == []
    assert problems(own, choice="noted") == []


@pytest.mark.parametrize(
    ("answer", "status", "due_on", "closed_on", "words"),
    [
        ({"choice": "noted", "text": "Nearly"}, "not-started", date(2026, 10, 30), None, "Noted"),
        ({"choice": "done", "text": "Up"}, "done", date(2026, 10, 30), MONDAY, "Done"),
        ({"choice": "dropped", "text": "No need"}, "dropped", date(2026, 10, 30), MONDAY, "No longer needed"),
        ({"choice": "carried", "due_on": CHRISTMAS}, "not-started", CHRISTMAS, None, "Carried to 21 December 2026"),
    ],
)
def test_publication_puts_it_on_the_action_as_at_the_meeting(
    publish, content, meeting, barriers, answer, status, due_on, closed_on, words
):
    version = publish(content=replace(content, earlier=[EarlierAnswer(barriers, **answer)]))

    barriers.refresh_from_db()
    assert (barriers.status, barriers.due_on, barriers.closed_on) == (status, due_on, closed_on)
    text = answer.get("text", "")
    carried_to = answer.get("due_on")
    assert [said(one) for one in barriers.updates.all()] == [
        (status, text or "Carried to 21 December 2026", MONDAY, carried_to, meeting)
    ]
    assert version.from_last_time == [
        {"action": barriers.pk, "what": "Fit the barriers", "owner": "Board", "words": words, "text": text}
    ]


def test_note_leaves_alone_what_the_owner_has_reported_since_the_meeting(publish, content, barriers, officer):
    update_action(
        action=barriers,
        status="done",
        text="They are up",
        reported_on=MONDAY + timedelta(days=1),
        by=officer,
        at=WEDNESDAY_NOON - timedelta(days=1),
    )

    publish(content=replace(content, earlier=[EarlierAnswer(barriers, "noted", "Nearly done")]))

    barriers.refresh_from_db()
    assert (barriers.status, barriers.closed_on) == ("done", date(2026, 11, 17))


def test_correction_starts_from_what_was_said_and_does_not_apply_it_twice(publish, content, barriers):
    noted = replace(content, earlier=[EarlierAnswer(barriers, "done", "They are up")])
    first = publish(content=noted)
    assert first.form_data[f"earlier-{barriers.pk}-text"] == "They are up"

    second = publish(content=replace(noted, note="The college came"), at=WEDNESDAY_NOON + timedelta(hours=2))

    assert second.from_last_time == first.from_last_time
    assert barriers.updates.count() == 1


def test_correction_applies_what_it_says_anew(publish, content, barriers):
    publish(content=replace(content, earlier=[EarlierAnswer(barriers, "done", "They are up")]))
    carried = EarlierAnswer(barriers, "carried", "Only one is up", CHRISTMAS)

    publish(content=replace(content, note="Not all are up", earlier=[carried]))

    barriers.refresh_from_db()
    assert (barriers.status, barriers.due_on, barriers.closed_on) == ("in-progress", CHRISTMAS, None)
    assert SummaryVersion.objects.get(number=1).from_last_time[0]["words"] == "Done"


def test_correction_that_takes_a_closing_out_opens_the_action_again(publish, content, barriers):
    publish(content=replace(content, earlier=[EarlierAnswer(barriers, "dropped", "No need")]))

    publish(content=replace(content, note="That was another matter"))

    barriers.refresh_from_db()
    assert (barriers.status, barriers.closed_on) == ("in-progress", None)
    assert barriers.updates.first().text == "Open again: the summary was corrected. That was another matter"


def test_correction_that_takes_a_note_out_changes_nothing_on_the_action(publish, content, barriers):
    publish(content=replace(content, earlier=[EarlierAnswer(barriers, "noted", "Nearly")]))

    version = publish(content=replace(content, note="Not said"))

    assert (version.from_last_time, barriers.updates.count()) == ([], 1)


def test_reader_sees_what_became_of_it_on_the_page_and_in_the_preview(
    client_for, officer, form_url, publish, content, meeting, barriers
):
    carried = EarlierAnswer(barriers, "carried", "The supplier is late", CHRISTMAS)
    publish(content=replace(content, earlier=[carried]))

    page = client_for(None).get(reverse("summaries:version", args=["halton", meeting.pk, 1])).content.decode()
    assert "<strong>Carried to 21 December 2026.</strong> The supplier is late" in page

    client = client_for(officer)
    form = client.get(form_url).context["form"]
    assert [row["choice"].value() for row in form.earlier] == ["carried"]
    typed = dict(form.initial) | {"note": "A word"}
    client.post(form_url, {"do": "preview", "draft_version": MeetingSummary.objects.get().draft_version, **typed})
    preview = client.get(reverse("summaries:summary_preview", args=["halton", meeting.pk])).content.decode()
    assert "<strong>Carried to 21 December 2026.</strong> The supplier is late" in preview


def test_form_asks_as_many_questions_for_one_action_as_for_many(
    client_for, officer, form_url, last, barriers, django_assert_num_queries, board, partnership, meeting
):
    client = client_for(officer)
    client.get(form_url)
    with django_assert_num_queries(25):
        client.get(form_url)
    for number in range(2, 40):
        owner = factories.OrganisationFactory(partnership=partnership)
        factories.ActionFactory(meeting=last, number=number, owner_body=None, owner_organisation=owner)
        seat = factories.SeatFactory(body=board, number=number + 10)
        factories.SeatHoldingFactory(seat=seat, organisation=owner)
        factories.AgendaItemFactory(meeting=meeting, position=number)
    with django_assert_num_queries(25):
        client.get(form_url)
