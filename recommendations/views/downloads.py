"""The rows of the list as files."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase

from recommendations.services.visits import last_visit_ended
from recommendations.sheets import RecommendationSheet
from recommendations.views.lists import FilteredRows


class RecommendationDownload(FilteredRows):
    """Filters and date are those of the page on which the reader asked for the file."""

    ending = "csv"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        since = last_visit_ended(user=request.user, partnership=self.partnership)
        rows = self.filtered(since).rows.with_response(on=self.on).for_files(on=self.on)
        name = f"{self.partnership.slug}-recommendations-{self.on.isoformat()}.{self.ending}"
        return RecommendationSheet.table(rows).download(name)
