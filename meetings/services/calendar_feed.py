"""Meetings as calendar programs read them: RFC 5545, in UTC, each meeting under a name that never changes.

Outlook, Google and Apple ask an address again and again. A change reaches them by SEQUENCE, a cancellation by STATUS:
so what is cancelled or postponed stays in the calendar, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_

import icalendar
from django.conf import settings
from django.db.models import Q

from boards.models import Appointment, Body, Partnership, Person
from core import audit
from core.acts import act
from core.choices import Precision
from core.models import User
from core.rules.dates import add_months
from meetings.choices import MeetingStatus
from meetings.models import CalendarFeed, Meeting, MeetingQuerySet, new_feed_token
from meetings.rules import Calendar, Entry, span_in_calendar

PRODUCT = "-//Partnership Portal//Meetings//EN"
ASK_AGAIN_HOURS = 6
MONTHS_BACK = 12
STATUSES = {
    MeetingStatus.PROPOSED: "TENTATIVE",
    MeetingStatus.POSTPONED: "CANCELLED",
    MeetingStatus.CANCELLED: "CANCELLED",
}
IN_TITLE = {
    MeetingStatus.PROPOSED: "Proposed",
    MeetingStatus.POSTPONED: "Postponed",
    MeetingStatus.CANCELLED: "Cancelled",
}


def calendar_of_partnership(partnership: Partnership, *, on: date) -> Calendar:
    return Calendar(partnership.name, _entries(partnership.meetings.all(), partnership, on=on))


def calendar_of_body(body: Body, *, on: date) -> Calendar:
    """Its own meetings, and those that it holds jointly with others."""
    name = f"{body.name_on(on)}, {body.partnership.name}"
    return Calendar(name, _entries(Meeting.objects.of_body(body), body.partnership, on=on))


def calendar_of_person(feed: CalendarFeed, *, on: date) -> Calendar:
    """Where the person sits on the day of the meeting, what they are invited to, and the partnership's own events."""
    partnership = feed.partnership
    known = partnership.meetings.all()
    person = Person.objects.filter(partnership=partnership, user=feed.user).first()
    theirs = Q(body=None, joint_bodies=None)
    if person is not None:
        invited = person.invitations.in_calendars().order_by().values("meeting")
        theirs |= Q(pk__in=invited)
        theirs = reduce(or_, _where_appointed(person), theirs)
    meetings = known.filter(pk__in=known.order_by().filter(theirs).values("pk"))
    return Calendar(f"{feed.user}: {partnership.name}", _entries(meetings, partnership, on=on))


def calendar_of_meeting(meeting: Meeting) -> Calendar:
    """One meeting on its own; empty where its day is not known."""
    return Calendar(meeting.title, tuple(_entry(one) for one in _readable(Meeting.objects.filter(pk=meeting.pk))))


def _where_appointed(person: Person) -> Iterable[Q]:
    appointments = Appointment.objects.filter(person=person).order_by()
    held = appointments.values_list("body", "seat__body", "starts_on", "ends_on")
    for body, body_of_seat, starts_on, ends_on in held:
        sits = Q(body=body or body_of_seat) | Q(joint_bodies__body=body or body_of_seat)
        if starts_on:
            sits &= Q(held_on__gte=starts_on)
        if ends_on:
            sits &= Q(held_on__lte=ends_on)
        yield sits


