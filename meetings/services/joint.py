"""A meeting is held jointly by several bodies, on a theme."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction

from boards.models import Body
from core import audit
from core.models import User
from meetings.models import JointBody, Meeting
from meetings.services.deadlines import due_day
from meetings.services.scheduling import touch_calendar, why_not_on


class NotThere(Exception):
    """A body does not exist on the day of the meeting; the text says which, and from or until when it does."""


def bodies_to_choose(meeting: Meeting) -> list[Body]:
    """The bodies that could meet jointly on the meeting's day, and those that do already, by their order."""
    known = meeting.partnership.bodies.filter(is_proposed=False)
    day = meeting.exact_day
    there = known.current(on=day) if day else known.filter(ends_on=None)
    chosen = known.filter(joint_meetings__meeting=meeting)
    own = [meeting.body_id] if meeting.body_id else []
    return list((there | chosen).exclude(pk__in=own).distinct())


@transaction.atomic
def change_who_meets(*, meeting: Meeting, bodies: Collection[Body], theme: str, by: User, at: datetime) -> Meeting:
    """Say who meets, beside the body whose meeting it is, and on what theme; the deadline of the summary follows.

    The same again changes nothing. Raises ``NotThere``.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    asked = {body.pk: body for body in bodies if body.pk != meeting.body_id}
    known = {one.body_id: one for one in meeting.joint_bodies.select_related("body")}
    added = [body for pk, body in asked.items() if pk not in known]
    removed = [one for pk, one in known.items() if pk not in asked]
    if not added and not removed and theme == meeting.theme:
        return meeting
    check_there(meeting, asked.values())
    for one in removed:
        one.delete()
    for body in added:
        JointBody.objects.create(meeting=meeting, body=body)
    meeting.theme = theme
    if not meeting.has_published_summary:
        meeting.summary_due_on = due_day(meeting)
    meeting.save()
    touch_calendar(meeting=meeting, at=at)
    details = {"added": [str(one) for one in added], "removed": [str(one.body) for one in removed], "theme": theme}
    audit.record("meeting.held_jointly", by=by, about=meeting, scope=meeting.partnership.slug, **details)
    return meeting


def check_there(meeting: Meeting, bodies: Iterable[Body]) -> None:
    """Raises ``NotThere``."""
    day = meeting.exact_day
    for body in bodies:
        if day and (problem := why_not_on(body, day)):
            raise NotThere(problem)
