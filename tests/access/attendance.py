"""Attendance is part of what is published; how punctual the summaries were is for members."""

from datetime import date

from attendance.models import Attendance
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
    Row("attendance:matrix", everyone(200), kwargs=body),
    Row("attendance:matrix_csv", everyone(200), kwargs=body),
    Row("attendance:matrix_xlsx", everyone(200), kwargs=body),
    Row("attendance:attendance", everyone(200)),
    Row("attendance:attendance_csv", everyone(200)),
    Row("attendance:organisation_attendance", everyone(200), kwargs=organisation),
    Row("summaries:register", everyone(200)),
    Row("summaries:register_csv", everyone(200)),
]
