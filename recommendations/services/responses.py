"""What the council's executive and the partnership answer, and the two months that the executive has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from boards.models import Partnership
from core import audit
from core.acts import Refused, act, lock
from core.models import User
from recommendations.choices import Responder
from recommendations.models import Recommendation, Response
from recommendations.rules import NOT_RUNNING, ResponseClock, response_clock
from scrutiny.choices import ReportStage
from scrutiny.models import StagePassed, TopicGroup
from scrutiny.services.settings import settings_of


@act()
def record_responses(*, responses: Sequence[Response], by: User, at: datetime) -> list[Response]:
    """Save new responses; a later one of the same responder takes the place of an earlier one. Raises ``Refused``."""
    for response in sorted(responses, key=lambda one: one.recommendation_id):
        recommendation = response.recommendation = lock(response.recommendation)
        assert response.responded_on is not None  # what is recorded here has a day
        if refusal := recommendation.day_fault(response.responded_on, noun="the date of the answer", at=at):
            raise Refused(refusal, field="responded_on")
        response.recorded_by, response.recorded_at = by, at
        response.save()
        audit.record(
            "recommendation.answered",
            by=by,
            about=recommendation,
            scope=recommendation.partnership.slug,
            responder=response.get_responder_display(),
            decision=response.get_decision_display(),
            responded_on=response.responded_on.isoformat(),
        )
    return list(responses)


# Answers are read


@dataclass(frozen=True)
class Answered:
    """What one responder says now, and what it said before, the newest first."""

    responder: Responder
    latest: Response
    earlier: Sequence[Response]


def answers_known(recommendation: Recommendation, *, on: date) -> list[Answered]:
    """What each responder had answered by the day, in the order in which responders are listed."""
    known = recommendation.responses.known_on(on).select_related("meeting__partnership")
    said: dict[str, list[Response]] = defaultdict(list)
    for response in known:
        said[response.responder].insert(0, response)
    return [Answered(one, said[one][0], said[one][1:]) for one in Responder if said[one]]


# The two-month clock


@dataclass(frozen=True)
class ReportDue:
    """A report that the executive has to answer, and how many of its recommendations wait."""

    topic_group: TopicGroup
    clock: ResponseClock
    waiting: int


def clock_of(topic_group: TopicGroup, *, on: date) -> ResponseClock:
    """The executive's clock for a whole report (SC-4); not running unless the partnership's admins have set it."""
    if not settings_of(topic_group.partnership).executive_clock:
        return NOT_RUNNING
    received = executive_receipts([topic_group.pk]).get(topic_group.pk)
    return _clock(received, _read_answers([topic_group.pk], on=on)[topic_group.pk], on=on) if received else NOT_RUNNING


def clock_of_one(recommendation: Recommendation, *, on: date) -> ResponseClock:
    """The clock for the executive's first answer to one recommendation."""
    if not settings_of(recommendation.partnership).executive_clock or recommendation.made_on:
        return NOT_RUNNING
    received = executive_receipts([recommendation.topic_group_id]).get(recommendation.topic_group_id)
    if received is None:
        return NOT_RUNNING
    answers = recommendation.responses.known_on(on).filter(responder=Responder.EXECUTIVE)
    days = list(answers.values_list("responded_on", flat=True))
    return _clock(received, [_first_day(days)], on=on)


def responses_due(partnership: Partnership, on: date) -> list[ReportDue]:
    """Reports whose clock runs and that the executive has not answered in full, the most pressing first.

    Three queries, however many reports there are; none of them runs while the clock is off.
    """
    if not settings_of(partnership).executive_clock:
        return []
    groups = {one.pk: one for one in partnership.topic_groups.filter(is_draft=False)}
    receipts = executive_receipts(list(groups))
    answers = _read_answers(list(receipts), on=on)
    due = [
        ReportDue(groups[pk], clock, sum(day is NO_ANSWER for day in answers[pk]))
        for pk, received in receipts.items()
        if (clock := _clock(received, answers[pk], on=on)).is_open
    ]
    return sorted(due, key=lambda one: (one.clock.due_on or on, one.topic_group.title))


# The first answer to a recommendation: its day, None where that is not known, or this where there is none.
NO_ANSWER = date.max


def executive_receipts(topic_groups: Collection[int]) -> dict[int, StagePassed]:
    """Primary key of the topic group to the stage at which the executive first had its report."""
    stages = StagePassed.objects.filter(topic_group__in=topic_groups, stage=ReportStage.EXECUTIVE)
    found: dict[int, StagePassed] = {}
    for stage in stages.exclude(happened_on=None).order_by("happened_on", "pk"):
        found.setdefault(stage.topic_group_id, stage)
    return found


def _read_answers(topic_groups: Collection[int], *, on: date) -> dict[int, list[date | None]]:
    """For each topic group, the first answer of the executive to each recommendation of the report itself."""
    known = Response.objects.known_on(on).filter(
        responder=Responder.EXECUTIVE, recommendation__topic_group__in=topic_groups
    )
    days: dict[int, list[date | None]] = defaultdict(list)
    for pk, day in known.values_list("recommendation", "responded_on"):
        days[pk].append(day)
    answers: dict[int, list[date | None]] = defaultdict(list)
    asked = Recommendation.objects.filter(topic_group__in=topic_groups, made_on=None).order_by()
    for pk, group in asked.values_list("pk", "topic_group"):
        answers[group].append(_first_day(days[pk]))
    return answers


def _first_day(days: Iterable[date | None]) -> date | None:
    known = list(days)
    return min((day for day in known if day), default=None) if known else NO_ANSWER


def _clock(received: StagePassed, answers: Sequence[date | None], *, on: date) -> ResponseClock:
    """Answered when each recommendation is: on the day of the last of their first answers."""
    is_answered = bool(answers) and NO_ANSWER not in answers
    answered_on = max((day for day in answers if day), default=None) if is_answered and None not in answers else None
    return response_clock(
        received.happened_on, received.happened_precision, on=on, answered_on=answered_on, is_answered=is_answered
    )
