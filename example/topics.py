"""The made-up programme of the PPB, and the topic groups that it appointed, up to their reports."""

from __future__ import annotations

from datetime import time
from typing import Any

from boards.models import Body
from core.choices import Precision
from core.rules.dates import financial_year
from example.content import topics
from example.cycle import Cycle
from example.recommended import add_recommendations, answer_report, carry_out
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from meetings.services.scheduling import schedule_meeting
from scrutiny.choices import TopicState
from scrutiny.models import ProgrammeTopic, TopicGroup
from scrutiny.services.programme import decide_on_topic, start_topic_group
from scrutiny.services.report import mark_not_carried, pass_stage

EVENING, MORNING = time(18), time(11, 30)
HEADING, RECOMMENDED = "heading", "recommended"


def add_topics(cycle: Cycle) -> None:
    told = topics()
    for table in told["topics"]:
        _topic(cycle, table)
    for table in told["groups"]:
        _group(cycle, table)


def _topic(cycle: Cycle, table: dict[str, Any]) -> ProgrammeTopic:
    ppb = _ppb(cycle)
    chosen = table.get("decided", 0)
    topic = ppb.programme_topics.create(
        partnership=cycle.partnership,
        year=financial_year(cycle.days.near(chosen)).start,
        title=table["title"],
        reason=table["reason"],
        suggested_by=table["suggested_by"],
    )
    if "state" in table:
        topic = decide_on_topic(
            topic=topic,
            state=table["state"],
            decided_on=cycle.days.near(chosen),
            decision_reason=table.get("decision_reason", ""),
            by=cycle.officer,
            today=cycle.days.today,
        )
    return topic


def _ppb(cycle: Cycle) -> Body:
    return cycle.partnership.bodies.scrutinising().get()


def _group(cycle: Cycle, table: dict[str, Any]) -> None:
    topic = _topic(cycle, table | {"state": TopicState.CHOSEN, "decided": table["chosen"]})
    group = start_topic_group(
        topic=topic, name=table["name"], starts_on=cycle.days.near(table["starts"]), by=cycle.officer
    )
    for email, position in table["members"]:
        person = cycle.partnership.people.get(email=email)
        group.body.appointments.create(person=person, position=position, starts_on=cycle.days.near(table["starts"]))
    meetings = {one["title"]: _meeting(cycle, group, one) for one in table.get("meetings", [])}
    for kind, text in table["findings"]:
        group.findings.create(kind=kind, position=group.next_position(kind), text=text)
    for one in table.get("evidence", []):
        _evidence(cycle, group, one, meetings)
    _report(cycle, group, table)
    add_recommendations(cycle, group, table["recommendations"])
    _go_through_stages(cycle, group, table)
    # What was answered and done came after the report was out.
    group.refresh_from_db()
    answer_report(cycle, group, table.get("responses", []))
    carry_out(cycle, group, table["recommendations"])
    if "ended" in table:
        body = group.body
        body.ends_on = cycle.days.near(table["ended"])
        body.save()


def _meeting(cycle: Cycle, group: TopicGroup, table: dict[str, Any]) -> Meeting:
    held_on = cycle.days.near(table["weeks"])
    meeting = Meeting(
        partnership=cycle.partnership,
        body=group.body,
        title=table["title"],
        held_on=held_on,
        starts_at=EVENING,
        venue=table["venue"],
        status=MeetingStatus.HELD if held_on < cycle.days.today else MeetingStatus.PLANNED,
    )
    return schedule_meeting(meeting=meeting, by=cycle.officer, at=cycle.written_at)


def _evidence(cycle: Cycle, group: TopicGroup, table: dict[str, Any], meetings: dict[str, Meeting]) -> None:
    organisations = cycle.partnership.organisations
    meeting = meetings.get(table.get("meeting", ""))
    given_on = meeting.held_on if meeting else None
    if "weeks" in table:
        given_on = cycle.days.near(table["weeks"])
    group.evidence.create(
        kind=table["kind"],
        given_by=table["given_by"],
        text=table["text"],
        given_on=given_on,
        given_precision=Precision.DAY if given_on else Precision.UNKNOWN,
        organisation=organisations.get(code=table["organisation"]) if "organisation" in table else None,
        meeting=meeting,
    )


def _report(cycle: Cycle, group: TopicGroup, table: dict[str, Any]) -> None:
    for position, (number, kind, text) in enumerate(table["paragraphs"], start=1):
        group.paragraphs.create(
            position=position,
            number=number,
            text=text,
            is_heading=kind == HEADING,
            is_recommended=kind == RECOMMENDED,
        )
    for number, reason in table.get("not_carried", []):
        mark_not_carried(paragraph=group.paragraphs.get(number=number), reason=reason, by=cycle.officer)


def _go_through_stages(cycle: Cycle, group: TopicGroup, table: dict[str, Any]) -> None:
    for stage, weeks, outcome, note in table["stages"]:
        happened_on = cycle.days.near(weeks)
        pass_stage(
            group=group,
            stage=stage,
            happened_on=happened_on,
            outcome=outcome,
            note=note,
            by=cycle.officer,
            at=cycle.days.moment(happened_on, MORNING),
            today=cycle.days.today,
        )
