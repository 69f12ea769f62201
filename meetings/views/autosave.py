"""What the form's script talks to."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from boards.views.base import signed_in
from core import clock
from core.templatetags.dates import plain_time
from meetings.models import MeetingSummary
from meetings.services.drafts import DraftConflict, DraftTooLong, draft_fields, save_draft, summary_of
from meetings.views.base import SummaryMixin
from meetings.views.typing import TOO_LONG, posted_page, posted_version


@method_decorator(never_cache, name="dispatch")
class SummaryAutosave(SummaryMixin):
    """GET: a fresh token for the forgery check, for a page whose reader signed in again. POST: save the draft.

    Answers 401 to somebody who is not signed in (any longer), and 409 where somebody else saved first.
    """

    permission = "meetings.write_summary"
    http_method_names = ["get", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_anonymous:
            return JsonResponse({"message": "Sign in to save."}, status=401)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        return JsonResponse({"token": get_token(request)})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        try:
            summary = save_draft(
                summary=summary_of(self.meeting),
                data=draft_fields(request.POST.dict()),
                version=posted_version(request),
                by=signed_in(request),
                at=clock.now(),
                page=posted_page(request),
            )
        except DraftConflict as conflict:
            return JsonResponse({"message": self._who_saved(conflict)}, status=409)
        except DraftTooLong:
            return JsonResponse({"message": TOO_LONG}, status=413)
        return JsonResponse({"version": summary.version, "saved_at": self._moment(summary)})

    def _moment(self, summary: MeetingSummary) -> str:
        return summary.saved_at.isoformat() if summary.saved_at else ""

    def _who_saved(self, conflict: DraftConflict) -> str:
        who = "You" if conflict.saved_by == self.request.user else str(conflict.saved_by)
        where = " in another window" if who == "You" else ""
        return f"{who} saved this summary{where} at {plain_time(conflict.saved_at)}, after you opened this page."
