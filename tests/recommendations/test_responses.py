from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from core.acts import Refused
from recommendations.models import Recommendation, Response
from recommendations.services.responses import (
    answers_known,
    clock_of,
    clock_of_one,
    record_responses,
    responses_due,
)
from tests import factories
from tests.recommendations.factories import ResponseFactory
from tests.scrutiny.factories import ScrutinySettingsFactory, StagePassedFactory

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = NOON.date()
RECEIVED = date(2012, 11, 8)
TOKEN = "5c0a1f6e-0f39-4a43-9c0b-6f0d8f3a7c11"
EARLY = "The date of the answer must not be before the report, which was received in September 2012"
pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def answer(officer):
    """Record an answer: ``answer(one, "accepted")``."""

    def make(recommendation, decision="accepted", reason="It fits", responder="executive", on=RECEIVED, meeting=None):
        given = Response(
            recommendation=recommendation,
            decision=decision,
            reason=reason,
            responder=responder,
            responded_on=on,
            meeting=meeting,
        )
        return record_responses(responses=[given], by=officer, at=NOON)

    return make


@pytest.fixture
def clock(partnership, group):
    """The executive's clock is on, unlike elsewhere, and the executive had the report on 8 November 2012."""
    ScrutinySettingsFactory(executive_clock=False)
    ScrutinySettingsFactory(partnership=partnership, executive_clock=True)
    StagePassedFactory(topic_group=group, stage="executive", happened_on=RECEIVED)


def address(name, *args):
    return reverse(f"recommendations:{name}", args=args)


def said(answers):
    return [
        (one.responder.value, one.latest.decision, [earlier.decision for earlier in one.earlier]) for one in answers
    ]


# Answers


def test_later_answer_takes_the_place_of_an_earlier_one_and_both_are_kept(ask, answer):
    one = ask(1)
    answer(one, "in-part", on=date(2013, 1, 7))
    answer(one, "accepted", on=date(2013, 10, 29))
    answer(one, "rejected", responder="partnership", on=date(2013, 2, 1))
    answer(one, "accepted", on=date(2012, 11, 8), reason="Found in an older paper")
    assert said(answers_known(one, on=TODAY)) == [
        ("executive", "accepted", ["in-part", "accepted"]),
        ("partnership", "rejected", []),
    ]
    assert said(answers_known(one, on=date(2013, 1, 31))) == [("executive", "in-part", ["accepted"])]
    assert said(answers_known(one, on=date(2012, 11, 7))) == []


def test_button_pressed_twice_records_one_answer(ask, client_for, officer):
    one = ask(1)
    typed = {"responder": "executive", "decision": "in-part", "reason": "Once a year", "responded_on": "8 11 2012"}
    for _ in range(2):
        client_for(officer).post(address("response_add", "halton", one.pk), typed | {"form_token": TOKEN})
    assert one.responses.count() == 1


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        (
            {"on": date(2012, 8, 31)},
            "responded_on",
            EARLY,
        ),
        ({"on": date(2026, 11, 24)}, "responded_on", "The date of the answer must be today or in the past"),
    ],
)
def test_answer_that_cannot_be_is_refused(given, field, sentence, ask, answer):
    one = ask(1)
    with pytest.raises(Refused) as refused:
        answer(one, **given)
    assert (refused.value.field, str(refused.value)) == (field, sentence)
    assert not one.responses.exists()


def test_answer_to_a_later_recommendation_counts_from_its_own_day(ask, answer):
    later = ask(1, made_on=date(2013, 10, 29))
    with pytest.raises(Refused, match="not be before the recommendation, which was made on 29 October 2013"):
        answer(later, on=date(2013, 10, 28))
    assert len(answer(later, on=date(2013, 10, 29))) == 1


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"responder": "mayor"}, {"responder": ["Choose who answers"]}),
        ({"decision": "perhaps"}, {"decision": ["Choose the answer"]}),
        ({"reason": " "}, {"reason": ["Enter the reason"]}),
    ],
)
def test_form_refuses_by_field(typed, errors, client_for, officer, ask):
    given = {"responder": "executive", "decision": "in-part", "reason": "Once a year", "responded_on": "8 11 2012"}
    answer = client_for(officer).post(address("response_add", "halton", ask(1).pk), given | typed)
    assert answer.context["form"].errors == errors


