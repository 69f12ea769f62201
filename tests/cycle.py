"""A Board that met on Monday 16 November 2026, two seats of it, and a summary that can be published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from core.rules.working_days import LONDON
from meetings.models import Meeting
from summaries.models import MeetingSummary, SummaryVersion
from summaries.services.content import ActionAnswer, SeatAnswer, SummaryContent
from summaries.services.drafts import summary_of
from summaries.services.publication import publish_summary
from tests import factories

MONDAY = date(2026, 11, 16)
WEDNESDAY_NOON = datetime(2026, 11, 18, 12, tzinfo=LONDON)


@pytest.fixture
def seats(board):
    """Seat 1 of a council, seat 2 of a college."""
    made = []
    for number, label in ((1, "Borough Council"), (2, "Riverside College")):
        seat = factories.SeatFactory(body=board, number=number, label=label)
        organisation = factories.OrganisationFactory(partnership=board.partnership, name=label)
        factories.SeatHoldingFactory(seat=seat, organisation=organisation)
        made.append(seat)
    return made


@pytest.fixture
def meeting(board, seats) -> Meeting:
    return factories.MeetingFactory(
        body=board, title="Board", held_on=MONDAY, status="planned", summary_due_on=date(2026, 11, 23)
    )


@pytest.fixture
def content(seats, board) -> SummaryContent:
    return SummaryContent(
        key_issues="<p>Waiting times</p>",
        decisions="<p>Evening surgeries</p>",
        seats=[
            SeatAnswer(seats[0], "present", "Borough Council"),
            SeatAnswer(seats[1], "apologies", "Riverside College"),
        ],
        actions=[ActionAnswer("Open two evenings a week", owner=board, due_on=date(2026, 12, 14))],
    )


@pytest.fixture
def publish(meeting, content, officer) -> Callable[..., SummaryVersion]:
    """Publish the meeting's summary, on Wednesday at noon unless told otherwise."""

    def now(**given: Any) -> SummaryVersion:
        summary = summary_of(meeting)
        if not summary.pk:
            summary = MeetingSummary.objects.create(meeting=meeting)
        defaults = {"content": content, "draft_version": summary.draft_version, "by": officer, "at": WEDNESDAY_NOON}
        return publish_summary(summary=summary, **(defaults | given))

    return now
