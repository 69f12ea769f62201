"""Calendars are public, one's own is for members; officers propose, confirm and postpone."""

from datetime import UTC, date, datetime

from meetings.services.calendar_feed import make_feed
from tests import factories
from tests.access import Row, everyone, from_role

NEXT_YEAR = date(2027, 11, 17)
NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
MEMBER, OFFICER, CHANGED = from_role("member", 200), from_role("officer", 200), from_role("officer", 302)
PATTERN = {
    "first": "1 1 2028",
    "last": "31 12 2028",
    "pattern": "monthly",
    "nth": "3",
    "weekday": "2",
    "every": "3",
    "at_most": "4",
    "day": "2028-01-19",
}


def meeting(world, **given):
    return {"pk": factories.MeetingFactory(body=world.board, held_on=NEXT_YEAR, **given).pk}


def proposed(world):
    return meeting(world, status="proposed")


def board(world):
    return {"code": world.board.code}


def with_feeds(world):
    """Everybody who may have a calendar has one."""
    for user in (world.member, world.ppb_member, world.officer, world.admin):
        make_feed(partnership=world.partnership, user=user, at=NOON)
    return {}


def token(world):
    return {"token": make_feed(partnership=world.partnership, user=world.member, at=NOON).token}


def postponed(world):
    return {"when": "not-known", "reason": "The hall is taken"}


ROWS = [
    Row("meetings:calendar", everyone(200)),
    Row("meetings:partnership_feed", everyone(200)),
    Row("meetings:body_feed", everyone(200), kwargs=board),
    Row("meetings:person_feed", everyone(200), kwargs=token),
    Row("meetings:person_feed", everyone(404), kwargs=lambda world: {"token": "guessed"}),
    Row("meetings:ics", everyone(200), kwargs=meeting),
    Row("meetings:my_calendar", MEMBER),
    Row("meetings:my_calendar", from_role("member", 302), "post"),
    Row("meetings:my_calendar_change", MEMBER, kwargs=with_feeds),
    Row("meetings:propose", OFFICER, kwargs=board),
    Row("meetings:propose", CHANGED, "post", kwargs=board, data=lambda world: PATTERN),
    Row("meetings:dates_confirm", CHANGED, "post", kwargs=board),
    Row("meetings:confirm", CHANGED, "post", kwargs=proposed),
    Row("meetings:postpone", OFFICER, kwargs=meeting),
    Row("meetings:postpone", CHANGED, "post", kwargs=meeting, data=postponed),
    Row("boards:how_it_meets", OFFICER, kwargs=board),
    Row("boards:how_it_meets", CHANGED, "post", kwargs=board, data=lambda world: {"cadence": "4 times a year"}),
]
