"""The review after twelve months, what it led to, and the review that this recommendation arose from."""

from __future__ import annotations

from django.db.models import Prefetch

from boards.panels import Panel
from recommendations.models import Recommendation, Review
from recommendations.sections.reading import Reading


def section(reading: Reading) -> Panel:
    recommendation = reading.recommendation
    known = Recommendation.objects.visible_to(reading.reader)
    led_to = Prefetch("led_to", known.order_by("number"), "known_led_to")
    reviews = recommendation.reviews.known_on(reading.on).select_related("meeting__body").prefetch_related(led_to)
    return Panel(
        "recommendations/sections/review.html",
        {
            "reviews": list(reviews.order_by("reviewed_on", "pk")),
            "arose_from": _arose_from(reading),
            "may_record": reading.may("add_progress"),
        },
    )


def _arose_from(reading: Reading) -> Review | None:
    pk = reading.recommendation.arose_from_id
    return Review.objects.select_related("recommendation").get(pk=pk) if pk else None
