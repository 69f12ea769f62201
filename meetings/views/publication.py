"""From the preview to publication."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from boards.views.base import signed_in
from core import clock
from meetings.forms.summary import SummaryForm
from meetings.models import MeetingSummary
from meetings.services.clock import SummaryClock
from meetings.services.drafts import DraftConflict, summary_of
from meetings.services.publication import (
    PublicationRefused,
    RecipientsChanged,
    as_published,
    publish_summary,
    why_not_publishable,
)
from meetings.services.recipients import Recipient, recipients
from meetings.views.base import SummaryMixin
from meetings.views.summary import working_draft
from meetings.views.typing import posted_version


class ReadyMixin(SummaryMixin):
    """The draft, checked; a draft that is not complete goes back to its form, which says what is missing."""

    permission = "meetings.publish_summary"
    summary: MeetingSummary
    form: SummaryForm

    def ready(self) -> bool:
        self.summary = summary_of(self.meeting)
        self.form = SummaryForm(
            working_draft(self.summary),
            meeting=self.meeting,
            seats=self.seats(),
            is_correction=self.summary.published_at is not None,
            check=True,
        )
        return self.form.is_valid()

    def back_to_form(self) -> HttpResponse:
        return HttpResponseRedirect(f"{self.url('summary_edit')}?check=1")

    def entitled(self) -> list[Recipient]:
        return recipients(partnership=self.partnership, on=clock.today())


@method_decorator(never_cache, name="dispatch")
class SummaryPreview(ReadyMixin, TemplateView):
    """The summary as members will read it, and everybody who will get it."""

    template_name = "meetings/summary_preview.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.meeting.is_off:
            return redirect(self.meeting)
        return super().get(request, *args, **kwargs) if self.ready() else self.back_to_form()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**preview_context(self), **kwargs)


def preview_context(view: ReadyMixin, *, left_out: frozenset[int] = frozenset()) -> dict[str, Any]:
    """``left_out`` are the persons whose ticks the officer has taken off."""
    now = clock.now()
    entitled = view.entitled()
    mailed = [one for one in entitled if one.can_be_mailed]
    due = SummaryClock(view.partnership, [view.meeting], today=clock.today())
    return {
        "summary": view.summary,
        "revision": as_published(summary=view.summary, content=view.form.content(), by=None, at=now),
        "mailed": [(one, one.person not in left_out) for one in mailed],
        "without_address": [one for one in entitled if not one.can_be_mailed],
        "count": sum(one.person not in left_out for one in mailed),
        "hindrance": why_not_publishable(meeting=view.meeting, at=now),
        "timing": due.timing(view.meeting, published_at=view.summary.published_at or now),
        "changed_ticks": bool(left_out),
    }


@method_decorator(never_cache, name="dispatch")
class SummaryPublish(ReadyMixin, TemplateView):
    """Publishes exactly what the preview showed, to exactly those whom it listed; otherwise shows it again."""

    template_name = "meetings/summary_preview.html"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_ready = self.ready()
        if self.summary.published_at and not self.summary.draft:
            return self._told(f"{self.summary.saved_by} has published this summary already.", back="detail")
        if not is_ready:
            return self._told("The draft has changed since you looked. Complete it, then publish.", back="summary_edit")
        shown = _persons(request, "shown")
        chosen = _persons(request, "send_to")
        if request.POST.get("people") != str(len(chosen)):
            # Without scripts, the button still names the number from before the ticks were changed.
            return self.render_to_response(
                super().get_context_data(**preview_context(self, left_out=shown - chosen), **kwargs)
            )
        try:
            revision = publish_summary(
                summary=self.summary,
                content=self.form.content(),
                version=posted_version(request),
                by=signed_in(request),
                at=clock.now(),
                leave_out=shown - chosen,
                shown=shown,
            )
        except PublicationRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(self.meeting)
        except DraftConflict as conflict:
            return self._told(f"{conflict.saved_by} changed the draft after you opened the preview. Look at it again.")
        except RecipientsChanged:
            return self._told("Who gets the summary has changed since you opened the preview. Check the list again.")
        messages.success(request, _published(revision.number, len(chosen)))
        return redirect(self.meeting)

    def _told(self, text: str, *, back: str = "summary_preview") -> HttpResponse:
        messages.error(self.request, text)
        return HttpResponseRedirect(self.url(back))


def _persons(request: HttpRequest, name: str) -> frozenset[int]:
    # Python refuses to read a number of thousands of digits.
    return frozenset(int(one) for one in request.POST.getlist(name) if re.fullmatch(r"\d{1,18}", one, re.ASCII))


def _published(number: int, people: int) -> str:
    what = "The summary is published" if number == 1 else "The corrected summary is published"
    if not people:
        return f"{what}. It is sent to nobody."
    return f"{what}, and is on its way to {people} {'person' if people == 1 else 'people'}."
