"""The progress on recommendations on paper: the five columns of the printed original, landscape."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string

from boards.models import Partnership
from core.models import RenderedFile
from core.rules.dates import format_date
from recommendations.charts import status_chart
from recommendations.models import Recommendation
from reports.printing.page import PrintedPage


def page(paper: RenderedFile) -> PrintedPage:
    """The rows that ``about`` names, as at its day and in its order."""
    partnership = Partnership.objects.get(slug=paper.scope)
    on = date.fromisoformat(paper.about["on"])
    asked = paper.about
    return PrintedPage(
        html=html(partnership, on, asked["rows"], asked["chosen"], listed=asked.get("listed", 0)),
        accent=partnership.accent,
    )


def about(
    partnership: Partnership, on: date, rows: Sequence[int], chosen: str, *, listed: int = 0
) -> dict[str, object]:
    """What the paper depends on: equal only as long as it would say the same."""
    fingerprint = sha256(html(partnership, on, rows, chosen, listed=listed).encode()).hexdigest()
    return {
        "on": on.isoformat(),
        "rows": list(rows),
        "chosen": chosen,
        "listed": listed,
        "fingerprint": fingerprint,
    }


def html(partnership: Partnership, on: date, rows: Sequence[int], chosen: str, *, listed: int = 0) -> str:
    """The whole page; ``rows`` are primary keys in the order to print, ``chosen`` says by which filters.

    ``listed`` is how many the list had: where it is more, the paper says that it holds the first of them only.
    """
    found = Recommendation.objects.visible_to(AnonymousUser()).filter(partnership=partnership, pk__in=rows).as_at(on)
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
            "made_up": has_made_up(shown),
            "partnership": partnership,
            "on": on,
            "chosen": chosen,
            "recommendations": shown,
            "listed": listed,
            "left_out": listed > len(rows),
            "chart": status_chart(found.status_counts()),
        },
    )


def has_made_up(recommendations: Iterable[Recommendation]) -> bool:
    """Whether some of the progress was made up for the example: the paper's foot then says so."""
    return any(
        one.topic_group.is_made_up or any(update.is_made_up for update in one.progress_on_day)
        for one in recommendations
    )
