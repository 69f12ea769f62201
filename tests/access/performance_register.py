"""Measures, targets and achievements, kept by officers."""

from tests import factories
from tests.access import Row, everyone, from_role


def measure(world):
    return {"code": factories.MeasureFactory(partnership=world.partnership).code}


def target(world):
    one = factories.MeasureFactory(partnership=world.partnership)
    return {"code": one.code, "target_pk": one.targets.create(year=2026, low=7).pk}


def achievement(world):
    return {"pk": factories.AchievementFactory(partnership=world.partnership).pk}


def achievement_picture(world):
    one = factories.add_picture(factories.AchievementFactory(partnership=world.partnership))
    return {"pk": one.pk, "name": one.picture_name}


def comparator(world):
    known = world.partnership.comparators
    return known.filter(code="england").first() or known.create(code="england", name="England", kind="nation")


def comparison(world):
    measured = factories.MeasureFactory(partnership=world.partnership)
    one = measured.comparisons.create(comparator=comparator(world), year=2025, value=7)
    return {"code": measured.code, "comparison_pk": one.pk}


def comparator_alone(world):
    number = world.partnership.comparators.count()
    one = world.partnership.comparators.create(code=f"place-{number}", name=f"Place {number}", kind="place")
    return {"pk": one.pk}


def comparison_data(world):
    return {"comparator": comparator(world).pk, "year": "2024", "value": "71.2"}


def nothing(world):
    return {}


def writes(name, kwargs, data):
    """A form of officers: asked for, and sent."""
    return (
        Row(f"performance:{name}", from_role("officer", 200), kwargs=kwargs),
        Row(
            f"performance:{name}",
            from_role("officer", 302),
            "post",
            kwargs,
            data if callable(data) else lambda world: data,
        ),
    )


MEASURE = {
    "name": "Journeys by bus",
    "polarity": "higher",
    "tolerance": "0",
    "tolerance_kind": "absolute",
    "decimals_shown": "1",
}
ACHIEVEMENT = {"title": "A forum", "headline": "Tenants are heard.", "theme": "Housing"}
ROWS = [
    *writes("measure_add", nothing, MEASURE),
    *writes("measure_edit", measure, MEASURE | {"unit": "journeys"}),
    *writes("measure_remove", measure, {}),
    *writes("target_add", measure, {"year": "2026", "low": "1,234.5"}),
    *writes("target_edit", target, {"year": "2026", "low": "8", "reason": "Agreed anew"}),
    *writes("target_remove", target, {}),
    Row("performance:comparators", from_role("officer", 200)),
    *writes("comparator_add", nothing, {"name": "North West", "kind": "region", "sort_order": "2"}),
    *writes("comparator_edit", comparator_alone, {"name": "Knowsley", "kind": "place", "sort_order": "3"}),
    *writes("comparator_remove", comparator_alone, {}),
    *writes("comparison_add", measure, comparison_data),
    *writes("comparison_edit", comparison, comparison_data),
    *writes("comparison_remove", comparison, {}),
    Row("performance:achievement", everyone(200), kwargs=achievement),
    Row("performance:achievement_picture", everyone(200), kwargs=achievement_picture),
    *writes("achievement_add", nothing, ACHIEVEMENT),
    *writes("achievement_edit", achievement, ACHIEVEMENT),
    *writes("achievement_remove", achievement, {}),
]