def _readable(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """Those on a known day, with as much as an entry shows; two queries."""
    on_a_day = meetings.filter(held_on__isnull=False, held_precision=Precision.DAY)
    return on_a_day.select_related("partnership", "body").prefetch_related("joint_bodies__body")


def _entries(meetings: MeetingQuerySet, partnership: Partnership, *, on: date) -> tuple[Entry, ...]:
    """From a year back to all that is planned."""
    recent = meetings.filter(partnership=partnership, held_on__gte=add_months(on, -MONTHS_BACK))
    return tuple(_entry(meeting) for meeting in _readable(recent).order_by("held_on", "pk"))


def _entry(meeting: Meeting) -> Entry:
    assert meeting.held_on is not None  # asked of the database
    status = MeetingStatus(meeting.status)
    starts, ends = span_in_calendar(
        meeting.held_on, ends_on=meeting.ends_on, starts_at=meeting.starts_at, ends_at=meeting.ends_at
    )
    url = f"{settings.BASE_URL}{meeting.get_absolute_url()}"
    bodies = [str(one) for one in (meeting.body, *(joint.body for joint in meeting.joint_bodies.all())) if one]
    return Entry(
        # The meeting's own, not the address's: a portal that moves to another host keeps its meetings.
        uid=f"{meeting.uid}@partnership-portal",
        sequence=meeting.sequence,
        changed_at=meeting.changed_at,
        starts=starts,
        ends=ends,
        title=f"{IN_TITLE[status]}: {meeting.title}" if status in IN_TITLE else meeting.title,
        status=STATUSES.get(status, "CONFIRMED"),
        description="\n".join(_lines(meeting, status, bodies, url)),
        place=meeting.venue,
        url=url,
        categories=tuple(bodies) or (meeting.partnership.name,),
    )


def _lines(meeting: Meeting, status: MeetingStatus, bodies: list[str], url: str) -> Iterable[str]:
    if status == MeetingStatus.POSTPONED:
        yield f"Postponed from {meeting.when}; the new day is not known yet."
    if meeting.status_reason:
        yield f"Reason: {meeting.status_reason}"
    if meeting.theme:
        yield f"Theme: {meeting.theme}"
    if len(bodies) > 1:
        yield f"Held jointly by {', '.join(bodies[:-1])} and {bodies[-1]}."
    if meeting.starts_at and not meeting.ends_at:
        yield "When it ends is not on record: the time shown is a guess."
    yield f"{'Agenda and papers' if meeting.agenda_published_at else 'More about it'}: {url}"


def write_calendar(calendar: Calendar) -> bytes:
    """The calendar as a file: CRLF, lines of at most 75 octets, text escaped."""
    written = icalendar.Calendar()
    written.add("prodid", PRODUCT)
    written.add("version", "2.0")
    written.add("calscale", "GREGORIAN")
    written.add("method", "PUBLISH")
    # Each program reads a name of its own for the same thing.
    written.add("name", icalendar.vText(calendar.name))
    written.add("x-wr-calname", icalendar.vText(calendar.name))
    written.add("refresh-interval", timedelta(hours=ASK_AGAIN_HOURS), parameters={"VALUE": "DURATION"})
    written.add("x-published-ttl", f"PT{ASK_AGAIN_HOURS}H")
    for entry in calendar.entries:
        written.add_component(_as_event(entry))
    content: bytes = written.to_ical()
    return content


def _as_event(entry: Entry) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.starts)
    event.add("dtend", entry.ends)
    event.add("summary", entry.title)
    event.add("status", entry.status)
    # What does not take place leaves its time free.
    event.add("transp", "TRANSPARENT" if entry.status == "CANCELLED" else "OPAQUE")
    event.add("description", entry.description)
    if entry.place:
        event.add("location", entry.place)
    event.add("url", entry.url)
    event.add("categories", list(entry.categories))
    return event


# The secret address of somebody's own calendar


@act()
def make_feed(*, partnership: Partnership, user: User, at: datetime) -> CalendarFeed:
    """The person's own address; idempotent."""
    feed, is_new = CalendarFeed.objects.get_or_create(partnership=partnership, user=user, defaults={"made_at": at})
    if is_new:
        audit.record("calendar.address_made", by=user, about=feed, scope=partnership.slug)
    return feed


@act("feed")
def change_feed_address(*, feed: CalendarFeed, token: str, by: User, at: datetime) -> CalendarFeed:
    """Give the calendar another address; the old one is not found any more.

    ``token`` is that of the address which the person saw: pressed twice, the address changes once.
    """
    if feed.token == token:
        feed.token, feed.made_at = new_feed_token(), at
        feed.save()
        audit.record("calendar.address_changed", by=by, about=feed, scope=feed.partnership.slug)
    return feed
