"""Statuses, proposals of them, closing and reviews: everybody reads reviews, members propose, officers decide."""

from datetime import date

from tests import factories
from tests.access import Row, everyone, from_role
from tests.access.recommendations import one, pk
from tests.monitoring.factories import MonitoringDecisionFactory
from tests.progress.factories import StatusProposalFactory

HELD_ON = date(2026, 9, 1)


def meeting(world):
    return factories.MeetingFactory(body=world.ppb, held_on=HELD_ON).pk


def closed(world):
    return {"pk": MonitoringDecisionFactory(recommendation=one(world)).recommendation_id}


def proposal(world):
    return {"pk": StatusProposalFactory(recommendation=one(world)).pk}


def confirmation(world):
    waiting = StatusProposalFactory(recommendation=one(world))
    return {"proposals": f"{waiting.pk}:not-started", "confirmed_on": "1 9 2026"}


def closing(world):
    group = factories.TopicGroupFactory(body__partnership=world.partnership)
    done = factories.RecommendationFactory(topic_group=group, status="implemented", status_reason="Done")
    return {"recommendations": done.pk, "meeting": meeting(world), "reason": "Nothing is left", "confirmed": "1"}


def decision(world):
    return {"meeting": meeting(world), "reason": "It is with another board now", "although_open": "on"}


PROPOSED = {"to_status": "not-feasible", "reason": "It costs too much"}
REVIEW = {
    "reviewed_on": "1 9 2026",
    "achieved": "Summaries come in five days",
    "cost": "Two hours a month",
    "next_steps": "Look again",
    "outcome": "continue",
}

ROWS = [
    Row("progress:status_propose", from_role("member", 200), kwargs=pk),
    Row("progress:status_propose", from_role("member", 302), "post", kwargs=pk, data=lambda world: PROPOSED),
    Row("progress:proposals", from_role("officer", 200)),
    Row("progress:proposals", from_role("officer", 302), "post", data=confirmation),
    Row("progress:proposal_decline", from_role("officer", 200), kwargs=proposal),
    Row(
        "progress:proposal_decline",
        from_role("officer", 302),
        "post",
        kwargs=proposal,
        data=lambda world: {"note": "Two parts are missing"},
    ),
    Row("monitoring:close", from_role("officer", 200)),
    Row("monitoring:close", from_role("officer", 302), "post", data=closing),
    Row("monitoring:monitoring_stop", from_role("officer", 200), kwargs=pk),
    Row("monitoring:monitoring_stop", from_role("officer", 302), "post", kwargs=pk, data=decision),
    Row("monitoring:monitoring_resume", from_role("officer", 200), kwargs=closed),
    Row("monitoring:monitoring_resume", from_role("officer", 302), "post", kwargs=closed, data=decision),
    Row("monitoring:reviews", everyone(200)),
    Row("monitoring:review_record", from_role("officer", 200), kwargs=pk),
    Row("monitoring:review_record", from_role("officer", 302), "post", kwargs=pk, data=lambda world: REVIEW),
]
