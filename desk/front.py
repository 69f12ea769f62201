"""What a partnership's first page shows to everyone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from boards.models import Body, BodyName, Seat
from boards.prepared import prepared
from boards.structure import Group, groups_of
from core.charts import StackedBar
from core.querysets import number_of
from core.rules.dates import format_date
from core.rules.text import shortened
from desk.day import MeetingAhead, meetings_ahead
from performance.headline import headline_of
from performance.standing import Standing
from recommendations.charts import status_chart
from recommendations.choices import RecommendationStatus
from recommendations.models import Recommendation, RecommendationVisit, read_groups
from recommendations.rules import Total, is_same_visit
from reports.models import ReportVersion
from summaries.models import Decision

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from boards.models import Partnership
    from core.models import User

    Reader = User | AnonymousUser

SHOWN = 3
DECISIONS_SHOWN = 6
MOST_GROUPS = 3
NEWS_LENGTH = 160


@dataclass(frozen=True)
class News:
    """A recommendation with what was reported on it last."""

    pk: int
    number: int
    title: str
    status: RecommendationStatus
    text: str
    when: str


@dataclass(frozen=True)
class NamedBody:
    """A body under its name of the day; ``seats`` are those of the day."""

    code: str
    name: str
    seats: int


@dataclass(frozen=True)
class NamedGroup:
    """Bodies of a group."""

    group: Group
    bodies: tuple[NamedBody, ...]


@dataclass(frozen=True)
class Front:
    """The sections of the page; ``chart``, ``figure`` and ``version`` are ``None`` where there is nothing to show.

    ``total`` says in words what the chart counts.
    """

    ahead: tuple[MeetingAhead, ...]
    decisions: tuple[Decision, ...]
    chart: StackedBar | None
    total: str
    news: tuple[News, ...]
    groups: tuple[NamedGroup, ...]
    figure: Standing | None
    version: ReportVersion | None

    @property
    def board(self) -> NamedBody | None:
        """The top board."""
        return next((one.bodies[0] for one in self.groups if one.group.is_board), None)


def front_of(partnership: Partnership, *, reader: User | AnonymousUser, on: date) -> Front:
    """A fixed number of queries, whatever there is to show."""
    total = Total.of(read_groups(_groups(partnership.pk, reader, on)))
    return Front(
        ahead=meetings_ahead(partnership, on=on, at_most=SHOWN),
        decisions=tuple(_decisions(partnership.pk, reader)),
        chart=status_chart(total.counts) if total.number else None,
        total=total.words,
        news=tuple(_latest_news(partnership, reader, on)) if total.number else (),
        groups=tuple(_who_we_are(partnership, on=on)),
        figure=headline_of(partnership.pk, up_to=on.year),
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
    """The decided bodies of the day without what the page of the structure says of them; two queries."""
    groups = [group for group in groups_of(partnership) if group.is_part]
    bodies = list(_bodies(partnership.pk, on))
    shown = 0
    for group in groups:
        kinds = {kind.pk for kind in group.kinds}
        found = tuple(NamedBody(code, name, seats) for kind, code, name, seats in bodies if kind in kinds)
        if found and shown < MOST_GROUPS:
            shown += 1
            yield NamedGroup(group, found)


@prepared("partnership")
def _bodies(partnership: int, on: date) -> QuerySet[Body, Any]:
    """Kind, code, name and number of seats of each that is decided, as at the day."""
    decided = Body.objects.filter(partnership=partnership, is_proposed=False).current(on=on)
    name = BodyName.objects.filter(body=OuterRef("pk")).current(on=on).order_by().values("name")[:1]
    seats = Seat.objects.filter(body=OuterRef("pk")).current(on=on)
    return decided.values_list("kind", "code", Coalesce(Subquery(name), "name"), number_of(seats))


@prepared("partnership")
def _groups(partnership: int, reader: Reader, on: date) -> QuerySet[Recommendation, Any]:
    return Recommendation.objects.visible_to(reader).filter(partnership=partnership).as_at(on).groups()


def _latest_news(partnership: Partnership, reader: Reader, on: date) -> Iterator[News]:
    """One query."""
    for pk, number, title, status, text, day, precision in _progress(partnership.pk, reader, on):
        when = format_date(day, precision) if day else ""
        yield News(pk, number, title, RecommendationStatus(status), shortened(text, NEWS_LENGTH), when)


@prepared("partnership")
def _progress(partnership: int, reader: Reader, on: date) -> QuerySet[Recommendation, Any]:
    known = Recommendation.objects.visible_to(reader).filter(partnership=partnership).as_at(on)
    told = known.with_title(on=on).with_latest_news(on=on).newest_progress_first()
    shown = ("pk", "number", "title_on_day", "status_on_day", "latest_text", "latest_reported_on", "latest_precision")
    return told.values_list(*shown)[:SHOWN]


@prepared("partnership")
def _decisions(partnership: int, reader: Reader) -> QuerySet[Decision]:
    """The newest, those of a meeting together."""
    decided = Decision.objects.visible_to(reader).filter(meeting__partnership=partnership)
    return decided.newest_first().for_list()[:DECISIONS_SHOWN]


def _latest_version(partnership: Partnership, *, reader: User | AnonymousUser) -> ReportVersion | None:
    return next(iter(_versions(partnership.pk, reader)), None)


@prepared("partnership")
def _versions(partnership: int, reader: Reader) -> QuerySet[ReportVersion]:
    versions = ReportVersion.objects.visible_to(reader).filter(report__partnership=partnership)
    return versions.select_related("report").defer("html").order_by("-report__year", "-number")[:1]
