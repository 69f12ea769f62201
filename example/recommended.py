"""What the made-up topic groups recommended, who does it, and what has come of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Any

from agendas.models import AgendaItem
from boards.models import Body
from example.content import scrutiny
from example.cycle import Cycle
from meetings.choices import MeetingStatus
from meetings.models import Meeting, MeetingQuerySet
from monitoring.models import Review
from monitoring.picking import ITEM_PICKER
from monitoring.services.decisions import stop_monitoring
from monitoring.services.reviews import record_review
from progress.services.proposals import propose_status
from progress.services.requests import ask_now
from progress.services.status import change_status
from progress.services.updates import add_progress
from recommendations.models import (
    Owner,
    Recommendation,
    RecommendationOwner,
    Response,
    Wording,
)
from recommendations.picking import ACTION_PICKER
from recommendations.services.editing import add_recommendation, next_number, reword
from recommendations.services.owners import add_owner, owner_called, set_owners
from recommendations.services.responses import record_responses
from scrutiny.models import TopicGroup

MORNING = time(10, 15)
ASKED_BEFORE = timedelta(weeks=6)


def add_recommendations(cycle: Cycle, group: TopicGroup, tables: Iterable[dict[str, Any]]) -> None:
    for table in tables:
        recommendation = Recommendation(
            topic_group=group,
            number=next_number(group),
            title=table["title"],
            explanation=table["explanation"],
            task=table.get("task", ""),
            priority=table.get("priority", ""),
            target_on=cycle.days.near(table["target"]) if "target" in table else None,
            resources_needed=table.get("resources", ""),
        )
        drawn_from = group.paragraphs.filter(number__in=table["paragraphs"])
        add_recommendation(
            recommendation=recommendation, values=table["values"], paragraphs=drawn_from, by=cycle.officer
        )
        _name_owners(cycle, recommendation, table["owners"])


def _name_owners(cycle: Cycle, recommendation: Recommendation, owners: list[Any]) -> None:
    today = cycle.days.today
    for name, owner, _ in owners:
        if owner and owner_called(cycle.partnership, name) is None:
            found = cycle.owner(owner)
            stands_for = {"body": found} if isinstance(found, Body) else {"organisation": found}
            owner = Owner(partnership=cycle.partnership, name=name, **stands_for)
            add_owner(owner=owner, by=cycle.officer)
    lines = [
        RecommendationOwner(printed_as=name, is_lead=is_lead, position=row)
        for row, (name, _, is_lead) in enumerate(owners, start=1)
    ]
    set_owners(recommendation=recommendation, lines=lines, on=today, by=cycle.officer)


def answer_report(cycle: Cycle, group: TopicGroup, responses: list[Any]) -> None:
    for responder, weeks, number, decision, reason in responses:
        day = cycle.days.near(weeks)
        record_responses(
            responses=[
                Response(
                    recommendation=group.recommendations.get(number=number),
                    responder=responder,
                    decision=decision,
                    reason=reason,
                    responded_on=day,
                )
            ],
            by=cycle.officer,
            at=cycle.days.moment(day, MORNING),
        )


def carry_out(cycle: Cycle, group: TopicGroup, tables: Iterable[dict[str, Any]]) -> None:
    """What came of each, in the order in which they are numbered."""
    for recommendation, table in zip(group.recommendations.order_by("number"), tables, strict=True):
        _reword(cycle, recommendation, table)
        _report(cycle, recommendation, table)
        _propose(cycle, recommendation, table)
        _review_and_close(cycle, recommendation, table)


def _reword(cycle: Cycle, recommendation: Recommendation, table: dict[str, Any]) -> None:
    if "rewording" not in table:
        return
    weeks, title, explanation, paper, note = table["rewording"]
    day = cycle.days.near(weeks)
    reword(
        wording=Wording(
            recommendation=recommendation,
            title=title,
            explanation=explanation,
            paper=paper,
            worded_on=day,
            change_note=note,
        ),
        by=cycle.officer,
        at=cycle.days.moment(day, MORNING),
    )


def _report(cycle: Cycle, recommendation: Recommendation, table: dict[str, Any]) -> None:
    for weeks, status, text, reported_by in table.get("progress", []):
        day = cycle.days.near(weeks)
        add_progress(
            recommendation=recommendation,
            text=text,
            status=status,
            reported_on=day,
            reported_by=reported_by,
            by=cycle.officer,
            at=cycle.days.moment(day, MORNING),
        )
    for status, weeks, reason, evidence in table.get("status", []):
        day = cycle.days.near(weeks)
        change_status(
            recommendation=recommendation,
            to_status=status,
            reason=reason,
            evidence=evidence,
            changed_on=day,
            by=cycle.officer,
            at=cycle.days.moment(day, MORNING),
        )


def _propose(cycle: Cycle, recommendation: Recommendation, table: dict[str, Any]) -> None:
    if "proposal" not in table:
        return
    status, weeks, reason, evidence = table["proposal"]
    lead = recommendation.owner_lines.get(is_lead=True).owner
    propose_status(
        recommendation=recommendation,
        to_status=status,
        reason=reason,
        evidence=evidence,
        owner=lead,
        told_by=cycle.partnership.people.get(email="member@example.org"),
        at=cycle.days.moment(cycle.days.near(weeks), MORNING),
    )


def _review_and_close(cycle: Cycle, recommendation: Recommendation, table: dict[str, Any]) -> None:
    if "review" in table:
        weeks, achieved, cost, next_steps, outcome = table["review"]
        day = cycle.days.near(weeks)
        record_review(
            review=Review(
                recommendation=recommendation,
                reviewed_on=day,
                achieved=achieved,
                cost=cost,
                next_steps=next_steps,
                outcome=outcome,
            ),
            by=cycle.officer,
            at=cycle.days.moment(day, MORNING),
        )
    if "closed" in table:
        meeting = (
            _ppb_meetings(cycle).filter(status=MeetingStatus.HELD, held_on__lte=cycle.days.today).latest("held_on")
        )
        stop_monitoring(
            recommendations=[recommendation],
            meeting=meeting,
            reason=table["closed"][0],
            by=cycle.officer,
            at=cycle.written_at,
        )


def _ppb_meetings(cycle: Cycle) -> MeetingQuerySet:
    return Meeting.objects.filter(partnership=cycle.partnership, body__kind__scrutinises=True)


def ask_for_progress(cycle: Cycle) -> None:
    """The owners were asked six weeks before the next PPB, or on the working day before that of loading.

    Who is to be asked for Policy and Strategy is not in the record: here it is the office.
    """
    office = cycle.partnership.people.get(user=cycle.officer)
    cycle.partnership.owners.filter(code="policy-and-strategy").update(contact=office)
    meeting = _ppb_meetings(cycle).upcoming(on=cycle.days.today).earliest("held_on")
    assert meeting.held_on is not None
    day = min(cycle.days.near((meeting.held_on - ASKED_BEFORE - cycle.days.today).days / 7), _yesterday(cycle))
    ask_now(meeting=meeting, by=cycle.officer, at=cycle.days.moment(day, MORNING))


def add_picks(cycle: Cycle) -> None:
    """What the agenda items, and the actions that came of them, are about."""
    for table in scrutiny()["picks"]:
        group = cycle.partnership.topic_groups.get(title=table["report"])
        picked = set(group.recommendations.filter(number__in=table["numbers"]).values_list("pk", flat=True))
        item = AgendaItem.objects.get(meeting__partnership=cycle.partnership, title=table["item"])
        ITEM_PICKER.change(item, add=picked, remove=(), by=cycle.officer)
        for action in item.meeting.actions.filter(number__in=table.get("actions", ())):
            ACTION_PICKER.change(action, add=picked, remove=(), by=cycle.officer)


def _yesterday(cycle: Cycle) -> date:
    return cycle.days.after(cycle.days.today, -1)
