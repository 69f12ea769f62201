"""What the database refuses, whoever writes to it."""

from django.apps import apps
from django.db.models import CASCADE, SET_NULL, CheckConstraint, ForeignKey

from tests.quality.tree import APPS

# A reader's own mark is nobody's record, and goes with the reader.
# An agenda item that is taken off takes with it what was only said of it; the follow-up that it was for waits again.
# What is kept beside a recommendation is read from its events, and may go with it.
# What was changed in an agenda stays told without it.
GOES_WITH_ITS_OWNER = {
    "RecommendationVisit.user",
    "RecommendationVisit.partnership",
    "RecommendationItem.item",
    "RecommendationState.recommendation",
    "FollowUp.item",
    "AgendaChange.item",
}


def models():
    """The portal's own models."""
    return [model for app in APPS for model in apps.get_app_config(app).get_models()]


def lookups(condition):
    """Every “field__lookup” of a condition, however deep."""
    for child in condition.children:
        if isinstance(child, tuple):
            yield child[0]
        else:
            yield from lookups(child)


def test_every_closed_list_of_words_is_held_by_the_database():
    loose = {
        f"{model.__name__}.{field.name}"
        for model in models()
        for field in model._meta.concrete_fields
        if field.choices
        and f"{field.name}__in"
        not in {
            name
            for constraint in model._meta.constraints
            if isinstance(constraint, CheckConstraint)
            for name in lookups(constraint.condition)
        }
    }
    assert loose == set()


def test_no_record_goes_when_another_is_deleted():
    falling = {
        f"{model.__name__}.{field.name}"
        for model in models()
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.remote_field.on_delete in (CASCADE, SET_NULL)
    }
    assert falling == GOES_WITH_ITS_OWNER
