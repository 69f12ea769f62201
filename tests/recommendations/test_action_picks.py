"""Which recommendations an action delivers, picked on its page."""

from datetime import date

import pytest
from django.urls import reverse

from tests import factories

MAY_BE = "This text may be about recommendation 8."


@pytest.fixture
def action(board):
    meeting = factories.MeetingFactory(body=board, held_on=date(2026, 11, 16))
    return factories.ActionFactory(meeting=meeting, number=1, what="Report on recommendation 8")


def url(action):
    return reverse("recommendations:action_recommendations", args=["halton", action.pk])


def delivered(action):
    return sorted(link.recommendation.number for link in action.recommendations_delivered.all())


def test_suggestion_stands_on_the_page_of_officers_until_it_is_accepted(action, ask, officer, member, client_for):
    eight, client = ask(8), client_for(officer)
    assert MAY_BE not in client_for(member).get(action.get_absolute_url()).text
    assert MAY_BE in client.get(action.get_absolute_url()).text
    assert delivered(action) == []
    page = client.post(url(action), {"suggested": eight.pk}, follow=True).text
    assert delivered(action) == [8]
    assert MAY_BE not in page
    assert "Recommendations that this action delivers" in client_for(None).get(action.get_absolute_url()).text


def test_officer_picks_several_and_takes_one_off(action, ask, officer, client_for):
    seven, eight, client = ask(7), ask(8), client_for(officer)
    client.post(url(action), {"picks": [seven.pk, eight.pk], "picks_shown": ""})
    assert delivered(action) == [7, 8]
    client.post(url(action), {"picks": [eight.pk], "picks_shown": f"{seven.pk} {eight.pk}"})
    assert delivered(action) == [8]


def test_without_recommendations_there_is_nothing_to_pick(action, officer, client_for):
    client = client_for(officer)
    assert client.get(url(action)).status_code == 200
    assert client.post(url(action), {"picks": ["1"], "picks_shown": f"{'9' * 5000} x ²"}).status_code == 302
    assert delivered(action) == []
