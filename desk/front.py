"""What a partnership's first page shows to everyone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, QuerySet, Subquery

from boards.prepared import prepared
from boards.structure import Group, groups_of
from core.charts import StackedBar
from core.richtext import to_text
from desk.day import MeetingAhead, meetings_ahead
from recommendations.charts import status_chart
from recommendations.models import Recommendation, RecommendationVisit, read_groups
from recommendations.rules import Total, is_same_visit
from reports.models import ReportVersion
from summaries.models import MeetingSummary, SummaryVersion

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from boards.models import Partnership
    from core.models import User

    Reader = User | AnonymousUser

SHOWN = 3
MOST_GROUPS = 3
OPENING_LENGTH = 180
SENTENCE_ENDS = (".", "!", "?")


@dataclass(frozen=True)
class LatestSummary:
    """A published summary with its first words."""

    summary: MeetingSummary
    name: str
    opening: str


@dataclass(frozen=True)
class NamedBody:
    """A body under its name of the day."""

    code: str
    name: str


@dataclass(frozen=True)
class NamedGroup:
    """Bodies of a group; ``seats`` are the top board's."""

    group: Group
    bodies: tuple[NamedBody, ...]
    seats: int


@dataclass(frozen=True)
class Front:
    """The sections of the page; ``chart`` and ``version`` are ``None`` where there is nothing to show.

    ``total`` says in words what the chart counts.
    """

    ahead: tuple[MeetingAhead, ...]
    summaries: tuple[LatestSummary, ...]
    chart: StackedBar | None
    total: str
    groups: tuple[NamedGroup, ...]
    version: ReportVersion | None


def front_of(partnership: Partnership, *, reader: User | AnonymousUser, on: date) -> Front:
    """A fixed number of queries, whatever there is to show."""
    total = Total.of(read_groups(_groups(partnership.pk, reader, on)))
    return Front(
        ahead=meetings_ahead(partnership, on=on, at_most=SHOWN),
        summaries=_latest_summaries(partnership),
        chart=status_chart(total.counts) if total.number else None,
        total=total.words,
        groups=tuple(_who_we_are(partnership, on=on)),
        version=_latest_version(partnership, reader=reader),
    )


def changed_since_last_look(partnership: Partnership, *, reader: User, at: datetime) -> tuple[datetime | None, int]:
    """When the reader last looked at the recommendations, and how many have changed since; at most two queries."""
    visit = RecommendationVisit.objects.filter(user=reader, partnership=partnership).first()
    if visit is None:
        return None, 0
    looked_at = visit.before_at if is_same_visit(visit.latest_at, at) else visit.latest_at
    if looked_at is None:
        return None, 0
    recommendations = Recommendation.objects.visible_to(reader).filter(partnership=partnership)
    return looked_at, recommendations.changed_since(looked_at, reader=reader).count()


def _who_we_are(partnership: Partnership, *, on: date) -> Iterator[NamedGroup]:
    """The decided bodies of the day without what the page of the structure says of them; four queries."""
    groups = [group for group in groups_of(partnership) if group.is_part][:MOST_GROUPS]
    kinds = [kind for group in groups for kind in group.kinds]
    decided = partnership.bodies.current(on=on).filter(is_proposed=False, kind__in=kinds).prefetch_related("names")
    bodies = list(decided.only("partnership", "code", "kind", "name"))
    for group in groups:
        found = [body for body in bodies if group.includes(body)]
        if found:
            seats = found[0].seats.current(on=on).count() if group.is_board else 0
            yield NamedGroup(group, tuple(NamedBody(body.code, body.name_on(on)) for body in found), seats)


def _latest_summaries(partnership: Partnership) -> tuple[LatestSummary, ...]:
    return tuple(
        LatestSummary(
            summary=summary,
            name=str(summary.meeting.body or summary.meeting.title),
            opening=_opening(summary.key_issues or ""),
        )
        for summary in _published(partnership.pk)
    )


@prepared("partnership")
def _groups(partnership: int, reader: Reader, on: date) -> QuerySet[Recommendation, Any]:
    return Recommendation.objects.visible_to(reader).filter(partnership=partnership).as_at(on).groups()


@prepared("partnership")
def _published(partnership: int) -> QuerySet[Any]:
    """The newest, each with the ``key_issues`` of its newest version."""
    newest = SummaryVersion.objects.filter(summary=OuterRef("pk")).order_by("-number").values("key_issues")[:1]
    published = MeetingSummary.objects.published().filter(meeting__partnership=partnership)
    of_meeting = ("title", "held_on", "held_precision", "ends_on", "body__name")
    summaries = published.select_related("meeting__body").only(*(f"meeting__{name}" for name in of_meeting))
    return summaries.annotate(key_issues=Subquery(newest)).order_by("-meeting__held_on", "-pk")[:SHOWN]


def _opening(key_issues: str) -> str:
    """The first sentence or two of the key issues, headings passed over, cut between words."""
    lines = [line.strip() for line in to_text(key_issues).splitlines() if line.strip()]
    text = next((line for line in lines if line.endswith(SENTENCE_ENDS)), " ".join(lines))
    if len(text) <= OPENING_LENGTH:
        return text
    return f"{text[:OPENING_LENGTH].rsplit(' ', 1)[0].rstrip(',;:.')} …"


def _latest_version(partnership: Partnership, *, reader: User | AnonymousUser) -> ReportVersion | None:
    return next(iter(_versions(partnership.pk, reader)), None)


@prepared("partnership")
def _versions(partnership: int, reader: Reader) -> QuerySet[ReportVersion]:
    versions = ReportVersion.objects.visible_to(reader).filter(report__partnership=partnership)
    return versions.select_related("report").defer("html").order_by("-report__year", "-number")[:1]
