"""What reports add to the pages of recommendations, measures and meetings."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser

from core.panels import Panel, PanelRequest
from meetings.models import Meeting
from meetings.panels import MEETING_SIDE, MEETING_SIDE_AHEAD
from performance.models import Measure
from performance.panels import ON_MEASURE
from performance.standing import Standing, standing_of
from recommendations.delivery import delivered_panel
from recommendations.models import Recommendation
from recommendations.panels import ON_DELIVERY, STORY
from reports.forms import MeasureLinkForm
from reports.models import MeasureLink
from reports.printing.ppb_insert import commissioning_bodies, day_of


@STORY.add(order=55)
def measures_panel(asked: PanelRequest[Recommendation]) -> Panel | None:
    """On the recommendation's page: each measure with its latest figure. Nothing where none is linked."""
    followed = measures_of(asked.record, on=asked.on)
    if not followed:
        return None
    return Panel("reports/measures_of_recommendation.html", {"standings": [standing for _, standing in followed]})


def measures_of(recommendation: Recommendation, *, on: date) -> list[tuple[MeasureLink, Standing]]:
    """The links with how each measure stands on the day; four queries, however many there are."""
    links = {link.measure_id: link for link in MeasureLink.objects.filter(recommendation=recommendation)}
    measures = Measure.objects.filter(pk__in=links).by_theme().with_results(up_to=on.year)
    return [(links[one.pk], standing_of(one, awaited_by=on.year)) for one in measures]


@ON_DELIVERY.add(order=10)
def measure_links_panel(asked: PanelRequest[Recommendation]) -> Panel:
    """On the page where officers link what delivers a recommendation."""
    recommendation = asked.record
    followed = measures_of(recommendation, on=asked.on)
    context = {
        "followed": followed,
        "form": MeasureLinkForm(partnership=recommendation.partnership),
        "recommendation": recommendation,
        "partnership": recommendation.partnership,
    }
    return Panel("reports/measure_links.html", context)


@ON_MEASURE.add(order=10)
def followed_by_measure_panel(asked: PanelRequest[Measure]) -> Panel | None:
    """On the measure's page: the recommendations that it shows something of."""
    known = Recommendation.objects.visible_to(asked.reader).filter(measure_links__measure=asked.record)
    return delivered_panel(known.as_at(asked.on).by_number(), "Recommendations that this measure follows", asked.on)


@MEETING_SIDE.add(order=60)
@MEETING_SIDE_AHEAD.add(order=60)
def ppb_progress_panel(asked: PanelRequest[Meeting]) -> Panel | None:
    """The progress on what a PPB commissioned, as a paper: at most two queries, none where it commissions nothing."""
    meeting = asked.record
    bodies = commissioning_bodies(meeting)
    if not bodies or meeting.is_off:
        return None
    day = day_of(meeting, on=asked.on)
    # As on the paper: what is in preparation is in no paper of a meeting.
    found = Recommendation.objects.visible_to(AnonymousUser()).filter(
        partnership=meeting.partnership_id, topic_group__commissioned_by__in=bodies
    )
    number = found.as_at(day).count()
    context = {"number": number, "on": day, "meeting": meeting, "partnership": meeting.partnership}
    return Panel("reports/panels/ppb_progress.html", context) if number else None
