"""What tests of reports start from."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.core.files.base import ContentFile

from core.models import RenderedFile
from reports.models import ReportVersion
from summaries.models import MeetingSummary, SummaryVersion
from tests import factories

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = NOON.date()
FROZEN = "<article><p>As it was</p></article>"


def finished_paper(scope, **values):
    known = {"kind": "annual-report", "filename": "paper.pdf", "state": "done", "pages": 1, "progress": 100}
    paper = RenderedFile(scope=scope, **known | values)
    paper.file.save("paper.pdf", ContentFile(b"%PDF-1.7 a paper"), save=False)
    paper.save()
    return paper


def published_report(report, *, by, number=1, html=FROZEN, **values):
    paper = finished_paper(report.partnership.slug, is_public=True, about={"report": report.pk})
    return ReportVersion.objects.create(
        report=report, number=number, html=html, paper=paper, published_at=NOON, published_by=by, **values
    )


def published_summary(body, *, by, held_on=date(2026, 11, 16), **values):
    meeting = factories.MeetingFactory(body=body, held_on=held_on, title="Board meeting", status="held")
    summary = MeetingSummary.objects.create(meeting=meeting, published_at=NOON)
    content = {
        "key_issues": "<p>Skills for <strong>local jobs</strong></p>",
        "decisions": "<ul><li>One list of vacancies</li></ul>",
        "attendance": [
            {"number": 1, "label": "Council", "holder": "Halton Borough Council", "state": "present", "deputy": ""},
            {"number": 2, "label": "Police", "holder": "Constabulary", "state": "deputy", "deputy": "Superintendent"},
        ],
        "actions": [{"number": 1, "what": "Write the list", "owner": "Riverside College", "due_on": "2026-12-01"}],
    }
    return SummaryVersion.objects.create(
        summary=summary, number=1, published_at=NOON, published_by=by, **{**content, **values}
    )
