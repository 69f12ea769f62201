"""What the notices of a question about a recommendation, and of its answer, tell of."""

from __future__ import annotations

from datetime import datetime

from core.addresses import address
from outbox.kinds import Letter, kind
from outbox.models import Message
from recommendations.models import RecommendationComment
from summaries.mail import MAY_WAIT, Subject, answer_letter, comment_letter

# The kinds of these messages; ``about`` is the comment's primary key.
QUESTION, QUESTION_ANSWER = "question", "question-answer"


def subject_of(comment: RecommendationComment) -> Subject:
    recommendation = comment.recommendation
    page = address("recommendations:detail", recommendation.partnership.slug, recommendation.pk)
    return Subject(recommendation.partnership, f"recommendation {recommendation.number}", page)


@kind(QUESTION, "Question about a recommendation", is_duty=False, waits_for=MAY_WAIT)
def compose_question(message: Message, at: datetime) -> Letter:
    comment = _comment(message)
    return comment_letter(comment, subject_of(comment), message, at=at)


@kind(QUESTION_ANSWER, "Answer to a question", is_duty=False, waits_for=MAY_WAIT)
def compose_answer(message: Message, at: datetime) -> Letter:
    comment = _comment(message)
    return answer_letter(comment, subject_of(comment), message, at=at)


def _comment(message: Message) -> RecommendationComment:
    return RecommendationComment.objects.select_related("made_by", "answered_by").get(pk=message.about)
