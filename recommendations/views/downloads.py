"""The rows of the list as files."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from core.exports import csv_text, xlsx_bytes
from core.rules.file_types import EXCEL
from core.views import download
from recommendations.exports import HEADINGS, table_rows
from recommendations.services.visits import last_visit_ended
from recommendations.views.lists import FilteredRows


class Download(FilteredRows):
    """Filters and date are those of the page on which the reader asked for the file."""

    ending: str

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        since = last_visit_ended(user=request.user, partnership=self.partnership)
        content, content_type = self.written(list(table_rows(self.filtered(since).rows.for_files(on=self.on))))
        name = f"{self.partnership.slug}-recommendations-{self.on.isoformat()}.{self.ending}"
        return download(content, filename=name, content_type=content_type)

    def written(self, rows: list[Any]) -> tuple[bytes, str]:
        raise NotImplementedError


class RecommendationCsv(Download):
    ending = "csv"

    def written(self, rows: list[Any]) -> tuple[bytes, str]:
        return csv_text(HEADINGS, rows).encode(), "text/csv; charset=utf-8"


class RecommendationSpreadsheet(Download):
    ending = "xlsx"

    def written(self, rows: list[Any]) -> tuple[bytes, str]:
        return xlsx_bytes(HEADINGS, rows, title="Recommendations"), EXCEL.media_type
