"""What somebody typed arrives: saved, kept as a copy, or kept until its writer has signed in."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from boards.views.base import signed_in
from boards.views.typed import WAITS, may_keep
from core import clock
from core.richtext import clean_html
from core.templatetags.dates import plain_time
from summaries.models import DraftCopy, MeetingSummary
from summaries.services.drafts import (
    DraftConflict,
    DraftTooLong,
    delete_copy,
    draft_fields,
    keep_copy,
    save_draft,
    summary_of,
    use_copy,
)
from summaries.views.base import SummaryMixin

TYPED = "typed-summary"
# Bounds on what somebody who is not signed in can have the portal keep: one draft in a session, of this many
# characters; for how long, and how many in an hour, is the same as for any other form.
LONGEST_TYPED = 200_000
TOO_LONG = "The summary is too long to be saved. Shorten it: a summary has at most 20,000 characters in each box."


def posted_draft_version(request: HttpRequest) -> int:
    """A page without a version, or with nonsense for one, counts as older than any other."""
    typed = request.POST.get("draft_version", "")
    return int(typed) if re.fullmatch(r"\d{1,9}", typed, re.ASCII) else -1


class TypingMixin(SummaryMixin):
    """Nothing typed is lost by a session that ends: it waits in the new one until its writer has signed in."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            if request.method == "POST" and request.user.is_anonymous:
                return self._keep_until_signed_in(request)
            return super().dispatch(request, *args, **kwargs)
        except DraftTooLong:
            messages.error(request, TOO_LONG)
            return self.to_form()

    def to_form(self, place: str = "") -> HttpResponse:
        return HttpResponseRedirect(f"{self.url('summaries:summary_edit')}{place}")

    def _keep_until_signed_in(self, request: HttpRequest) -> HttpResponse:
        fields = draft_fields(request.POST.dict(), longest=LONGEST_TYPED)
        if may_keep(request):
            request.session[TYPED] = {
                "meeting": self.meeting.pk,
                "draft_version": posted_draft_version(request),
                "fields": fields,
            }
            # Signing in gives the session its own length again.
            request.session.set_expiry(WAITS)
        return redirect(f"{reverse('account_login')}?next={self.url('summaries:summary_edit')}")

    def save_typed(self, data: dict[str, str]) -> MeetingSummary:
        """Save it as the draft. Raises ``DraftConflict``."""
        request = self.request
        return save_draft(
            summary=summary_of(self.meeting),
            data=data,
            draft_version=posted_draft_version(request),
            by=signed_in(request),
            at=clock.now(),
            page=request.POST.get("page", "")[:36],
        )

    def restore_typed(self) -> None:
        """Save what waited; where somebody else has saved meanwhile, keep it as a copy."""
        session = self.request.session
        typed = session.get(TYPED)
        if not typed or typed["meeting"] != self.meeting.pk:
            return
        del session[TYPED]
        fields, by, at = typed["fields"], signed_in(self.request), clock.now()
        try:
            save_draft(
                summary=summary_of(self.meeting), data=fields, draft_version=typed["draft_version"], by=by, at=at
            )
            messages.success(self.request, "What you typed before you were signed out has been saved.")
        except DraftConflict as conflict:
            keep_copy(summary=conflict.summary, data=fields, by=by, at=at)
            messages.info(
                self.request,
                f"{conflict.saved_by} saved this summary meanwhile. What you typed is kept as a copy, listed below.",
            )


@method_decorator(never_cache, name="dispatch")
class SummaryAutosave(TypingMixin):
    """GET: a fresh token for the forgery check, for a page whose reader signed in again. POST: save the draft.

    Answers 401 to somebody who is not signed in (any longer), and 409 where somebody else saved first.
    """

    http_method_names = ["get", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_anonymous:
            return JsonResponse({"message": "Sign in to save."}, status=401)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        return JsonResponse({"token": get_token(request)})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        try:
            summary = self.save_typed(draft_fields(request.POST.dict()))
        except DraftConflict as conflict:
            return JsonResponse({"message": self._who_saved(conflict)}, status=409)
        except DraftTooLong:
            return JsonResponse({"message": TOO_LONG}, status=413)
        saved_at = summary.saved_at.isoformat() if summary.saved_at else ""
        return JsonResponse({"draft_version": summary.draft_version, "saved_at": saved_at})

    def _who_saved(self, conflict: DraftConflict) -> str:
        is_reader = conflict.saved_by == self.request.user
        who = "You saved this summary in another window" if is_reader else f"{conflict.saved_by} saved this summary"
        return f"{who} at {plain_time(conflict.saved_at)}, after you opened this page."


class CopyKeep(TypingMixin):
    """What was typed while somebody else saved first is kept as a copy."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        data = draft_fields(request.POST.dict())
        keep_copy(summary=summary_of(self.meeting), data=data, by=signed_in(request), at=clock.now())
        messages.success(request, "Your text is kept as a copy, listed below. This page shows the saved draft.")
        return self.to_form()


@method_decorator(never_cache, name="dispatch")
class CopyShow(SummaryMixin, TemplateView):
    """A copy as it was typed, and what can be done with it."""

    template_name = "summaries/summary_copy.html"

    @cached_property
    def copy(self) -> DraftCopy:
        known = DraftCopy.objects.visible_to(self.request.user).filter(summary__meeting=self.meeting)
        return get_object_or_404(known.select_related("summary", "kept_by"), pk=self.kwargs["copy_pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = self.copy.draft
        form = self.summary_form(self.copy.summary, draft, check=False)
        parts: dict[str, Any] = {"seats": form.seat_rows, "earlier": form.earlier, "actions": form.rows}
        typed = draft | {name: [row.typed for row in rows if row.typed] for name, rows in parts.items()}
        typed |= {name: clean_html(draft.get(name, "")) for name in ("key_issues", "decisions")}
        return super().get_context_data(copy=self.copy, typed=typed, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        by = signed_in(request)
        if request.POST.get("do") == "delete":
            delete_copy(copy=self.copy, by=by)
            messages.success(request, "The copy is deleted.")
            return HttpResponseRedirect(self.url("summaries:summary_edit"))
        try:
            use_copy(copy=self.copy, draft_version=posted_draft_version(request), by=by, at=clock.now())
            messages.success(request, "The copy is the draft now. The draft that it replaced is kept as a copy.")
        except DraftConflict as conflict:
            messages.error(
                request, f"{conflict.saved_by} saved the draft after you opened this page. Look at it, then decide."
            )
        return HttpResponseRedirect(self.url("summaries:summary_edit"))
