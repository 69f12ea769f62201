"""What summaries show on the page of a meeting, and what of them waits for the office today."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils.text import Truncator

from boards.models import Partnership
from boards.panels import ON_TODAY, SHOWN_HERE_ALONE, Task, ago, first_waiting, task_panel
from boards.prepared import prepared
from core.addresses import address
from core.panels import Panel, PanelRequest
from core.rules.working_days import SummaryState
from meetings.choices import SUMMARY_TONES
from meetings.models import Meeting
from meetings.panels import MEETING_BUTTONS, MEETING_MAIN, MEETING_SIDE, MEETING_SIDE_AHEAD
from meetings.services.clock import SummaryClock
from summaries.forms.comments import CommentForm
from summaries.models import MeetingSummary, SummaryComment, SummaryVersion
from summaries.services.deliveries import mailing_of
from summaries.services.due import for_dues, meeting_name, owing, read_dues

if TYPE_CHECKING:
    from boards.panels import Reader

REGISTER = "summaries:register"
WORDS_OF_COMMENT = 90


def summary_for(asked: PanelRequest[Meeting]) -> MeetingSummary | None:
    """The summary that the reader may see; an officer also one that is a draft. The page fetches it with the meeting.

    Its ``versions`` are read once, however many panels ask.
    """
    summary: MeetingSummary | None = getattr(asked.record, "summary", None)
    if summary is None or (summary.published_at is None and not asked.may("summaries.write_summary")):
        return None
    prefetch_related_objects(
        [summary], Prefetch("versions", SummaryVersion.objects.select_related("paper", "published_by"))
    )
    return summary


@MEETING_BUTTONS.add(order=10)
def summary_button(asked: PanelRequest[Meeting]) -> Panel | None:
    """To write it, once the meeting has begun, or to go on with what is written."""
    meeting = asked.record
    has_begun = meeting.held_on is None or meeting.held_on <= asked.on
    if not (meeting.may_have_summary and has_begun) or meeting.is_off or not asked.may("summaries.write_summary"):
        return None
    summary = summary_for(asked)
    context = {"is_published": meeting.has_published_summary, "has_draft": bool(summary and summary.draft)}
    return Panel("summaries/panels/summary_button.html", context)


@MEETING_MAIN.add(order=2)
def summary_panel(asked: PanelRequest[Meeting]) -> Panel | None:
    """The summary as it was published last, or when it is due."""
    meeting, summary = asked.record, summary_for(asked)
    version = next(iter(summary.versions.all()), None) if summary else None
    due = SummaryClock(meeting.partnership, [meeting], today=asked.on)
    timing = due.timing(meeting, published_at=summary.published_at if summary else None)
    may_have_summary = not meeting.is_event and not meeting.is_proposed
    if not (version or timing or may_have_summary):
        return None
    context = {
        "summary": summary,
        "version": version,
        "timing": timing,
        "tone": SUMMARY_TONES[timing.state] if timing else "",
        "explanation": due.explanation(meeting),
        "is_awaited": timing.state != SummaryState.NOT_REQUIRED if timing else may_have_summary,
        "mailing": mailing_of(version) if version and asked.may("summaries.write_summary") else None,
    }
    return Panel("summaries/panels/summary.html", context)


@MEETING_MAIN.add(order=4)
def comments_panel(asked: PanelRequest[Meeting]) -> Panel | None:
    """What members say of the published summary."""
    if not asked.record.has_published_summary:
        return None
    comments = SummaryComment.objects.visible_to(asked.reader).filter(summary__meeting=asked.record)
    context = {
        "comments": list(comments.select_related("made_by", "answered_by")),
        "comment_form": CommentForm() if asked.may("summaries.comment_on_summary") else None,
        "may_answer": asked.may("summaries.answer_comment"),
    }
    return Panel("summaries/panels/comments.html", context)


@MEETING_SIDE_AHEAD.add(order=4)
def summary_due_panel(asked: PanelRequest[Meeting]) -> Panel | None:
    """Of a meeting that is ahead: when its summary will be due."""
    meeting = asked.record
    due = SummaryClock(meeting.partnership, [meeting], today=asked.on)
    timing = due.timing(meeting, published_at=None)
    if timing is None:
        return None
    context = {"timing": timing, "explanation": due.explanation(meeting)}
    return Panel("summaries/panels/summary_due.html", context)


@MEETING_SIDE.add(order=90)
def versions_panel(asked: PanelRequest[Meeting]) -> Panel | None:
    summary = summary_for(asked)
    versions = list(summary.versions.all()) if summary else []
    return Panel("summaries/panels/versions.html", {"versions": versions}) if len(versions) > 1 else None


# Today


def summaries_owed(partnership: int, _reader: Reader, on: date) -> QuerySet[Any, Any]:
    return owing(partnership, on)


@prepared("partnership")
def _first_owed(partnership: int, on: date) -> QuerySet[Any, Any]:
    return first_waiting(for_dues(owing(partnership, on)), "summary_due_on", on=on, at_most=SHOWN_HERE_ALONE)


@ON_TODAY.add(order=10, page=REGISTER, rows=summaries_owed)
def summaries_to_write(asked: PanelRequest[Partnership]) -> Panel | None:
    """Summaries that are owed, the oldest deadline first."""
    partnership, slug = asked.record, asked.record.slug
    meetings = list(_first_owed(partnership.pk, asked.on))
    dues = {due.meeting.pk: due for due in read_dues(partnership, meetings, on=asked.on)}

    def task(meeting: Meeting) -> Task:
        due = dues[meeting.pk]
        return Task(
            due.name,
            address("meetings:detail", slug, meeting.pk),
            "Continue draft" if due.has_draft else "Write summary",
            address("summaries:summary_edit", slug, meeting.pk),
            when=due.tag,
            tone=due.tone,
            note=f"{due.clock[:1].upper()}{due.clock[1:]}",
            about=f"of {due.name}",
        )

    return task_panel("summaries", "Summaries", meetings, task, page=REGISTER, is_main=True)


def comments_waiting(partnership: int, reader: Reader, _on: date) -> QuerySet[Any, Any]:
    comments = SummaryComment.objects.visible_to(reader).unanswered()
    return comments.filter(summary__meeting__partnership=partnership)


@prepared("partnership")
def _first_comments(partnership: int, reader: Reader, on: date) -> QuerySet[Any, Any]:
    of_meeting = (f"summary__meeting__{name}" for name in ("title", "held_on", "ends_on", "body__name"))
    rows = comments_waiting(partnership, reader, on).select_related("made_by", "summary__meeting__body")
    rows = rows.only("text", "made_by__name", "made_by__email", *of_meeting)
    return first_waiting(rows, "made_at", on=on, is_moment=True, at_most=SHOWN_HERE_ALONE)


@ON_TODAY.add(order=60, page="meetings:list", rows=comments_waiting)
def summary_comments(asked: PanelRequest[Partnership]) -> Panel | None:
    """Comments on summaries that nobody has replied to."""
    slug = asked.record.slug

    def task(comment: SummaryComment) -> Task:
        meeting = comment.summary.meeting
        name = meeting_name(meeting.body, meeting.title, meeting.held_on, meeting.ends_on, on=asked.on)
        return Task(
            f"{comment.made_by} on {name}",
            f"{address('meetings:detail', slug, meeting.pk)}#comments",
            "Reply",
            address("summaries:comment_answer", slug, comment.pk),
            when=ago(comment.waits_since, on=asked.on),  # type: ignore[attr-defined]  # annotated
            note=f"“{Truncator(comment.text).chars(WORDS_OF_COMMENT)}”",
            about=f"to {comment.made_by} on {name}",
        )

    rows = _first_comments(asked.record.pk, asked.reader, asked.on)
    return task_panel("summary-comments", "Comments on summaries", rows, task, page="meetings:list")
