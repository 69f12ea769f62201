"""What summaries show on the page of a meeting: the summary or when it is due, comments, versions."""

from __future__ import annotations

from django.db.models import Prefetch, prefetch_related_objects

from core.panels import Panel, PanelRequest
from core.rules.working_days import SummaryState
from meetings.choices import SUMMARY_TONES
from meetings.models import Meeting
from meetings.panels import MEETING_BUTTONS, MEETING_MAIN, MEETING_SIDE, MEETING_SIDE_AHEAD
from meetings.services.clock import SummaryClock
from summaries.forms.comments import CommentForm
from summaries.models import MeetingSummary, SummaryComment, SummaryVersion
from summaries.services.deliveries import mailing_of


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
