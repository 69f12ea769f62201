"""What hangs on recommendations, here and in the apps above, and what it says of them as at a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from recommendations.choices import Responder
from recommendations.rules import MOST_CAUTIOUS_FIRST


def all_recommendations() -> Any:
    return apps.get_model("recommendations", "Recommendation")._base_manager.all()


def related(relation: str) -> Any:
    """All records of a relation to recommendations, with the QuerySet of the app that keeps them."""
    field: Any = apps.get_model("recommendations", "Recommendation")._meta.get_field(relation)
    return field.related_model._default_manager.all()


def own(relation: str) -> Any:
    """Those of the recommendation of the outer query."""
    return related(relation).filter(recommendation=OuterRef("pk"))


def known_rows(relation: str, on: date) -> Any:
    return related(relation).known_on(on).oldest_first()


def owner_lines() -> models.QuerySet[Any]:
    lines: models.QuerySet[Any] = related("owner_lines")
    return lines.select_related("owner").order_by("position")


def dated_state(on: date) -> dict[str, Any]:
    """What the events known on the day say of a recommendation (R-3), by the fields of ``RecommendationState``."""
    changes = own("status_changes").known_on(on).newest_first()
    decisions = newest_decisions(on)
    progress = own("progress").known_on(on)
    latest = progress.newest_first()
    return {
        "status": _text(changes.values("to_status")),
        "changed_on": Subquery(changes.values("changed_on")[:1]),
        "changed_precision": _text(changes.values("changed_precision")),
        "monitoring": _text(decisions.values("choice")),
        "decided_on": Subquery(decisions.values("decided_on")[:1]),
        "reviewed_on": Subquery(own("reviews").known_on(on).order_by("-reviewed_on").values("reviewed_on")[:1]),
        "has_progress": Exists(progress),
        "reported_on": Subquery(latest.values("reported_on")[:1]),
        "reported_precision": _text(latest.values("reported_precision")),
        "response": _dated_response(on),
    }


def newest_decisions(on: date) -> Any:
    return own("monitoring_decisions").known_on(on).order_by("-decided_on", "-pk")


def newest_responses(on: date) -> Any:
    return own("responses").known_on(on).order_by(F("responded_on").desc(nulls_last=True), "-pk")


def _dated_response(on: date) -> Case:
    """The decision that counts (RU-3), empty without one."""
    given = newest_responses(on)
    latest = [Subquery(given.filter(responder=responder).values("decision")[:1]) for responder in Responder]
    counted = [
        When(Q(*(Exact(one, Value(decision)) for one in latest), _connector=Q.OR), then=Value(decision))
        for decision in MOST_CAUTIOUS_FIRST
    ]
    return Case(*counted, default=Value(""), output_field=models.CharField())


def _text(rows: Any) -> Coalesce:
    """The first one, empty without any."""
    return Coalesce(Subquery(rows[:1]), Value(""), output_field=models.CharField())
