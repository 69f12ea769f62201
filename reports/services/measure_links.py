"""Measures are linked to the recommendations whose delivery they show."""

from __future__ import annotations

from django.db import transaction

from core import audit
from core.acts import Refused
from core.models import User
from performance.models import Measure
from recommendations.models import Recommendation
from reports.models import MeasureLink


@transaction.atomic
def link_measure(*, recommendation: Recommendation, measure: Measure, by: User) -> MeasureLink:
    """Say that the measure shows what it has come to; said twice, it is said once. Raises ``Refused``."""
    if measure.partnership_id != recommendation.partnership_id:
        raise Refused("Choose a measure of this partnership", field="measure")
    link, is_new = MeasureLink.objects.get_or_create(recommendation=recommendation, measure=measure)
    if is_new:
        scope = recommendation.partnership.slug
        audit.record("recommendation.linked", by=by, about=recommendation, scope=scope, measure=str(measure))
    return link


@transaction.atomic
def unlink_measure(*, link: MeasureLink, by: User) -> None:
    """Take the link back; measure and recommendation stay as they are. One that is gone already stays gone."""
    if MeasureLink.objects.select_for_update(no_key=True).filter(pk=link.pk).first() is None:
        return
    about = link.recommendation
    audit.record("recommendation.unlinked", by=by, about=about, scope=about.partnership.slug, measure=str(link.measure))
    link.delete()
