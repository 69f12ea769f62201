"""Measures that officers link to recommendations."""

from reports.models import MeasureLink
from tests import factories
from tests.access import Row, from_role


def one(world):
    group = factories.TopicGroupFactory(body__partnership=world.partnership)
    return factories.RecommendationFactory(topic_group=group, number=1)


def linked(world):
    measure = factories.MeasureFactory(partnership=world.partnership)
    made = MeasureLink.objects.create(recommendation=one(world), measure=measure)
    return {"pk": made.recommendation_id, "link": made.pk}


ROWS = [
    Row(
        "reports:measure_link",
        from_role("officer", 302),
        "post",
        kwargs=lambda world: {"pk": one(world).pk},
        data=lambda world: {"measure": factories.MeasureFactory(partnership=world.partnership).pk},
    ),
    Row("reports:measure_unlink", from_role("officer", 302), "post", kwargs=linked),
]
