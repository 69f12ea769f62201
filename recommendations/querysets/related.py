"""What hangs on recommendations in the apps above: named by its relation, as Django names it."""

from __future__ import annotations

from typing import Any

from django.apps import apps


def related(relation: str) -> Any:
    """All records of a relation to recommendations, with the QuerySet of the app that keeps them."""
    field: Any = apps.get_model("recommendations", "Recommendation")._meta.get_field(relation)
    return field.related_model._default_manager.all()
