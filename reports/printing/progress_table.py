"""The progress on recommendations on paper: the five columns of the printed original, landscape."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string

from boards.models import Partnership
from core.models import RenderedFile
from core.papers import PrintedPage
from core.rules.dates import format_date
from recommendations.charts import status_chart
from recommendations.models import Recommendation
from recommendations.rules import not_included


def page(paper: RenderedFile) -> PrintedPage:
    """The rows that ``about`` names, as at its day and in its order."""
    partnership = Partnership.objects.get(slug=paper.scope)
    on = date.fromisoformat(paper.about["on"])
    asked = paper.about
    return PrintedPage(
        html=html(
            partnership,
            on,
            asked["rows"],
            asked["chosen"],
            order=asked.get("order", ""),
            closed=asked.get("closed", 0),
            listed=asked.get("listed", 0),
        ),
        accent=partnership.accent,
    )


def about(
    partnership: Partnership,
    on: date,
    rows: Sequence[int],
    chosen: str,
    *,
    order: str = "",
    closed: int = 0,
    listed: int = 0,
) -> dict[str, object]:
    """What the paper depends on: equal only as long as it would say the same."""
    words = html(partnership, on, rows, chosen, order=order, closed=closed, listed=listed)
    fingerprint = sha256(words.encode()).hexdigest()
    return {
        "on": on.isoformat(),
        "rows": list(rows),
        "chosen": chosen,
        "order": order,
        "closed": closed,
        "listed": listed,
        "fingerprint": fingerprint,
    }


def html(
    partnership: Partnership,
    on: date,
    rows: Sequence[int],
    chosen: str,
    *,
    order: str = "",
    closed: int = 0,
    listed: int = 0,
) -> str:
    """The whole page; ``rows`` are primary keys in the order to print, ``chosen`` says by which filters.

    ``order`` names that order. ``closed`` is how many closed ones the list left out, ``listed`` how many it had: where
    that is more than the rows, the paper says that it holds the first of them only. Anyone may read the paper, so it
    leaves out what is not public, and says how many that are.
    """
    asked = Recommendation.objects.filter(partnership=partnership, pk__in=rows)
    found = asked.visible_to(AnonymousUser()).as_at(on)
    by_pk = {one.pk: one for one in found}
    shown = [by_pk[pk] for pk in rows if pk in by_pk]
    title = f"Progress on recommendations, as at {format_date(on)}"
    return render_to_string(
        "pdf/reports/progress_table.html",
        {
            "language": "en-GB",
            "title": title,
            "author": partnership.name,
            "running_head": partnership.name,
            "example_note": partnership.example_note,
            "partnership": partnership,
            "on": on,
            "chosen": chosen,
            "recommendations": shown,
            "listed": listed,
            "order": order,
            "not_included": not_included(closed=closed, in_preparation=asked.in_preparation().count()),
            "printed": len(rows),
            "is_cut": listed > len(rows),
            "chart": status_chart(found.total().counts),
        },
    )
