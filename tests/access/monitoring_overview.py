"""Recommendations in figures, and the papers of scrutiny: public, save what is in preparation."""

from datetime import date

from tests import factories
from tests.access import ROLES, Row, everyone


def report(world, **fields):
    return factories.TopicGroupFactory(body__partnership=world.partnership, commissioned_by=world.ppb, **fields)


def of_report(world):
    return {"pk": report(world).pk}


def of_draft(world):
    return {"pk": report(world, is_draft=True).pk}


def of_meeting(world):
    factories.RecommendationFactory(topic_group=report(world))
    return {"pk": factories.MeetingFactory(body=world.ppb, held_on=date(2026, 11, 2)).pk}


ROWS = [
    Row("monitoring:overview", everyone(200)),
    Row("reports:report_summary", everyone(302), method="post", kwargs=of_report),
    Row("reports:report_summary", dict.fromkeys(ROLES, 405), kwargs=of_report),
    Row(
        "reports:report_summary",
        {"anonymous": 404, "outsider": 404, "member": 404, "ppb_member": 302, "officer": 302, "admin": 302},
        method="post",
        kwargs=of_draft,
    ),
    Row("reports:ppb_insert", everyone(302), method="post", kwargs=of_meeting),
    Row("reports:ppb_insert", dict.fromkeys(ROLES, 405), kwargs=of_meeting),
]
