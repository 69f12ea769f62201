"""Recommendations: everybody reads them, members speak, officers report."""

from tests import factories
from tests.access import Row, everyone, from_role


def one(world):
    group = factories.TopicGroupFactory(body__partnership=world.partnership)
    return factories.RecommendationFactory(topic_group=group, number=1)


def one_comment(world):
    return factories.RecommendationCommentFactory(recommendation=one(world), made_by=world.ppb_member)


def pk(world):
    return {"pk": one(world).pk}


PROGRESS = {
    "text": "Done",
    "status": "implemented",
    "reported_on": "1 9 2026",
    "reported_by": "Policy and Strategy",
}
STATUS = {"to_status": "superseded", "reason": "The Board's new format does it", "changed_on": "1 9 2026"}

ROWS = [
    Row("recommendations:list", everyone(200)),
    Row("recommendations:csv", everyone(200)),
    Row("recommendations:xlsx", everyone(200)),
    Row("recommendations:detail", everyone(200), kwargs=pk),
    Row("scrutiny:topic_group", everyone(200), kwargs=lambda world: {"pk": one(world).topic_group_id}),
    Row("progress:progress_add", from_role("officer", 200), kwargs=pk),
    Row("progress:progress_add", from_role("officer", 302), "post", kwargs=pk, data=lambda world: PROGRESS),
    Row("progress:status_change", from_role("officer", 200), kwargs=pk),
    Row("progress:status_change", from_role("officer", 302), "post", kwargs=pk, data=lambda world: STATUS),
    Row("recommendations:comment_add", from_role("member", 200), kwargs=pk),
    Row(
        "recommendations:comment_add", from_role("member", 302), "post", kwargs=pk, data=lambda world: {"text": "Why?"}
    ),
    Row(
        "recommendations:comment_answer",
        from_role("officer", 200),
        kwargs=lambda world: {"pk": one_comment(world).pk},
    ),
    Row(
        "recommendations:comment_answer",
        from_role("officer", 302),
        "post",
        kwargs=lambda world: {"pk": one_comment(world).pk},
        data=lambda world: {"answer": "Because"},
    ),
]
