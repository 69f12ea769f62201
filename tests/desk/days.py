"""*Today* as tests read it."""

from datetime import UTC, date, datetime, timedelta

from boards.panels import ON_TODAY
from core.panels import PanelRequest
from desk.day import Day
from tests import factories

TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LAST_WEEK = NOON - timedelta(days=7)


def held(body, day, due, **more):
    return factories.MeetingFactory(body=body, held_on=day, summary_due_on=due, status="held", **more)


def day(world, reader=None, on=TODAY):
    asked = PanelRequest(world.partnership, reader=reader or world.officer, on=on, today=on)
    return Day.of(ON_TODAY.panels(asked))


def tasks(world, key, **asked):
    return next((group.tasks for group in day(world, **asked).groups if group.key == key), ())