def test_officer_records_one_response(client_for, officer, partnership, board, ask):
    one, meeting = ask(1), factories.MeetingFactory(body=board, title="Executive Board", held_on=RECEIVED)
    typed = {"responder": "executive", "decision": "in-part", "reason": "Once a year", "responded_on": "8 11 2012"}
    url = address("response_add", partnership.slug, one.pk)
    client = client_for(officer)
    told = client.post(url, typed | {"meeting": meeting.pk}, follow=True).content.decode()
    assert "The response to recommendation 1 is recorded." in told
    public = client_for(None).get(one.get_absolute_url()).content.decode()
    for words in ("The council’s executive", "accepted in part", "Once a year", "8 November 2012", "Executive Board"):
        assert words in public
    early = client.post(url, typed | {"responded_on": "1 8 2012"})
    assert early.context["form"].errors == {"responded_on": [EARLY]}
    later = client.post(url, typed | {"responded_on": "24 11 2026", "reason": ""})
    assert later.context["form"].errors == {
        "responded_on": ["The date of the answer must be today or in the past"],
        "reason": ["Enter the reason"],
    }


def test_page_says_nothing_of_responses_to_the_public_before_there_is_one(client_for, officer, ask):
    one = ask(1)
    assert 'id="responses"' not in client_for(None).get(one.get_absolute_url()).content.decode()
    assert "No response yet." in client_for(officer).get(one.get_absolute_url()).content.decode()


def test_whole_report_is_answered_at_once(client_for, officer, partnership, group, ask):
    one, two, three = ask(1), ask(2), ask(3)
    typed = {
        "responder": "executive",
        "responded_on": "8 11 2012",
        f"decision_{one.pk}": "accepted",
        f"reason_{one.pk}": "It fits",
        f"decision_{three.pk}": "rejected",
        f"reason_{three.pk}": "It costs too much",
    }
    client, url = client_for(officer), address("report_responses", partnership.slug, group.pk)
    assert [row.recommendation for row in client.get(url).context["form"].rows] == [one, two, three]
    told = client.post(url, typed, follow=True).content.decode()
    assert "2 responses recorded. Earlier ones stay readable." in told
    assert "Response: accepted" in told
    assert "Response: rejected" in told
    assert [one.responses.count(), two.responses.count(), three.responses.count()] == [1, 0, 1]
    assert client.get(url).content.decode().count("On record: ") == 2


def test_whole_report_refuses_by_row_and_keeps_what_was_typed(client_for, officer, partnership, group, ask):
    one, two = ask(1), ask(2)
    url = address("report_responses", partnership.slug, group.pk)
    typed = {"responder": "executive", "responded_on": "8 11 2012"}
    half = client_for(officer).post(url, typed | {f"decision_{one.pk}": "accepted", f"reason_{two.pk}": "Too much"})
    assert half.context["form"].errors == {
        f"reason_{one.pk}": ["Enter the reason for the answer to recommendation 1"],
        f"decision_{two.pk}": ["Choose the answer to recommendation 2"],
    }
    assert "Too much" in half.content.decode()
    empty = client_for(officer).post(url, typed)
    assert empty.context["form"].errors == {f"decision_{one.pk}": ["Choose the answer to one recommendation at least"]}


def test_whole_report_is_refused_beside_the_day_before_it_was_received(client_for, officer, partnership, group, ask):
    one = ask(1)
    typed = {"responder": "executive", "responded_on": "1 8 2012", f"decision_{one.pk}": "accepted"}
    page = client_for(officer).post(
        address("report_responses", partnership.slug, group.pk), typed | {f"reason_{one.pk}": "It fits"}
    )
    assert page.context["form"].errors == {"responded_on": [EARLY]}


# The clock


def test_clock_is_off_until_an_admin_turns_it_on(group, partnership, ask):
    StagePassedFactory(topic_group=group, stage="executive", happened_on=RECEIVED)
    one = ask(1)
    assert clock_of(group, on=TODAY).due_on is None
    assert clock_of_one(one, on=TODAY).due_on is None
    assert responses_due(partnership, TODAY) == []


