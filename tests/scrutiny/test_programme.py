"""A PPB's topics: suggested, decided on, begun; and who may do what with them."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from boards.models import Body, ReportingLine
from core import history
from core.acts import Refused
from scrutiny.models import ProgrammeTopic, TopicGroup
from scrutiny.services.programme import decide_on_topic, start_topic_group
from tests import factories
from tests.scrutiny.factories import ProgrammeTopicFactory

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def topic(ppb):
    return ProgrammeTopicFactory(ppb=ppb, title="Parking", reason="Nobody finds a place")


@pytest.fixture
def meeting(ppb):
    return factories.MeetingFactory(body=ppb, held_on=date(2026, 9, 14), status="held", title="PPB meeting")


def url(partnership, name, *args):
    return reverse(f"scrutiny:{name}", args=[partnership.slug, *args])


def decide(topic, officer, **changes):
    facts = {"state": "chosen", "decided_on": date(2026, 9, 14), "today": TODAY}
    return decide_on_topic(topic=topic, by=officer, **(facts | changes))


def refusal(act, *args, **changes):
    with pytest.raises(Refused) as refused, transaction.atomic():
        act(*args, **changes)
    return refused.value.field, str(refused.value)


def test_topic_of_the_same_title_is_refused(client_for, partnership, ppb, officer, topic):
    sent = {"ppb": ppb.pk, "year": topic.year, "title": "PARKING", "reason": "Again"}
    page = client_for(officer).post(url(partnership, "topic_add"), sent)
    assert page.context["form"].errors == {
        "title": ["The programme has “Parking” already: change that one, or enter another title"]
    }
    assert ProgrammeTopic.objects.get() == topic


def test_changed_topic_has_its_history(client_for, partnership, topic, officer, ppb):
    sent = {"ppb": ppb.pk, "year": 2027, "title": "Car parks", "suggested_by": "Residents"}
    client_for(officer).post(url(partnership, "topic_edit", topic.pk), sent)
    assert [stood.title for _, stood in history.versions(topic)] == ["Parking", "Car parks"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"state": "not-taken-up"}, ("decision_reason", "Enter why it is not taken up")),
        (
            {"decided_on": date(2026, 11, 24)},
            ("decided_on", "The day of the decision must be today or in the past"),
        ),
    ],
)
def test_decision_is_refused(topic, officer, changes, expected):
    assert refusal(decide, topic, officer, **changes) == expected


def test_decision_at_a_meeting_has_its_day(topic, officer, meeting, board):
    other = factories.MeetingFactory(body=board, held_on=date(2026, 9, 14))
    off = factories.MeetingFactory(body=topic.ppb, held_on=date(2026, 9, 14), status="cancelled")
    wrong_day = refusal(decide, topic, officer, decided_at=meeting, decided_on=date(2026, 9, 15))
    assert wrong_day == ("decided_on", "The meeting was on 14 September 2026: enter that day")
    assert refusal(decide, topic, officer, decided_at=other) == ("decided_at", "Choose a meeting of Corporate PPB")
    assert refusal(decide, topic, officer, decided_at=off) == (
        "decided_at",
        "That meeting did not take place: choose another, or none",
    )
    decided = decide(topic, officer, decided_at=meeting)
    assert (decided.state, decided.decided_at, decided.decided_on) == ("chosen", meeting, date(2026, 9, 14))


def test_chosen_topic_gets_its_group_once(topic, officer, ppb):
    decide(topic, officer)
    begun = [
        start_topic_group(topic=topic, name="Parking Topic Group", starts_on=date(2026, 10, 1), by=officer)
        for _ in range(2)
    ]
    assert begun[0] == begun[1] == TopicGroup.objects.get()
    group = begun[0]
    assert (group.is_draft, group.commissioned_by, group.title, group.received_on) == (True, ppb, "Parking", None)
    body = group.body
    assert (body.kind.code, body.code, body.starts_on) == ("topic-group", "parking-topic-group", date(2026, 10, 1))
    assert [name.name for name in body.names.all()] == ["Parking Topic Group"]
    line = ReportingLine.objects.get(body=body)
    assert (line.reports_to, line.starts_on) == (ppb, date(2026, 10, 1))
    topic.refresh_from_db()
    assert (topic.state, topic.topic_group) == ("under-way", group)


def test_second_group_of_a_name_that_has_ended_gets_an_address_of_its_own(topic, officer, partnership):
    factories.BodyFactory(
        partnership=partnership, code="parking", name="Parking", kind="topic-group", ends_on=date(2010, 1, 1)
    )
    decide(topic, officer)
    start_topic_group(topic=topic, name="Parking", starts_on=TODAY, by=officer)
    assert list(Body.objects.filter(name="Parking").order_by("pk").values_list("code", flat=True)) == [
        "parking",
        "parking-2",
    ]


@pytest.mark.parametrize(
    ("state", "facts", "expected"),
    [
        ("proposed", {}, ("name", "Corporate PPB has not chosen it yet. Record that decision first.")),
        (
            "chosen",
            {"starts_on": date(2000, 1, 1)},
            ("starts_on", "Corporate PPB is on record from 1 January 2001 only"),
        ),
        (
            "chosen",
            {"starts_on": date(2026, 9, 1)},
            ("starts_on", "It was chosen on 14 September 2026: enter that day or later"),
        ),
        (
            "chosen",
            {"name": "board"},
            ("name", "The partnership has a body called “board” already: enter another name"),
        ),
    ],
)
def test_group_is_not_begun(ppb, officer, state, facts, expected):
    topic = ProgrammeTopicFactory(ppb=ppb, state=state, decided_on=date(2026, 9, 14))
    given = {"name": "Parking", "starts_on": TODAY} | facts
    assert refusal(start_topic_group, topic=topic, by=officer, **given) == expected


def test_topic_whose_group_is_at_work_keeps_its_board_and_its_decision(client_for, partnership, topic, officer, ppb):
    other = factories.BodyFactory(partnership=partnership, code="health-ppb", name="Health PPB", kind="ppb")
    decide(topic, officer)
    start_topic_group(topic=topic, name="Parking", starts_on=TODAY, by=officer)
    sent = {"ppb": other.pk, "year": topic.year, "title": "Parking"}
    page = client_for(officer).post(url(partnership, "topic_edit", topic.pk), sent)
    assert page.context["form"].errors == {
        "ppb": ["Its topic group is at work: the board and the year of the programme stay"]
    }
    assert refusal(decide, topic, officer) == ("state", "Its topic group is at work, so it was chosen")


def test_topic_that_was_decided_on_at_a_meeting_keeps_its_board(client_for, partnership, topic, officer, meeting):
    other = factories.BodyFactory(partnership=partnership, code="health-ppb", name="Health PPB", kind="ppb")
    decide(topic, officer, decided_at=meeting)
    sent = {"ppb": other.pk, "year": topic.year, "title": "Parking"}
    page = client_for(officer).post(url(partnership, "topic_edit", topic.pk), sent)
    assert page.context["form"].errors == {"ppb": ["Corporate PPB has decided on it: the board stays"]}


def test_database_refuses_a_topic_not_taken_up_without_a_reason(ppb):
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgrammeTopicFactory(ppb=ppb, state="not-taken-up")


# Pages


def test_programme_is_read_by_year_and_board(client_for, partnership, topic, ppb):
    ProgrammeTopicFactory(ppb=ppb, year=2025, title="Parks", state="not-taken-up", decision_reason="Done last year")
    other = factories.BodyFactory(partnership=partnership, code="health-ppb", name="Health PPB", kind="ppb")
    ProgrammeTopicFactory(ppb=other, title="Waiting times")
    page = client_for(None).get(url(partnership, "programme"))
    assert [
        (str(one["year"]), one["ppb"].name, [str(topic) for topic in one["topics"]])
        for one in page.context["programmes"]
    ] == [
        ("2026/27", "Corporate PPB", ["Parking"]),
        ("2026/27", "Health PPB", ["Waiting times"]),
        ("2025/26", "Corporate PPB", ["Parks"]),
    ]
    text = page.content.decode()
    assert "Done last year" in text
    assert "Suggest a topic" not in text
    narrowed = client_for(None).get(url(partnership, "programme"), {"ppb": "ppb", "year": "2026-27"})
    assert [[str(topic) for topic in one["topics"]] for one in narrowed.context["programmes"]] == [["Parking"]]


@pytest.mark.parametrize("rows", [1, 100])
def test_programme_costs_the_same_for_many_topics(client_for, partnership, ppb, rows, django_assert_num_queries):
    ProgrammeTopicFactory.create_batch(rows, ppb=ppb)
    client = client_for(None)
    client.get(url(partnership, "programme"))
    with django_assert_num_queries(QUERIES):
        client.get(url(partnership, "programme"))


QUERIES = 5


def test_empty_programme_says_how_the_first_topic_comes_about(client_for, partnership, officer):
    assert "No topics yet" in client_for(None).get(url(partnership, "programme")).content.decode()
    assert "Suggest the first one" in client_for(officer).get(url(partnership, "programme")).content.decode()


def test_officer_takes_a_topic_from_suggestion_to_topic_group(client_for, partnership, officer, ppb, meeting):
    client = client_for(officer)
    client.post(url(partnership, "topic_add"), {"ppb": ppb.pk, "year": 2026, "title": "Parking"})
    topic = ProgrammeTopic.objects.get()
    # The meeting's day is taken where no day is typed.
    client.post(url(partnership, "topic_decide", topic.pk), {"state": "chosen", "decided_at": meeting.pk})
    page = client.get(url(partnership, "topic_start", topic.pk))
    assert page.context["form"].initial["name"] == "Parking Topic Group"
    answer = client.post(
        url(partnership, "topic_start", topic.pk),
        {"name": "Parking Topic Group", "starts_on": "1 10 2026"},
        follow=True,
    )
    assert "The topic group has begun" in answer.content.decode()
    topic.refresh_from_db()
    assert (topic.state, topic.decided_on) == ("under-way", date(2026, 9, 14))


def test_refused_decision_keeps_what_was_typed(client_for, partnership, officer, topic):
    page = client_for(officer).post(
        url(partnership, "topic_decide", topic.pk), {"state": "not-taken-up", "decided_on": "24 11 2026"}
    )
    assert page.context["form"].errors == {
        "decided_on": ["The date of the decision must be today or in the past"],
        "decision_reason": ["Enter why it is not taken up"],
    }
    assert "24 11 2026" in page.content.decode()


def test_start_of_a_topic_that_is_not_chosen_leads_back_with_the_reason(client_for, partnership, officer, topic):
    answer = client_for(officer).get(url(partnership, "topic_start", topic.pk), follow=True)
    assert answer.redirect_chain == [(url(partnership, "programme"), 302)]
    assert "has not chosen it yet" in answer.content.decode()
