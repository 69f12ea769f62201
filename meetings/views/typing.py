"""What somebody typed arrives: which version it started from, and what happens to it when the session has ended."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from boards.views.base import signed_in
from boards.views.typed import WAITS, may_keep
from core import clock
from meetings.services.drafts import DraftConflict, DraftTooLong, draft_fields, keep_copy, save_draft, summary_of
from meetings.views.base import SummaryMixin

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
        return redirect(f"{reverse('account_login')}?next={self.url('meetings:summary_edit')}")

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
