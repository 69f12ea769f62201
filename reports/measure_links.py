"""Which measures show what a recommendation has come to, read from both ends."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from boards.panels import Panel
from performance.models import Measure
from performance.standing import Standing, standing_of
from recommendations.delivery import delivered_panel
from recommendations.models import Recommendation
from recommendations.sections.reading import Reading
from reports.forms import MeasureLinkForm
from reports.models import MeasureLink

if TYPE_CHECKING:
    from recommendations.querysets import Reader


def section(reading: Reading) -> Panel | None:
    """On the recommendation's page: each measure with its latest figure. Nothing where none is linked."""
    followed = measures_of(reading.recommendation, on=reading.on)
    if not followed:
        return None
    return Panel("reports/measures_of_recommendation.html", {"standings": [standing for _, standing in followed]})


def measures_of(recommendation: Recommendation, *, on: date) -> list[tuple[MeasureLink, Standing]]:
    """The links with how each measure stands on the day; four queries, however many there are."""
    links = {link.measure_id: link for link in MeasureLink.objects.filter(recommendation=recommendation)}
    measures = Measure.objects.filter(pk__in=links).by_theme().with_results(up_to=on.year)
    return [(links[one.pk], standing_of(one, awaited_by=on.year)) for one in measures]


def edited(recommendation: Recommendation, on: date) -> Panel:
    """On the page where officers link what delivers a recommendation."""
    followed = measures_of(recommendation, on=on)
    context = {
        "followed": followed,
        "form": MeasureLinkForm(partnership=recommendation.partnership),
        "recommendation": recommendation,
        "partnership": recommendation.partnership,
    }
    return Panel("reports/measure_links.html", context)


def followed_by_measure(measure: Measure, reader: Reader, on: date) -> Panel | None:
    """On the measure's page: the recommendations that it shows something of."""
    known = Recommendation.objects.visible_to(reader).filter(measure_links__measure=measure)
    return delivered_panel(known.as_at(on).by_number(), "Recommendations that this measure follows", on)
