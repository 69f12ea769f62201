"""Open recommendations go out as a file and come back with new progress: shown first, then written down."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.generic import FormView, View

from boards.views.base import PartnershipMixin, signed_in
from core import clock
from core.signed_plans import Moved, PlanRefused
from recommendations.forms.grid import ProgressFileForm
from recommendations.grid_filters import OpenFilter
from recommendations.models import Recommendation
from recommendations.querysets import RecommendationQuerySet
from recommendations.services.many_updates import MOST_UPDATES, PLANS, add_many
from recommendations.services.progress_import import ProgressPreview, preview_file
from recommendations.sheets import ProgressSheet

OK, BAD_REQUEST, CONFLICT = 200, 400, 409
OLD_PAGE = "That page was a day old, or not yours. Upload the file again."


class ProgressFiles(PartnershipMixin):
    permission = "recommendations.add_progress"

    def known(self) -> RecommendationQuerySet:
        """What a file may report on: closed and settled ones too, as a file may be older than their closing."""
        visible = Recommendation.objects.visible_to(self.request.user).filter(partnership=self.partnership)
        return visible.as_at(clock.today()).by_number()

    def import_url(self) -> str:
        return reverse("recommendations:progress_import", args=[self.partnership.slug])

    def page(self, template: str, status: int, **context: Any) -> HttpResponse:
        given = {"partnership": self.partnership, "import_url": self.import_url(), **context}
        return TemplateResponse(self.request, template, given, status=status)


class ProgressDownload(ProgressFiles, View):
    """The open recommendations as the grid filters them, with empty columns to fill in."""

    ending = "csv"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        today = clock.today()
        shown = OpenFilter(request.GET, partnership=self.partnership, reader=request.user, on=today)
        name = f"{self.partnership.slug}-progress-{today.isoformat()}.{self.ending}"
        return ProgressSheet.table(shown.rows.for_files(on=today)).download(name)


class ProgressImport(ProgressFiles, FormView[ProgressFileForm]):
    """Reads a file and shows what it would add."""

    template_name = "recommendations/requests/import.html"
    form_class = ProgressFileForm

    def form_valid(self, form: ProgressFileForm) -> HttpResponse:
        file = form.cleaned_data["file"]
        read = preview_file(file.name or "file", file.read(), recommendations=self.known(), today=clock.today())
        if read.refusals or not read.new:
            return self._nothing_to_do(form, read)
        plan = PLANS.sign([new for new, _ in read.new], partnership=self.partnership, by=signed_in(self.request))
        return self.page("recommendations/requests/import_preview.html", OK, read=read, plan=plan)

    def _nothing_to_do(self, form: ProgressFileForm, read: ProgressPreview) -> HttpResponse:
        context = self.get_context_data(form=form, read=read)
        return self.page(self.template_name, BAD_REQUEST if read.refusals else OK, **context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back_url = reverse("recommendations:progress_grid", args=[self.partnership.slug])
        return super().get_context_data(back_url=back_url, most=MOST_UPDATES, **kwargs)


class ProgressConfirm(ProgressFiles, View):
    """Writes down what the preview showed: all of it, or nothing."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        by = signed_in(request)
        try:
            updates = PLANS.read(request.POST.get("plan", ""), partnership=self.partnership, by=by)
            added = add_many(partnership=self.partnership, updates=updates, by=by, at=clock.now())
        except PlanRefused:
            messages.error(request, OLD_PAGE)
            return redirect(self.import_url())
        except Moved as refusal:
            moved = self.known().filter(pk__in=refusal.keys)
            return self.page("recommendations/requests/import_conflict.html", CONFLICT, moved=moved)
        if added:
            words = "one recommendation" if added == 1 else f"{added} recommendations"
            messages.success(request, f"Progress on {words} is written down.")
        else:
            messages.info(request, "That was on record already. Nothing was added.")
        return redirect("recommendations:list", self.partnership.slug)
