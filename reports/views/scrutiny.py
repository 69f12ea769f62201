"""Papers of scrutiny: a report on one page, and the progress on what a PPB commissioned, for a meeting of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from core import clock
from meetings.models import Meeting
from reports.choices import PaperKind
from reports.printing import ppb_insert, report_summary
from reports.views.papers import AsksForPaper, day_asked_for
from scrutiny.models import TopicGroup

NOTHING = "This board has commissioned no recommendation that is public, so there is no progress table to make."


class ReportSummary(AsksForPaper):
    """A report in preparation is for those who may read it, and so is its summary."""

    kind = PaperKind.REPORT_SUMMARY

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        readable = TopicGroup.objects.visible_to(request.user).with_readable_report(request.user)
        group = get_object_or_404(
            readable.filter(partnership=self.partnership).select_related("partnership", "commissioned_by", "body"),
            pk=kwargs["pk"],
        )
        on = day_asked_for(request)
        return self.ask(
            report_summary.about(group, on),
            filename=f"report-summary-{on.isoformat()}",
            is_public=not group.is_draft,
            back=group,
        )


class PpbInsert(AsksForPaper):
    """As at the meeting's day or, before it, as at today."""

    kind = PaperKind.PPB_INSERT

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        known = Meeting.objects.visible_to(request.user).filter(partnership=self.partnership)
        meeting = get_object_or_404(known.select_related("partnership", "body"), pk=kwargs["pk"])
        insert = ppb_insert.insert_for(meeting, on=clock.today())
        if insert is None:
            messages.error(request, NOTHING)
            return redirect(meeting)
        return self.ask(
            ppb_insert.about(meeting, insert),
            filename=f"progress-for-ppb-{insert.on.isoformat()}",
            is_public=True,
            back=meeting,
        )
