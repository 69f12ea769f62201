"""The progress on what a PPB commissioned, for a meeting of it: in its agenda pack, and as a paper of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import groupby
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string

from core.choices import Precision
from core.models import RenderedFile
from core.papers import PrintedPage
from meetings.models import Meeting
from meetings.services.deadlines import bodies_of
from recommendations.models import Recommendation
from scrutiny.models import TopicGroup


@dataclass(frozen=True)
class InsertedReport:
    """One report with its recommendations, closed ones too."""

    topic_group: TopicGroup
    recommendations: tuple[Recommendation, ...]


@dataclass(frozen=True)
class Insert:
    """As at ``on``: the meeting's day or, before it, the day of asking."""

    on: date
    reports: tuple[InsertedReport, ...]

    @property
    def number(self) -> int:
        return sum(len(report.recommendations) for report in self.reports)

    @property
    def topic_groups(self) -> list[int]:
        return [report.topic_group.pk for report in self.reports]


def insert_for(meeting: Meeting, *, on: date) -> Insert | None:
    """None where the meeting's bodies commissioned nothing that is public: drafts are on no agenda's paper."""
    day = day_of(meeting, on=on)
    bodies = commissioning_bodies(meeting)
    if not bodies:
        return None
    found = (
        Recommendation.objects.visible_to(AnonymousUser())
        .filter(partnership=meeting.partnership_id, topic_group__commissioned_by__in=bodies)
        .as_at(day)
        .by_number()
    )
    reports = tuple(
        InsertedReport(topic_group, tuple(rows))
        for topic_group, rows in groupby(found, key=lambda one: one.topic_group)
    )
    return Insert(day, reports) if reports else None


def day_of(meeting: Meeting, *, on: date) -> date:
    """The meeting's own day where it is known and not still to come."""
    if meeting.held_on is None or meeting.held_precision != Precision.DAY:
        return on
    return min(meeting.held_on, on)


def commissioning_bodies(meeting: Meeting) -> list[int]:
    """The PPBs that hold the meeting, alone or jointly; one query beside the meeting's own body."""
    return [body.pk for body in bodies_of(meeting) if body.kind.scrutinises]


def page(paper: RenderedFile) -> PrintedPage:
    """The paper of the meeting that ``about`` names."""
    meeting = Meeting.objects.select_related("partnership", "body__kind").get(pk=paper.about["meeting"])
    insert = insert_for(meeting, on=date.fromisoformat(paper.about["on"]))
    return PrintedPage(html=html(meeting, insert), accent=meeting.partnership.accent)


def about(meeting: Meeting, insert: Insert) -> dict[str, Any]:
    """What the paper depends on: equal only as long as it would say the same."""
    fingerprint = sha256(html(meeting, insert).encode()).hexdigest()
    return {"meeting": meeting.pk, "on": insert.on.isoformat(), "fingerprint": fingerprint}


def html(meeting: Meeting, insert: Insert | None) -> str:
    when = meeting.when
    return render_to_string(
        "pdf/reports/ppb_insert.html",
        {
            "language": "en-GB",
            "title": f"Progress on recommendations, for {meeting.title}, {when}",
            "author": meeting.partnership.name,
            "running_head": meeting.partnership.name,
            "running_foot": f"Progress on recommendations, {when}",
            "example_note": meeting.partnership.example_note,
            "meeting": meeting,
            "insert": insert,
            "when": when,
        },
    )
