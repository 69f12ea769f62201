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


def nothing(world):
    return {}


def writes(name, kwargs, data):
    """A form of officers: asked for, and sent."""
    return (
        Row(f"performance:{name}", from_role("officer", 200), kwargs=kwargs),
        Row(f"performance:{name}", from_role("officer", 302), "post", kwargs, lambda world: data),
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
    *writes("target_edit", target, {"year": "2026", "low": "8"}),
    *writes("target_remove", target, {}),
    Row("performance:achievement", everyone(200), kwargs=achievement),
    Row("performance:achievement_picture", everyone(200), kwargs=achievement_picture),
    *writes("achievement_add", nothing, ACHIEVEMENT),
    *writes("achievement_edit", achievement, ACHIEVEMENT),
    *writes("achievement_remove", achievement, {}),
]
