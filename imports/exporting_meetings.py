"""What files have of meetings and of scrutiny, as they go out."""

from __future__ import annotations

from typing import Any

from agendas.models import AgendaItem
from core.sheets.writing import Cell
from imports.columns import CodeOf, Day, Derived, Flag, PreciseDay, Reference, Text, Time, Whole
from imports.facts import NOTE, SOURCE
from imports.meetings import ITEM
from imports.record_files import WrittenFile
from imports.scrutiny import OWNERS, PLAIN
from progress.models import ProgressUpdate
from recommendations.models import Recommendation
from scrutiny.models import Finding, ReportParagraph, StagePassed


class MeetingsFile(WrittenFile):
    """With the boards that meet jointly."""

    @property
    def headings(self) -> tuple[str, ...]:
        return (*super().headings, "joint_body_ids")

    def cells(self, record: Any, code_of: CodeOf) -> list[Cell]:
        joint = sorted(code_of(one.body) for one in record.joint_bodies.all())
        return [*super().cells(record, code_of), ";".join(joint)]


class Itself(Text):
    """What files call the record."""

    def cells(self, record: Any, code_of: CodeOf) -> list[Cell]:
        return [code_of(record)]


def _agenda_published(meeting: Any) -> Cell:
    moment = meeting.agenda_published_at
    return moment.isoformat() if moment else None


def _status(record: Any) -> Cell:
    return str(record.get_status_display())


def _lead(recommendation: Any) -> Cell:
    return next((line.printed_as for line in recommendation.owner_lines.all() if line.is_lead), None)


MEETINGS = MeetingsFile(
    "meetings.csv",
    "meeting",
    (
        Itself("meeting_id"),
        Reference("body_id", "body"),
        Text("title"),
        Text("kind"),
        PreciseDay("date", "held", called=("date_start", "date_precision")),
        Day("date_end", "ends_on"),
        Time("time_start", "starts_at"),
        Time("time_end", "ends_at"),
        Text("venue"),
        Text("status_in_source", "status_as_printed"),
        Derived("status", get=_status),
        Text("status_reason"),
        Text("theme"),
        Derived("agenda_published", get=_agenda_published),
        SOURCE,
        NOTE,
    ),
    lambda partnership: partnership.meetings.select_related("body").prefetch_related("joint_bodies__body"),
)
AGENDA_ITEMS = WrittenFile(
    "agenda_items.csv",
    "item",
    (
        Reference("meeting_id", "meeting"),
        Whole("item_order", "position"),
        Time("time_start", "starts_at"),
        Time("time_end", "ends_at"),
        Text("title"),
        Text("paper"),
        *ITEM,
        SOURCE,
        NOTE,
    ),
    lambda partnership: AgendaItem.objects.filter(meeting__partnership=partnership).select_related("meeting", "body"),
)
GROUP = Derived("body_id", get=lambda one: one.topic_group.body.code)
TOPIC_GROUPS = WrittenFile(
    "topic_groups.csv",
    "topic group",
    (
        Reference("body_id", "body"),
        Text("title"),
        Reference("commissioned_by"),
        PreciseDay("received", "received"),
        Flag("in_preparation", "is_draft"),
        SOURCE,
        NOTE,
    ),
    lambda partnership: partnership.topic_groups.select_related("body", "commissioned_by"),
)
FINDINGS = WrittenFile(
    "topic_group.csv",
    "finding",
    (GROUP, Text("item_type", "kind"), Whole("item_order", "position"), Text("text"), SOURCE, NOTE),
    lambda partnership: Finding.objects.filter(topic_group__partnership=partnership).select_related(
        "topic_group__body"
    ),
)
RECOMMENDATIONS = WrittenFile(
    "recommendations.csv",
    "recommendation",
    (
        GROUP,
        Whole("rec_no", "number"),
        Text("title"),
        Text("explanation"),
        Derived("by_whom", get=lambda one: "; ".join(line.printed_as for line in one.owner_lines.all())),
        Derived("owner_ids", get=lambda one: "; ".join(line.owner.code for line in one.owner_lines.all())),
        Derived("led_by", get=_lead),
        Text("task_asked_of_them", "task"),
        Derived("suggested_overall_status", get=_status),
        Text("status_reason"),
        *PLAIN,
        SOURCE,
        NOTE,
    ),
    lambda partnership: (
        Recommendation.objects.filter(partnership=partnership)
        .select_related("topic_group__body")
        .prefetch_related("owner_lines__owner")
    ),
)
PROGRESS = WrittenFile(
    "progress.csv",
    "claim",
    (
        Derived("body_id", get=lambda one: one.recommendation.topic_group.body.code),
        Derived("progress_id", get=lambda one: one.code or f"P{one.recommendation.number}.{one.position}"),
        Derived("rec_no", get=lambda one: one.recommendation.number),
        Whole("entry_no", "position"),
        Text("summary", "text"),
        Derived("suggested_status", get=_status),
        Text("status_reason"),
        PreciseDay("report", "reported"),
        Text("report_date_note", "date_note"),
        Text("reported_by"),
        SOURCE,
        NOTE,
    ),
    lambda partnership: ProgressUpdate.objects.filter(recommendation__partnership=partnership).select_related(
        "recommendation__topic_group__body"
    ),
)
PARAGRAPHS = WrittenFile(
    "report_paragraphs.csv",
    "paragraph",
    (
        GROUP,
        Text("number"),
        Flag("heading", "is_heading"),
        Text("text"),
        Flag("recommended", "is_recommended"),
        Derived(
            "recommendations", get=lambda one: ";".join(str(carried.number) for carried in one.recommendations.all())
        ),
        Text("not_carried_reason"),
        SOURCE,
        NOTE,
    ),
    lambda partnership: (
        ReportParagraph.objects.filter(topic_group__partnership=partnership)
        .select_related("topic_group__body")
        .prefetch_related("recommendations")
    ),
)
STAGES = WrittenFile(
    "report_stages.csv",
    "stage",
    (
        GROUP,
        Text("stage"),
        PreciseDay("date", "happened", called=("date", "precision")),
        Text("outcome"),
        NOTE,
        SOURCE,
    ),
    lambda partnership: (
        StagePassed.objects.filter(topic_group__partnership=partnership)
        .select_related("topic_group__body")
        .order_by("topic_group__body__code", "pk")
    ),
    in_order=True,
)
WRITTEN = (TOPIC_GROUPS, FINDINGS, OWNERS, RECOMMENDATIONS, PROGRESS, PARAGRAPHS, STAGES, MEETINGS, AGENDA_ITEMS)
