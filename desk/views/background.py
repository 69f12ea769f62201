"""What the portal does by itself, for those who look after it: whether it is ready, and what failed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from boards.views.acts import ActView
from boards.views.base import PartnershipMixin, signed_in
from core import clock
from core.models import ChoreFailure
from desk.readiness import read_readiness
from desk.services.background import retry_failures

ROWS_A_PAGE = 25
CHORE_WORDS = {
    "make-papers": "Make PDFs that were interrupted or lost",
    "discard-papers": "Delete PDFs that are out of date",
    "discard-expired": "Delete what has expired",
    "check-states": "Check what is kept of recommendations",
    "seek-text": "Check PDFs for text",
    "remind-of-summaries": "Remind officers of summaries",
    "ask-for-progress": "Ask for updates on recommendations",
    "gather-digests": "Put together digests",
    "send-mail": "Send email",
}


class BackgroundMixin(PartnershipMixin):
    permission = "boards.manage_partnership"


@method_decorator(never_cache, name="dispatch")
class BackgroundShow(BackgroundMixin, TemplateView):
    template_name = "desk/background.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        failures = ChoreFailure.objects.of_partnership(self.partnership.slug).unsettled()
        page = Paginator(failures, ROWS_A_PAGE).get_page(self.request.GET.get("page"))
        rows = [{"failure": one, "chore": CHORE_WORDS.get(one.chore, one.chore)} for one in page.object_list]
        findings = read_readiness(at=clock.now())
        return super().get_context_data(version=settings.VERSION, findings=findings, page=page, rows=rows, **kwargs)


class BackgroundRetry(BackgroundMixin, ActView):
    http_method_names = ("post",)
    nothing_done = "There is nothing to try again."

    def get_success_url(self) -> str:
        return reverse("office:background", args=[self.partnership.slug])

    def perform(self) -> str:
        count = retry_failures(partnership=self.partnership, by=signed_in(self.request), at=clock.now())
        return "The portal will try again within a minute." if count else ""
