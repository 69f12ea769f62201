"""What the comments of every app have in common: each is answered once."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from core.acts import Refused, act
from core.models import CommentModel, User

C = TypeVar("C", bound=CommentModel)


@act("comment")
def answer_once(*, comment: C, answer: str, by: User, at: datetime) -> C:
    """Put the answer beside the comment, and return the row that holds both. Raises ``Refused``."""
    if comment.answered_at is not None:
        raise Refused(f"{comment.answered_by} has already answered this comment")
    comment.answer, comment.answered_by, comment.answered_at = answer, by, at
    comment.save(update_fields=["answer", "answered_by", "answered_at"])
    return comment
