"""Which recommendation an action delivers, picked in its row of the summary."""

import pytest
import time_machine

from actions.models import Action
from summaries.models import MeetingSummary
from tests import factories
from tests.cycle import WEDNESDAY_NOON


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(WEDNESDAY_NOON, tick=False):
        yield


@pytest.fixture
def client(client_for, officer):
    return client_for(officer)


def typed_for(seats, board):
    return {
        **{f"seat-{seat.pk}-state": "present" for seat in seats},
        "key_issues": "<p>Waiting times</p>",
        "actions-TOTAL_FORMS": "1",
        "actions-0-what": "Open two evenings a week",
        "actions-0-owner": f"body:{board.pk}",
        "actions-0-due_on": "14/12/2026",
    }


def draft_of_correction(client, url):
    return client.get(url("summaries:summary_edit")).context["form"].initial


@pytest.fixture
def nine(board, partnership):
    group = factories.TopicGroupFactory(body__partnership=partnership, title="Scrutiny of the partnership")
    return factories.RecommendationFactory(topic_group=group, number=9, title="Meet together")


def delivered():
    return list(Action.objects.get().recommendations_delivered.values_list("recommendation__number", flat=True))


def test_action_delivers_the_recommendation_picked_in_its_row(
    client, press, url, seats, board, publish, nine, partnership
):
    typed = typed_for(seats, board) | {"actions-0-recommendation": str(nine.pk)}
    press("preview", **typed)
    publish(content=client.get(url("summaries:summary_preview")).context["view"].form.content())
    assert delivered() == [9]
    assert draft_of_correction(client, url)["actions-0-recommendation"] == str(nine.pk)

    # What the office links afterwards is left alone by a correction; what the correction picks instead is not.
    ten = factories.RecommendationFactory(topic_group=nine.topic_group, number=10, title="Meet again")
    Action.objects.get().recommendations_delivered.create(recommendation=ten)
    again = draft_of_correction(client, url) | {"note": "One word"}
    press("preview", **again)
    publish(content=client.get(url("summaries:summary_preview")).context["view"].form.content())
    assert sorted(delivered()) == [9, 10]
    press("preview", **again | {"actions-0-recommendation": ""})
    publish(content=client.get(url("summaries:summary_preview")).context["view"].form.content())
    assert delivered() == [10]


def test_text_of_an_action_is_a_suggestion_until_it_is_accepted(client, press, url, seats, board, nine):
    typed = typed_for(seats, board) | {"actions-0-what": "Report on recommendation 9"}
    press("save", **typed)
    assert MeetingSummary.objects.get().draft.get("actions-0-recommendation", "") == ""
    page = client.get(url("summaries:summary_edit")).text
    assert "This text may be about recommendation 9." in page
    assert f'value="pick-0-{nine.pk}"' in page
    answer = press(f"pick-0-{nine.pk}", **typed)
    assert answer["Location"].endswith("#id_actions-0-recommendation")
    assert MeetingSummary.objects.get().draft["actions-0-recommendation"] == str(nine.pk)
    assert "This text may be about" not in client.get(url("summaries:summary_edit")).text


@pytest.mark.parametrize("picked", ["0", "x", "9" * 18, "9" * 40, "\0"])
def test_recommendation_that_is_not_on_the_list_is_passed_over(picked, client, press, url, seats, board, nine):
    press("preview", **typed_for(seats, board) | {"actions-0-recommendation": picked})
    [answer] = client.get(url("summaries:summary_preview")).context["view"].form.content().actions
    assert answer.recommendation is None
