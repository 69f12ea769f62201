"""What the comments of every app have in common: each is answered once."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.db import transaction

from core.models import CommentModel, User

C = TypeVar("C", bound=CommentModel)


class AnsweredAlready(ValueError):
    """Somebody else has answered in the meantime; the text says who, to the officer who tried."""


@transaction.atomic
def answer_once(comment: C, *, answer: str, by: User, at: datetime) -> C:
    """Put the answer beside the comment, and return the row that holds both. Raises ``AnsweredAlready``."""
    locked: C = type(comment)._default_manager.select_for_update(no_key=True).get(pk=comment.pk)
    if locked.answered_at is not None:
        raise AnsweredAlready(f"{locked.answered_by} has already answered this comment")
    locked.answer, locked.answered_by, locked.answered_at = answer, by, at
    locked.save(update_fields=["answer", "answered_by", "answered_at"])
    return locked
