"""Who is to be asked for progress before a meeting, who was, and who has not answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef

from boards.models import Person
from core.choices import Precision
from core.rules.working_days import london_day
from meetings.models import JointBody, Meeting, MeetingQuerySet
from progress.models import ProgressRequest, ProgressRequestQuerySet
from progress.rules import answers_wanted_on, request_goes_on
from progress.services.owner_contacts import owner_contacts
from recommendations.models import Owner, Recommendation, RecommendationOwner, RecommendationQuerySet
from scrutiny.models import ScrutinySettings, TopicGroup

# A recommendation, and the owner that is to be asked about it.
Question = tuple[Recommendation, Owner]


def coming_meetings(*, on: date) -> MeetingQuerySet:
    """Planned meetings, after the day, of the PPBs that have commissioned a topic group whose report is out."""
    groups = TopicGroup.objects.filter(is_draft=False, commissioned_by__isnull=False).order_by()
    of_ppbs = Meeting.objects.of_bodies(groups.values("commissioned_by"))
    return of_ppbs.upcoming(on=on).filter(held_on__gt=on, held_precision=Precision.DAY)


def asked_of(recommendation: Recommendation) -> list[Owner]:
    """Who is asked about it, after ``as_at``: the lead if there is one, else all owners."""
    lead = recommendation.lead
    return [lead.owner] if lead else [line.owner for line in recommendation.lines]


def still_open(*, on: date) -> RecommendationQuerySet:
    """Those about which anybody may be asked: the report is out, and more progress is expected (R-4)."""
    return Recommendation.objects.filter(topic_group__is_draft=False).as_at(on).open()


def open_questions(meetings: Iterable[Meeting], *, on: date) -> dict[int, list[Question]]:
    """Meeting to everything that its owners are to be asked; the same number of queries for any number."""
    bodies = _bodies_of(list(meetings))
    ppbs = {body for found in bodies.values() for body in found}
    known = still_open(on=on).filter(topic_group__commissioned_by__in=ppbs).by_number()
    by_ppb: dict[int, list[Question]] = {}
    for recommendation in known:
        questions = [(recommendation, owner) for owner in asked_of(recommendation)]
        by_ppb.setdefault(recommendation.topic_group.commissioned_by_id or 0, []).extend(questions)
    return {pk: [one for body in found for one in by_ppb.get(body, ())] for pk, found in bodies.items()}


def waiting_requests(*, on: date) -> ProgressRequestQuerySet:
    """PR-2: not answered, of a recommendation that is still open, and for which the owner would still be asked."""
    lines = RecommendationOwner.objects.filter(recommendation=OuterRef("recommendation"))
    return ProgressRequest.objects.waiting().filter(
        Exists(lines.filter(owner=OuterRef("owner"))),
        ~Exists(lines.filter(is_lead=True).exclude(owner=OuterRef("owner"))),
        recommendation__in=still_open(on=on).order_by().values("pk"),
    )


@dataclass
class OwnerBoard:
    """What one owner is asked before one meeting. ``people`` get the mail; there may be nobody with an address."""

    owner: Owner
    people: Sequence[Person]
    requests: list[ProgressRequest] = field(default_factory=list)
    to_ask: list[Recommendation] = field(default_factory=list)

    @property
    def answered(self) -> list[ProgressRequest]:
        return [one for one in self.requests if one.answered_at]

    @property
    def silent(self) -> list[ProgressRequest]:
        return [one for one in self.requests if not one.answered_at]

    @property
    def state(self) -> tuple[str, str]:
        """In words, and the colour beside them."""
        if not self.requests:
            return "not asked yet", "grey"
        if not self.silent:
            return "answered", "green"
        if self.answered:
            return "answered in part", "amber"
        return ("silent", "red") if self.people else ("not reached", "red")


@dataclass
class MeetingBoard:
    """Who was asked before one meeting. ``goes_on`` is the day of the request, by the schedule, if it asks at all."""

    meeting: Meeting
    goes_on: date | None
    answer_by: date
    owners: list[OwnerBoard]

    @property
    def to_ask(self) -> list[OwnerBoard]:
        return [one for one in self.owners if one.to_ask]

    @property
    def silent(self) -> list[OwnerBoard]:
        return [one for one in self.owners if one.silent]

    @property
    def answered(self) -> int:
        return sum(bool(one.requests) and not one.silent for one in self.owners)

    @property
    def unreached(self) -> list[OwnerBoard]:
        """Those to whom nothing can be sent, though they owe an answer or are to be asked."""
        return [one for one in self.owners if not one.people and (one.silent or one.to_ask)]


def boards_of(meetings: Sequence[Meeting], settings: ScrutinySettings, *, on: date) -> list[MeetingBoard]:
    """What the office sees of requests; the same number of queries for any number of meetings and owners."""
    questions = open_questions(meetings, on=on)
    current = {(one.pk, owner.pk) for found in questions.values() for one, owner in found}
    asked = ProgressRequest.objects.filter(meeting__in=meetings).select_related("owner", "recommendation")
    requests: dict[int, list[ProgressRequest]] = {}
    for one in asked.order_by("owner__name", "recommendation__number"):
        # What is closed or settled since, or asked of another owner now, needs no answer any more.
        if one.answered_at or (one.recommendation_id, one.owner_id) in current:
            requests.setdefault(one.meeting_id, []).append(one)
    owners = [owner for found in questions.values() for _, owner in found]
    owners += [one.owner for found in requests.values() for one in found]
    people = owner_contacts(owners, on=on)
    boards = []
    for meeting in meetings:
        lines = _lines(requests.get(meeting.pk, []), questions.get(meeting.pk, []), people)
        boards.append(_board(meeting, lines, settings, on=on))
    return boards


def _lines(
    requests: Iterable[ProgressRequest], questions: Iterable[Question], people: dict[int, list[Person]]
) -> list[OwnerBoard]:
    lines: dict[int, OwnerBoard] = {}

    def line(owner: Owner) -> OwnerBoard:
        return lines.setdefault(owner.pk, OwnerBoard(owner, people.get(owner.pk, [])))

    known = set()
    for one in requests:
        line(one.owner).requests.append(one)
        known.add((one.recommendation_id, one.owner_id))
    for recommendation, owner in questions:
        if (recommendation.pk, owner.pk) not in known:
            line(owner).to_ask.append(recommendation)
    return sorted(lines.values(), key=lambda one: one.owner.name.casefold())


def _board(meeting: Meeting, lines: list[OwnerBoard], settings: ScrutinySettings, *, on: date) -> MeetingBoard:
    assert meeting.held_on is not None  # ``coming_meetings`` have a day
    told = [one.answer_by for line in lines for one in line.requests]
    goes_on = request_goes_on(meeting.held_on, weeks_before=settings.weeks_before)
    expected = answers_wanted_on(
        meeting.held_on, answer_weeks_before=settings.answer_weeks_before, asked_on=max(goes_on, on)
    )
    return MeetingBoard(
        meeting, goes_on if settings.asks_for_progress else None, min(told) if told else expected, lines
    )


def _bodies_of(meetings: Sequence[Meeting]) -> dict[int, list[int]]:
    """Meeting to the bodies that meet, its own first; one query for all."""
    bodies = {one.pk: [one.body_id] if one.body_id else [] for one in meetings}
    for meeting, body in JointBody.objects.filter(meeting__in=meetings).order_by().values_list("meeting", "body"):
        bodies[meeting].append(body)
    return bodies


def asked_day(request: ProgressRequest) -> date:
    """The day in London on which the owner was asked."""
    return london_day(request.asked_at)
