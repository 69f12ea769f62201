"""Members comment on a published summary, officers answer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from core import audit
from core.models import User
from meetings.models import MeetingSummary, SummaryComment


class NotPublished(Exception):
    """There is nothing to comment on yet."""


class AnsweredAlready(Exception):
    """A comment has one answer."""


@transaction.atomic
def add_comment(*, summary: MeetingSummary, text: str, by: User, at: datetime) -> SummaryComment:
    """Put a member's comment beside the summary."""
    if summary.published_at is None:
        raise NotPublished
    comment = SummaryComment.objects.create(summary=summary, text=text, made_by=by, made_at=at)
    audit.record("summary.commented", by=by, about=summary.meeting, scope=summary.meeting.partnership.slug)
    return comment


@transaction.atomic
def answer_comment(*, comment: SummaryComment, answer: str, by: User, at: datetime) -> SummaryComment:
    """Answer for the office."""
    comment = SummaryComment.objects.select_for_update().get(pk=comment.pk)
    if comment.answered_at is not None:
        raise AnsweredAlready
    comment.answer, comment.answered_by, comment.answered_at = answer, by, at
    comment.save(update_fields=["answer", "answered_by", "answered_at"])
    meeting = comment.summary.meeting
    audit.record("summary.comment_answered", by=by, about=meeting, scope=meeting.partnership.slug)
    return comment
