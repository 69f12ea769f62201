"""What statuses show on the page of a recommendation, and on Today what is asked and proposed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Min, QuerySet

from boards.models import Partnership
from boards.panels import ON_TODAY, Task, TaskGroup, ago, first_waiting, group_panel, overdue_words, task_panel
from boards.prepared import prepared
from core.addresses import address
from core.panels import Panel, PanelRequest
from core.rules.dates import format_date, format_weekdays
from progress.models import StatusProposal
from progress.services.request_reading import coming_meetings, waiting_requests
from recommendations.choices import RecommendationStatus
from recommendations.models import Recommendation, RecommendationQuerySet
from recommendations.panels import PAGE_ACTIONS, SIDE, Reading

if TYPE_CHECKING:
    from boards.panels import Reader

REQUESTS, TO_CONFIRM = "progress:requests", "progress:proposals"


@PAGE_ACTIONS.add(order=10)
def actions_panel(reading: Reading) -> Panel | None:
    """What officers record about it."""
    return Panel("progress/panels/actions.html", {}) if reading.may("progress.add_progress") else None


@SIDE.add(order=10)
def status_panel(reading: Reading) -> Panel:
    """Where it stands, and why; what took its place, whose place it took, and what is proposed."""
    recommendation = reading.record
    latest = recommendation.changes_on_day[-1] if recommendation.changes_on_day else None
    return Panel(
        "progress/panels/status.html",
        {
            "evidence": latest.evidence if latest else "",
            "successor": _successor(reading),
            "predecessors": list(_known(reading).superseded_by_one(recommendation, on=reading.on)),
            "decision": _decision(reading) if recommendation.is_closed else None,
            "proposal": _proposal(reading) if reading.is_today else None,
            "may_propose": reading.may("recommendations.comment"),
            "may_decide": reading.may("progress.add_progress"),
        },
    )


def _known(reading: Reading) -> RecommendationQuerySet:
    known = Recommendation.objects.visible_to(reading.reader).filter(partnership=reading.partnership)
    return known.as_at(reading.on).prefetch_related(None)


def _successor(reading: Reading) -> Recommendation | None:
    """R-5: as at the day."""
    recommendation = reading.record
    if recommendation.status_on_day != RecommendationStatus.SUPERSEDED:
        return None
    changes = recommendation.changes_on_day
    pk = changes[-1].superseded_by_id if changes else recommendation.superseded_by_id
    known = Recommendation.objects.visible_to(reading.reader)
    return known.filter(pk=pk).first() if pk else None


def _decision(reading: Reading) -> Any:
    """What a meeting last decided: the app above keeps it."""
    decisions = reading.record.monitoring_decisions.known_on(reading.on)
    return decisions.select_related("meeting__body").order_by("-decided_on", "-pk").first()


def _proposal(reading: Reading) -> StatusProposal | None:
    """R-6: the latest, for members; once it is confirmed the status itself says so."""
    known = StatusProposal.objects.visible_to(reading.reader).filter(recommendation=reading.record)
    latest = known.select_related("owner", "told_by", "proposed_by").order_by("-proposed_at", "-pk").first()
    return latest if latest is not None and latest.change_id is None else None


# Today


def requests_late(partnership: int, reader: Reader, on: date) -> QuerySet[Any, Any]:
    """Requests for an update that were due by the day, before meetings that are still to come."""
    requests = waiting_requests(on=on).visible_to(reader).filter(recommendation__partnership=partnership)
    before = coming_meetings(on=on).order_by().values("pk")
    return requests.filter(meeting__in=before, answer_by__lte=on)


@prepared("partnership")
def _requests_late(partnership: int, reader: Reader, on: date) -> QuerySet[Any, Any]:
    """By meeting: how many, and the first date by which they were due."""
    by_meeting: QuerySet[Any, Any] = (
        requests_late(partnership, reader, on)
        .order_by()
        .values_list("meeting", "meeting__body__name", "meeting__title", "meeting__held_on")
        .annotate(Count("pk"), Min("answer_by"))
        .order_by("meeting__held_on", "meeting")
    )
    return by_meeting


@ON_TODAY.add(order=30, page=REQUESTS, rows=requests_late)
def overdue_requests(asked: PanelRequest[Partnership]) -> Panel | None:
    """Owners who were asked for an update and have not sent one."""
    slug = asked.record.slug

    def task(row: Any) -> Task:
        pk, body, title, held_on, count, answer_by = row
        name = f"{body or title}, {format_weekdays(held_on, today=asked.on)}"
        return Task(
            f"{count} not answered, for {name}",
            address(REQUESTS, slug),
            "Send reminders",
            address("progress:requests_remind", slug, pk),
            when=overdue_words(answer_by, on=asked.on),
            note=f"due {format_date(answer_by)}",
            about=f"for {name}",
        )

    rows = list(_requests_late(asked.record.pk, asked.reader, asked.on))
    count = sum(row[4] for row in rows)
    group = TaskGroup("requests", "Updates overdue", tuple(map(task, rows)), count, page=REQUESTS)
    return group_panel(group)


def proposals_waiting(partnership: int, reader: Reader, _on: date) -> QuerySet[Any, Any]:
    proposals = StatusProposal.objects.visible_to(reader).waiting()
    return proposals.filter(recommendation__partnership=partnership)


@prepared("partnership")
def _first_proposals(partnership: int, reader: Reader, on: date) -> QuerySet[Any, Any]:
    rows = proposals_waiting(partnership, reader, on)
    rows = rows.select_related("recommendation", "owner", "told_by", "proposed_by")
    proposers = ("owner__name", "told_by__name", "told_by__shown_as", "proposed_by__name", "proposed_by__email")
    of_recommendation = ("recommendation__number", "recommendation__title")
    rows = rows.only("to_status", "proposed_at", *proposers, *of_recommendation)
    return first_waiting(rows, "proposed_at", on=on, is_moment=True)


@ON_TODAY.add(order=40, page=TO_CONFIRM, rows=proposals_waiting)
def statuses_to_confirm(asked: PanelRequest[Partnership]) -> Panel | None:
    slug = asked.record.slug

    def task(proposal: Any) -> Task:
        recommendation = proposal.recommendation
        return Task(
            f"Recommendation {recommendation.number}: {recommendation.title}",
            address("recommendations:detail", slug, recommendation.pk),
            "Confirm or decline",
            f"{address(TO_CONFIRM, slug)}#proposal-{proposal.pk}",
            when=ago(proposal.waits_since, on=asked.on),
            note=f"{proposal.proposer} proposed “{proposal.get_to_status_display()}” on {proposal.when}",
            about=f"the status of recommendation {recommendation.number}",
        )

    rows = _first_proposals(asked.record.pk, asked.reader, asked.on)
    url = address(TO_CONFIRM, slug)
    return task_panel("statuses", "Statuses to confirm", rows, task, url=url, page=TO_CONFIRM)
