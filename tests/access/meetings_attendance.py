"""Attendance is part of what is published; how punctual the summaries were is for members."""

from datetime import date

from meetings.models import Attendance
from tests import factories
from tests.access import Row, everyone


def seat(world):
    made = factories.SeatFactory(body=world.board)
    factories.SeatHoldingFactory(seat=made)
    meeting = factories.MeetingFactory(body=world.board, held_on=date(2025, 11, 17), status="held")
    Attendance.objects.create(meeting=meeting, seat=made, state="present")
    return made


def body(world):
    return {"code": seat(world).body.code}


def organisation(world):
    return {"code": seat(world).holdings.get().organisation.code}


ROWS = [
    Row("meetings:matrix", everyone(200), kwargs=body),
    Row("meetings:matrix_csv", everyone(200), kwargs=body),
    Row("meetings:matrix_xlsx", everyone(200), kwargs=body),
    Row("meetings:attendance", everyone(200)),
    Row("meetings:attendance_csv", everyone(200)),
    Row("meetings:organisation_attendance", everyone(200), kwargs=organisation),
    Row("meetings:register", everyone(200)),
    Row("meetings:register_csv", everyone(200)),
]
