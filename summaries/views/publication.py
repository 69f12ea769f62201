"""From the preview to publication, and what was published."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from actions.services.owners import owner_key
from boards.views.base import signed_in
from core import clock
from core.acts import Refused
from invitations.services.recipients import recipients
from invitations.views.recipients import Ticks, recipients_context, ticks_of
from meetings.services.clock import SummaryClock
from meetings.services.contacts import Owner
from meetings.services.deadlines import bodies_of
from meetings.views.base import MeetingMixin
from summaries.forms.summary import SummaryForm
from summaries.models import MeetingSummary, SummaryVersion
from summaries.services.drafts import DraftConflict, summary_of
from summaries.services.publication import RecipientsChanged, as_published, publish_summary, why_not_publishable
from summaries.views.base import SummaryMixin
from summaries.views.typing import posted_draft_version


class PreviewMixin(SummaryMixin, TemplateView):
    """The draft, checked, as members will read it, and everybody who will get it."""

    permission = "summaries.publish_summary"
    template_name = "summaries/summary_preview.html"
    summary: MeetingSummary
    form: SummaryForm

    def is_ready(self) -> bool:
        """Whether the draft is complete; one that is not goes back to its form, which says what is missing."""
        self.summary = summary_of(self.meeting)
        self.form = self.summary_form(self.summary, self.summary.working_draft, check=True)
        return self.form.is_valid()

    def preview(self, ticks: Ticks) -> HttpResponse:
        """``ticks`` are the officer's changes to the list; without them everybody entitled gets the summary."""
        now, today = clock.now(), clock.today()
        context = self.get_context_data(
            **self.kwargs,
            **recipients_context(self.meeting, recipients(meeting=self.meeting, on=today), ticks),
            summary=self.summary,
            version=as_published(summary=self.summary, content=self.form.content(), by=None, at=now),
            unreached=self._unreached(),
            bodies=bodies_of(self.meeting),
            hindrance=why_not_publishable(meeting=self.meeting, at=now),
            timing=SummaryClock(self.partnership, [self.meeting], today=today).timing(
                self.meeting, published_at=self.summary.published_at or now
            ),
            left_out=self.form.left_out,
        )
        return self.render_to_response(context)

    def _unreached(self) -> list[tuple[Owner, str]]:
        """Owners of the actions whom no email reaches, each with the first of its actions."""
        found: dict[str, tuple[Owner, str]] = {}
        for row in self.form.rows:
            if row.has_changed() and row.unreached_owner:
                found.setdefault(owner_key(row.unreached_owner), (row.unreached_owner, row.cleaned_data["what"]))
        return list(found.values())


@method_decorator(never_cache, name="dispatch")
class SummaryPreview(PreviewMixin):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.meeting.is_off:
            return redirect(self.meeting)
        if self.is_ready():
            return self.preview(Ticks())
        return HttpResponseRedirect(f"{self.url('summaries:summary_edit')}?check=1")


@method_decorator(never_cache, name="dispatch")
class SummaryPublish(PreviewMixin):
    """Publishes exactly what the preview showed, to exactly those whom it listed; otherwise shows it again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_ready = self.is_ready()
        if self.summary.published_at and not self.summary.draft:
            return self._told(f"{self.summary.saved_by} has published this summary already.", back="meetings:detail")
        if not is_ready:
            return self._told(
                "The draft has changed since you looked. Complete it, then publish.", back="summaries:summary_edit"
            )
        ticks = ticks_of(request, changed="who gets the summary", then="publish")
        if ticks.told:
            return self.preview(ticks)
        try:
            version = publish_summary(
                summary=self.summary,
                content=self.form.content(),
                draft_version=posted_draft_version(request),
                by=signed_in(request),
                at=clock.now(),
                leave_out=ticks.shown - ticks.chosen,
                shown=ticks.shown,
                add=ticks.added & ticks.chosen,
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(self.meeting)
        except DraftConflict as conflict:
            return self._told(f"{conflict.saved_by} changed the draft after you opened the preview. Look at it again.")
        except RecipientsChanged:
            return self._told("Who gets the summary has changed since you opened the preview. Check the list again.")
        messages.success(request, _published(version.number, len(ticks.chosen)))
        return redirect(self.meeting)

    def _told(self, text: str, *, back: str = "summaries:summary_preview") -> HttpResponse:
        messages.error(self.request, text)
        return HttpResponseRedirect(self.url(back))


def _published(number: int, people: int) -> str:
    what = "The summary is published" if number == 1 else "The corrected summary is published"
    if not people:
        return f"{what}. It is sent to nobody."
    return f"{what}, and is on its way to {people} {'person' if people == 1 else 'people'}."


class VersionShow(MeetingMixin, TemplateView):
    """A summary as it was published at the time, whatever came after it."""

    template_name = "summaries/version.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = SummaryVersion.objects.visible_to(self.request.user).filter(summary__meeting=self.meeting)
        version = get_object_or_404(known.select_related("paper"), number=self.kwargs["number"])
        newer = known.filter(number__gt=version.number).order_by("-number").first()
        return super().get_context_data(version=version, newer=newer, **kwargs)
