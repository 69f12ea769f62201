"""What statuses show on the page of a recommendation."""

from __future__ import annotations

from typing import Any

from core.panels import Panel
from progress.models import StatusProposal
from recommendations.choices import RecommendationStatus
from recommendations.models import Recommendation, RecommendationQuerySet
from recommendations.panels import PAGE_ACTIONS, STORY, Reading


@PAGE_ACTIONS.add(order=10)
def actions_panel(reading: Reading) -> Panel | None:
    """What officers record about it."""
    return Panel("progress/panels/actions.html", {}) if reading.may("progress.add_progress") else None


@STORY.add(order=60)
def status_panel(reading: Reading) -> Panel:
    """Where it stands, and why; what took its place, whose place it took, and what is proposed."""
    recommendation = reading.record
    latest = recommendation.changes_on_day[-1] if recommendation.changes_on_day else None
    return Panel(
        "progress/panels/status.html",
        {
            "evidence": latest.evidence if latest else "",
            "successor": _successor(reading),
            "predecessors": list(_known(reading).superseded_by_one(recommendation, on=reading.on)),
            "decision": _decision(reading) if recommendation.is_closed else None,
            "proposal": _proposal(reading) if reading.is_today else None,
            "may_propose": reading.may("recommendations.comment"),
            "may_decide": reading.may("progress.add_progress"),
        },
    )


def _known(reading: Reading) -> RecommendationQuerySet:
    known = Recommendation.objects.visible_to(reading.reader).filter(partnership=reading.partnership)
    return known.as_at(reading.on).prefetch_related(None)


def _successor(reading: Reading) -> Recommendation | None:
    """R-5: as at the day."""
    recommendation = reading.record
    if recommendation.status_on_day != RecommendationStatus.SUPERSEDED:
        return None
    changes = recommendation.changes_on_day
    pk = changes[-1].superseded_by_id if changes else recommendation.superseded_by_id
    known = Recommendation.objects.visible_to(reading.reader)
    return known.filter(pk=pk).first() if pk else None


def _decision(reading: Reading) -> Any:
    """What a meeting last decided: the app above keeps it."""
    decisions = reading.record.monitoring_decisions.known_on(reading.on)
    return decisions.select_related("meeting__body").order_by("-decided_on", "-pk").first()


def _proposal(reading: Reading) -> StatusProposal | None:
    """R-6: the latest, for members; once it is confirmed the status itself says so."""
    known = StatusProposal.objects.visible_to(reading.reader).filter(recommendation=reading.record)
    latest = known.select_related("owner", "told_by", "proposed_by").order_by("-proposed_at", "-pk").first()
    return latest if latest is not None and latest.change_id is None else None
