"""Members comment on a published summary, officers answer."""

from __future__ import annotations

from datetime import datetime

from core import audit
from core.acts import Refused, act
from core.comments import answer_once
from core.models import User
from summaries.mail import ANSWER, COMMENT, of_summary, tell_commenter, tell_officers
from summaries.models import MeetingSummary, SummaryComment


@act("summary")
def add_comment(*, summary: MeetingSummary, text: str, by: User, at: datetime) -> SummaryComment:
    """Put a member's comment beside the summary. Raises ``Refused``."""
    if summary.published_at is None:
        raise Refused("The summary is not published yet")
    comment = summary.comments.create(text=text, made_by=by, made_at=at)
    tell_officers(comment, of_summary(comment), kind=COMMENT, at=at)
    audit.record("summary.commented", by=by, about=summary.meeting, scope=summary.meeting.partnership.slug)
    return comment


@act()
def answer_comment(*, comment: SummaryComment, answer: str, by: User, at: datetime) -> SummaryComment:
    """Answer for the office. Raises ``core.acts.Refused``."""
    answered = answer_once(comment=comment, answer=answer, by=by, at=at)
    tell_commenter(answered, of_summary(answered), kind=ANSWER, at=at)
    meeting = answered.summary.meeting
    audit.record("summary.comment_answered", by=by, about=meeting, scope=meeting.partnership.slug)
    return answered
