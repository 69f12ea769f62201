"""Measures are linked to the recommendations whose delivery they show."""

from __future__ import annotations

from core.acts import Refused
from core.models import User
from performance.models import Measure
from recommendations.models import Recommendation
from recommendations.services.delivery import link
from reports.models import MeasureLink


def link_measure(*, recommendation: Recommendation, measure: Measure, by: User) -> MeasureLink:
    """Say that the measure shows what it has come to. Raises ``Refused``."""
    if measure.partnership_id != recommendation.partnership_id:
        raise Refused("Choose a measure of this partnership", field="measure")
    return link(MeasureLink, recommendation=recommendation, linked=measure, by=by)
