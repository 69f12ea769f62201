"""What was typed while somebody else saved first: kept, read, used or thrown away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from boards.views.base import signed_in
from core import clock
from summaries.forms.typed import as_typed
from summaries.models import DraftCopy
from summaries.services.drafts import (
    DraftConflict,
    DraftTooLong,
    delete_copy,
    draft_fields,
    keep_copy,
    summary_of,
    use_copy,
)
from summaries.views.base import SummaryMixin
from summaries.views.typing import TOO_LONG, TypingMixin, posted_version


class CopyKeep(TypingMixin):
    permission = "summaries.write_summary"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            data = draft_fields(request.POST.dict())
        except DraftTooLong:
            messages.error(request, TOO_LONG)
            return HttpResponseRedirect(self.url("summaries:summary_edit"))
        keep_copy(summary=summary_of(self.meeting), data=data, by=signed_in(request), at=clock.now())
        messages.success(request, "Your text is kept as a copy, listed below. This page shows the saved draft.")
        return HttpResponseRedirect(self.url("summaries:summary_edit"))


@method_decorator(never_cache, name="dispatch")
class CopyShow(SummaryMixin, TemplateView):
    """A copy as it was typed, and what can be done with it."""

    permission = "summaries.write_summary"
    template_name = "summaries/summary_copy.html"

    @cached_property
    def copy(self) -> DraftCopy:
        known = DraftCopy.objects.visible_to(self.request.user).filter(summary__meeting=self.meeting)
        return get_object_or_404(known.select_related("summary", "kept_by"), pk=self.kwargs["copy_pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = self.summary_form(self.copy.summary, self.copy.draft, check=False)
        return super().get_context_data(copy=self.copy, typed=as_typed(form), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("do") == "delete":
            delete_copy(copy=self.copy, by=signed_in(request))
            messages.success(request, "The copy is deleted.")
            return HttpResponseRedirect(self.url("summaries:summary_edit"))
        try:
            use_copy(copy=self.copy, version=posted_version(request), by=signed_in(request), at=clock.now())
            messages.success(request, "The copy is the draft now. The draft that it replaced is kept as a copy.")
        except DraftConflict as conflict:
            messages.error(
                request, f"{conflict.saved_by} saved the draft after you opened this page. Look at it, then decide."
            )
        return HttpResponseRedirect(self.url("summaries:summary_edit"))
