"""What is said by the link of a request: progress, and perhaps what the whole recommendation has come to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from boards.models import Person
from core.acts import Refused, act
from core.rules.working_days import london_day
from progress.models import ProgressUpdate
from progress.services.proposals import propose_status
from progress.services.updates import add_progress
from recommendations.models import Owner, Recommendation

LONGEST_NAME = 120


class AnswerRefused(Refused):
    """A proposal that cannot be taken; ``field`` is that of the box about ``recommendation``."""

    def __init__(self, recommendation: int, field: str, sentence: str) -> None:
        self.recommendation = recommendation
        super().__init__(sentence, field=field)


@dataclass(frozen=True)
class Answer:
    """How far one recommendation is; ``overall_status`` is what the whole of it is thought to have come to."""

    recommendation: Recommendation
    text: str
    status: str
    overall_status: str = ""
    reason: str = ""
    evidence: str = ""


@act()
def answer_by_link(*, answers: Iterable[Answer], owner: Owner, person: Person, at: datetime) -> list[ProgressUpdate]:
    """Record the answers, all or none; a status is only proposed. Raises ``AnswerRefused``."""
    return [_record(answer, owner, person, at=at) for answer in answers]


def _record(answer: Answer, owner: Owner, person: Person, *, at: datetime) -> ProgressUpdate:
    update = add_progress(
        recommendation=answer.recommendation,
        text=answer.text,
        status=answer.status,
        reported_on=london_day(at),
        reported_by=f"{person}, {owner}"[:LONGEST_NAME],
        by=None,
        at=at,
        told_by=person,
        owner=owner,
    )
    if answer.overall_status:
        try:
            propose_status(
                recommendation=answer.recommendation,
                to_status=answer.overall_status,
                reason=answer.reason,
                evidence=answer.evidence,
                owner=owner,
                told_by=person,
                at=at,
            )
        except Refused as refusal:
            field = "overall_status" if refusal.field == "to_status" else refusal.field
            raise AnswerRefused(answer.recommendation.pk, field, str(refusal)) from refusal
    return update
