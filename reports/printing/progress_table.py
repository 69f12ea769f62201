"""The progress on recommendations on paper: the five columns of the printed original, landscape."""

from __future__ import annotations

from collections.abc import Sequence
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
    return PrintedPage(
        html=html(partnership, on, paper.about["rows"], paper.about["chosen"]), accent=partnership.accent
    )


def about(partnership: Partnership, on: date, rows: Sequence[int], chosen: str) -> dict[str, object]:
    """What the paper depends on: equal only as long as it would say the same."""
    fingerprint = sha256(html(partnership, on, rows, chosen).encode()).hexdigest()
    return {"on": on.isoformat(), "rows": list(rows), "chosen": chosen, "fingerprint": fingerprint}


def html(partnership: Partnership, on: date, rows: Sequence[int], chosen: str) -> str:
    """The whole page; ``rows`` are primary keys in the order to print, ``chosen`` says by which filters."""
    found = Recommendation.objects.visible_to(AnonymousUser()).filter(partnership=partnership, pk__in=rows).as_at(on)
    by_pk = {one.pk: one for one in found}
    shown = [by_pk[pk] for pk in rows if pk in by_pk]
    title = f"Progress on recommendations, as at {format_date(on)}"
    made_up = any(update.is_made_up for one in shown for update in one.progress_on_day)
    return render_to_string(
        "pdf/reports/progress_table.html",
        {
            "language": "en-GB",
            "title": title,
            "author": partnership.name,
            "running_head": partnership.name,
            "made_up": made_up,
            "partnership": partnership,
            "on": on,
            "chosen": chosen,
            "recommendations": shown,
            "chart": status_chart(found.status_counts()),
        },
    )
