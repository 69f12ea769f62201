"""Recommendations as officers write them, what delivers them, the responses, and the settings of scrutiny."""

from boards.models import Priority, Strategy
from tests import factories
from tests.access import Row, from_role
from tests.factories import LONG_AGO
from tests.recommendations.factories import DeliveringActionFactory

SETTINGS = {"asks_for_progress": "on", "weeks_before": "6", "answer_weeks_before": "2", "executive_clock": "on"}
WORDS = {"title": "Meet jointly", "explanation": "", "task": ""}
REWORDED = WORDS | {"paper": "Report", "worded_on": "1 9 2026", "change_note": "Shorter", "seen": "0"}
ANSWERED = {"responder": "executive", "responded_on": "1 9 2026"}


def one(world):
    group = factories.TopicGroupFactory(body__partnership=world.partnership)
    return factories.RecommendationFactory(topic_group=group, number=1)


def pk(world):
    return {"pk": one(world).pk}


def of_group(world):
    return {"pk": one(world).topic_group_id}


def owner(world):
    return {"pk": factories.OwnerFactory(partnership=world.partnership).pk}


def priority(world):
    strategy = Strategy.objects.create(
        partnership=world.partnership, code="scs", name="Strategy", status="adopted", starts_on=LONG_AGO
    )
    return {
        "priority": Priority.objects.create(
            strategy=strategy, code="p", kind="priority", position=1, name="P", starts_on=LONG_AGO
        ).pk
    }


def answers(world):
    """To the recommendation that the address's topic group has."""
    known = world.partnership.recommendations.latest("pk").pk
    return ANSWERED | {f"decision_{known}": "accepted", f"reason_{known}": "It fits"}


def linked(world):
    return {"pk": DeliveringActionFactory(recommendation=one(world)).recommendation_id}


def link(world):
    return {"action": world.partnership.recommendations.latest("pk").delivering_actions.get().pk}


def action(world):
    return {"pk": factories.ActionFactory(meeting__body=world.board, number=1).pk}


def picked(world):
    return {"picks": [one(world).pk]}


FORMS = [
    ("action_recommendations", action, picked),
    ("add", of_group, lambda world: WORDS | {"number": "2"}),
    ("report_responses", of_group, answers),
    ("edit", pk, lambda world: {"note": "As agreed"}),
    ("reword", pk, lambda world: REWORDED),
    ("owners_edit", pk, lambda world: {"printed_1": "PPB members", "rows": "3", "lead": "1"}),
    ("response_add", pk, lambda world: ANSWERED | {"decision": "accepted", "reason": "It fits"}),
    ("owner_add", lambda world: {}, lambda world: {"name": "Policy and Strategy"}),
    ("owner_edit", owner, lambda world: {"name": "Policy and Strategy"}),
]

ROWS = [
    Row("scrutiny:scrutiny_settings", from_role("admin", 200)),
    Row("scrutiny:scrutiny_settings", from_role("admin", 302), "post", data=lambda world: SETTINGS),
    Row("recommendations:owners", from_role("officer", 200)),
    Row("recommendations:delivery", from_role("officer", 200), kwargs=pk, query={"q": "do"}),
    Row("recommendations:delivery_link", from_role("officer", 302), "post", kwargs=pk, data=priority),
    Row("recommendations:delivery_unlink", from_role("officer", 302), "post", kwargs=linked, data=link),
    *(Row(f"recommendations:{name}", from_role("officer", 200), kwargs=kwargs) for name, kwargs, _ in FORMS),
    *(
        Row(f"recommendations:{name}", from_role("officer", 302), "post", kwargs=kwargs, data=data)
        for name, kwargs, data in FORMS
    ),
]
