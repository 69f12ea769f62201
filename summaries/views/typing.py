"""What somebody typed arrives: which version it started from, and what happens to it when the session has ended."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from boards.views.base import signed_in
from boards.views.typed import WAITS, may_keep
from core import clock
from core.templatetags.dates import plain_time
from summaries.models import MeetingSummary
from summaries.services.drafts import DraftConflict, DraftTooLong, draft_fields, keep_copy, save_draft, summary_of
from summaries.views.base import SummaryMixin

TYPED = "typed-summary"
# Bounds on what somebody who is not signed in can have the portal keep: one draft in a session, of this many
# characters; for how long, and how many in an hour, is the same as for any other form.
LONGEST_TYPED = 200_000
TOO_LONG = "The summary is too long to be saved. Shorten it: a summary has at most 20,000 characters in each box."


def posted_version(request: HttpRequest) -> int:
    """A page without a version, or with nonsense for one, counts as older than any other."""
    typed = request.POST.get("version", "")
    return int(typed) if re.fullmatch(r"\d{1,9}", typed, re.ASCII) else -1


def posted_page(request: HttpRequest) -> str:
    """The open page that sent it."""
    return request.POST.get("page", "")[:36]


class TypingMixin(SummaryMixin):
    """Nothing typed is lost by a session that ends: it waits in the new one until its writer has signed in."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and request.user.is_anonymous:
            return self._keep_until_signed_in(request)
        return super().dispatch(request, *args, **kwargs)

    def _keep_until_signed_in(self, request: HttpRequest) -> HttpResponse:
        try:
            fields = draft_fields(request.POST.dict(), longest=LONGEST_TYPED)
        except DraftTooLong:
            messages.error(request, TOO_LONG)
        else:
            if may_keep(request):
                version = posted_version(request)
                request.session[TYPED] = {"meeting": self.meeting.pk, "version": version, "fields": fields}
                # Signing in gives the session its own length again.
                request.session.set_expiry(WAITS)
        return redirect(f"{reverse('account_login')}?next={self.url('summaries:summary_edit')}")

    def take_up_what_was_typed(self, request: HttpRequest) -> None:
        """Save what waited; where somebody else has saved meanwhile, keep it as a copy."""
        typed = request.session.get(TYPED)
        if not typed or typed["meeting"] != self.meeting.pk:
            return
        del request.session[TYPED]
        fields, by, at = typed["fields"], signed_in(request), clock.now()
        try:
            save_draft(summary=summary_of(self.meeting), data=fields, version=typed["version"], by=by, at=at)
            messages.success(request, "What you typed before you were signed out has been saved.")
        except DraftConflict as conflict:
            keep_copy(summary=conflict.summary, data=fields, by=by, at=at)
            messages.info(
                request,
                f"{conflict.saved_by} saved this summary meanwhile. What you typed is kept as a copy, listed below.",
            )


@method_decorator(never_cache, name="dispatch")
class SummaryAutosave(SummaryMixin):
    """GET: a fresh token for the forgery check, for a page whose reader signed in again. POST: save the draft.

    Answers 401 to somebody who is not signed in (any longer), and 409 where somebody else saved first.
    """

    permission = "summaries.write_summary"
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
