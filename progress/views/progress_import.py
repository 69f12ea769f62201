"""Open recommendations go out as a file and come back with new progress: shown first, then written down."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from boards.views.base import PartnershipMixin, signed_in
from core import clock
from core.sheets.importing import Preview
from core.sheets.views import CONFLICT, OK, ApplyView, SheetView, UploadView
from progress.filters import OpenFilter
from progress.services.many_updates import PLANS, NewProgress, add_many
from progress.sheets import ProgressSheet
from progress.views.grid import progress_added
from recommendations.models import Recommendation, RecommendationQuerySet


class ProgressFiles(PartnershipMixin, SheetView):
    permission = "progress.add_progress"

    def known(self) -> RecommendationQuerySet:
        """What a file may report on: closed and settled ones too, as a file may be older than their closing."""
        visible = Recommendation.objects.visible_to(self.request.user).filter(partnership=self.partnership)
        return visible.as_at(clock.today()).by_number()

    def start_url(self) -> str:
        return reverse("progress:progress_import", args=[self.partnership.slug])


class ProgressDownload(ProgressFiles):
    """The open recommendations as the grid filters them, with empty columns to fill in."""

    ending = "csv"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        today = clock.today()
        shown = OpenFilter(request.GET, partnership=self.partnership, reader=request.user, on=today)
        name = f"{self.partnership.slug}-progress-{today.isoformat()}.{self.ending}"
        return ProgressSheet.table(shown.rows.for_files(on=today)).download(name)


class ProgressImport(ProgressFiles, UploadView):
    template_name = "progress/import.html"
    sheet = ProgressSheet

    def get_records(self) -> list[Recommendation]:
        return list(self.known().for_files(on=clock.today()))

    def show(self, read: Preview[Recommendation, NewProgress]) -> HttpResponse:
        new = [change for change, _ in read.changes]
        plan = PLANS.sign(new, partnership=self.partnership, by=signed_in(self.request))
        return self.page("progress/import_preview.html", OK, read=read, plan=plan)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back_url = reverse("progress:progress_grid", args=[self.partnership.slug])
        return super().get_context_data(back_url=back_url, **kwargs)


class ProgressConfirm(ProgressFiles, ApplyView):
    """Writes down what the preview showed: all of it, or nothing."""

    old_page = "That page was a day old, or not yours. Upload the file again."
    nothing_new = "That was on record already. Nothing was added."

    def apply(self, plan: str) -> str:
        by = signed_in(self.request)
        updates = PLANS.read(plan, partnership=self.partnership, by=by)
        added = add_many(partnership=self.partnership, updates=updates, by=by, at=clock.now())
        return progress_added(added) if added else ""

    def conflict(self, keys: list[int]) -> HttpResponse:
        moved = self.known().filter(pk__in=keys)
        return self.page("progress/import_conflict.html", CONFLICT, moved=moved)

    def done_url(self) -> str:
        return reverse("recommendations:list", args=[self.partnership.slug])
