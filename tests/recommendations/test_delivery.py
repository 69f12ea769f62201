from datetime import date

import pytest
from django.urls import reverse

from boards.models import Priority, Strategy
from core.acts import Refused
from recommendations.services.delivery import find_actions, link_action, link_priority
from tests import factories
from tests.recommendations.factories import DeliveringActionFactory


def address(name, *args):
    return reverse(f"recommendations:{name}", args=args)


@pytest.fixture
def action(board):
    meeting = factories.MeetingFactory(body=board, title="Autumn meeting", held_on=date(2012, 11, 28))
    return factories.ActionFactory(meeting=meeting, what="Plan a joint meeting")


@pytest.fixture
def priority(partnership):
    strategy = Strategy.objects.create(
        partnership=partnership, code="scs", name="Community Strategy", status="adopted", starts_on=factories.LONG_AGO
    )
    return Priority.objects.create(
        strategy=strategy,
        code="health",
        kind="priority",
        position=1,
        name="A Healthy Place",
        starts_on=factories.LONG_AGO,
    )


def test_actions_are_found_by_all_of_the_words(partnership, action, board):
    factories.ActionFactory(meeting=action.meeting, what="Write to the PPB")
    assert find_actions(partnership, "joint autumn BOARD") == [action]
    assert find_actions(partnership, "joint spring") == []
    elsewhere = factories.ActionFactory(what="Plan a joint meeting")
    assert elsewhere not in find_actions(partnership, "joint")


def test_officer_links_an_action_and_it_shows_from_both_ends(client_for, officer, partnership, ask, action):
    one = ask(1, "Meet jointly")
    client, url = client_for(officer), address("delivery", partnership.slug, one.pk)
    assert client.get(url, {"q": "joint"}).context["found"] == [action]
    told = client.post(address("delivery_link", partnership.slug, one.pk), {"action": action.pk}, follow=True)
    assert "“Plan a joint meeting” is linked to recommendation 1." in told.content.decode()
    assert client.get(url, {"q": "joint"}).context["found"] == []
    public = client_for(None)
    assert "Plan a joint meeting" in public.get(one.get_absolute_url()).content.decode()
    of_action = public.get(action.get_absolute_url()).content.decode()
    assert "Recommendations that this action delivers" in of_action
    assert "1. Meet jointly" in of_action
    link = one.delivering_actions.get()
    client.post(address("delivery_unlink", partnership.slug, one.pk), {"action": link.pk})
    assert "Meet jointly" not in public.get(action.get_absolute_url()).content.decode()


def test_officer_links_a_priority_and_it_shows_from_both_ends(client_for, officer, partnership, ask, priority):
    one = ask(1, "Meet jointly")
    client = client_for(officer)
    client.post(address("delivery_link", partnership.slug, one.pk), {"priority": priority.pk})
    public = client_for(None)
    assert "A Healthy Place" in public.get(one.get_absolute_url()).content.decode()
    strategy = public.get(reverse("boards:strategy", args=[partnership.slug, "scs"])).content.decode()
    assert "Recommendations that serve this strategy" in strategy
    assert "1. Meet jointly" in strategy
    link = one.served_priorities.get()
    client.post(address("delivery_unlink", partnership.slug, one.pk), {"priority": link.pk})
    assert not one.served_priorities.exists()


def test_same_link_is_made_once(officer, ask, action, priority):
    one = ask(1)
    assert link_action(recommendation=one, action=action, by=officer) == link_action(
        recommendation=one, action=action, by=officer
    )
    assert link_priority(recommendation=one, priority=priority, by=officer) == link_priority(
        recommendation=one, priority=priority, by=officer
    )


def test_what_is_not_of_the_partnership_or_not_adopted_is_refused(officer, ask, priority):
    one = ask(1)
    with pytest.raises(Refused, match="Choose an action of this partnership"):
        link_action(recommendation=one, action=factories.ActionFactory(), by=officer)
    Strategy.objects.update(status="proposed")
    priority.strategy.refresh_from_db()
    with pytest.raises(Refused, match="Choose a priority of a strategy that was adopted"):
        link_priority(recommendation=one, priority=priority, by=officer)


@pytest.mark.parametrize("typed", [{}, {"action": "0"}, {"action": "x"}, {"priority": "99"}])
def test_nothing_chosen_is_said(typed, client_for, officer, partnership, ask):
    one = ask(1)
    told = client_for(officer).post(address("delivery_link", partnership.slug, one.pk), typed, follow=True)
    assert "Choose " in told.content.decode()
    assert not one.delivering_actions.exists()


@pytest.mark.parametrize("typed", [{}, {"action": "99999"}, {"priority": "9" * 30}, {"action": "x"}])
def test_link_that_is_not_there_cannot_be_taken_off(typed, client_for, officer, partnership, ask):
    url = address("delivery_unlink", partnership.slug, ask(1).pk)
    assert client_for(officer).post(url, typed).status_code == 404


def test_action_says_nothing_of_a_report_in_preparation(client_for, officer, ask, action, group):
    DeliveringActionFactory(recommendation=ask(1, "Meet jointly"), action=action)
    group.is_draft = True
    group.save()
    assert "Meet jointly" not in client_for(None).get(action.get_absolute_url()).content.decode()
    assert "Meet jointly" in client_for(officer).get(action.get_absolute_url()).content.decode()


@pytest.mark.parametrize("links", [1, 20])
def test_page_of_an_action_costs_the_same_for_many(links, client_for, ask, action, django_assert_num_queries):
    for number in range(1, links + 1):
        DeliveringActionFactory(recommendation=ask(number), action=action)
    client = client_for(None)
    client.get(action.get_absolute_url())
    with django_assert_num_queries(11):
        client.get(action.get_absolute_url())