@pytest.mark.usefixtures("clock")
def test_report_is_answered_on_the_day_of_its_last_first_answer(group, partnership, ask, answer):
    one, two = ask(1), ask(2)
    due = responses_due(partnership, date(2013, 1, 10))
    assert [(row.topic_group, row.waiting, row.clock.label) for row in due] == [(group, 2, "overdue by 3 days")]
    answer(one, on=date(2012, 12, 1))
    assert [row.waiting for row in responses_due(partnership, date(2013, 1, 10))] == [1]
    assert clock_of_one(one, on=date(2013, 1, 10)).label == "answered on time"
    assert clock_of_one(two, on=date(2013, 1, 10)).label == "overdue by 3 days"
    answer(two, on=date(2013, 1, 8), decision="rejected")
    answer(two, on=date(2013, 6, 1))
    assert clock_of(group, on=TODAY).label == "answered 1 day late"
    assert responses_due(partnership, TODAY) == []
    # As at the day before the second answer, it was still to come.
    assert clock_of(group, on=date(2013, 1, 7)).label == "due soon"


@pytest.mark.usefixtures("clock")
def test_partnership_does_not_answer_for_the_executive(group, partnership, ask, answer):
    answer(ask(1), responder="partnership")
    assert [row.waiting for row in responses_due(partnership, TODAY)] == [1]


@pytest.mark.usefixtures("clock")
def test_clock_starts_when_the_executive_first_had_the_report(group, partnership, ask):
    StagePassedFactory(topic_group=group, stage="executive", happened_on=date(2013, 3, 1))
    StagePassedFactory(topic_group=group, stage="ppb", happened_on=date(2012, 9, 4))
    ask(1)
    assert clock_of(group, on=TODAY).due_on == date(2013, 1, 7)


@pytest.mark.usefixtures("clock")
def test_later_recommendations_do_not_keep_a_report_waiting(group, partnership, ask, answer):
    answer(ask(1), on=date(2012, 12, 1))
    later = ask(2, made_on=date(2013, 10, 29))
    assert responses_due(partnership, TODAY) == []
    assert clock_of_one(later, on=TODAY).due_on is None


@pytest.mark.usefixtures("clock")
def test_answer_without_a_day_is_an_answer(group, partnership, ask):
    ResponseFactory(recommendation=ask(1), responded_on=None, responded_precision="unknown")
    assert clock_of(group, on=TODAY).label == "answered"


@pytest.mark.usefixtures("clock")
def test_report_in_preparation_is_not_due(group, partnership, ask):
    ask(1)
    group.is_draft = True
    group.save()
    assert responses_due(partnership, TODAY) == []


@pytest.mark.usefixtures("clock")
def test_page_says_by_when_the_executive_answers(client_for, group, ask, partnership, officer):
    one = ask(1)
    for url in (one.get_absolute_url(), group.get_absolute_url()):
        told = client_for(None).get(url).content.decode()
        assert "The last day for the executive’s answer was 7 January 2013." in told
        assert "overdue by 5068 days" in told
    form = client_for(officer).get(address("report_responses", partnership.slug, group.pk)).content.decode()
    assert "The last day for the executive’s answer was 7 January 2013." in form


@pytest.mark.parametrize("reports", [1, 20])
@pytest.mark.usefixtures("clock")
def test_what_is_due_costs_the_same_for_many(reports, partnership, ask, django_assert_num_queries):
    ask(1)
    for _ in range(reports):
        stage = StagePassedFactory(topic_group__body__partnership=partnership, stage="executive")
        for number in (1, 2):
            one = factories.RecommendationFactory(topic_group=stage.topic_group, number=number)
        ResponseFactory(recommendation=one)
    with django_assert_num_queries(5):
        assert len(responses_due(partnership, TODAY)) == reports + 1


@pytest.mark.parametrize(
    ("executive", "partnership_said", "counted"),
    [
        ([], [], ""),
        (["accepted"], [], "accepted"),
        (["accepted"], ["in-part"], "in-part"),
        (["rejected"], ["accepted"], "rejected"),
        (["rejected", "accepted"], ["accepted"], "accepted"),
    ],
)
def test_ru_3_the_most_cautious_of_the_latest_answers_counts(executive, partnership_said, counted, ask):
    one = ask(1)
    for responder, decisions in (("executive", executive), ("partnership", partnership_said)):
        for day, decision in enumerate(decisions, start=1):
            ResponseFactory(recommendation=one, responder=responder, decision=decision, responded_on=date(2026, 4, day))
    on = date(2026, 5, 1)
    assert Recommendation.objects.with_kept(on=on).with_response(on=on).get().response_on_day == counted
