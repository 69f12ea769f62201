"""Seat holders and the body's list are told of an agenda, of a new date, or that a meeting does not take place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from agendas.models import AgendaItem
from core import audit
from core.acts import Refused, act
from core.addresses import address
from core.models import User
from core.rules.working_days import london_day
from invitations.mail import (
    CANCELLED,
    DETAILS,
    INVITATION,
    INVITATION_CHANGED,
    MOVED,
    POSTPONED,
    WITHDRAWN,
    calendar_file,
    is_so,
)
from invitations.services.recipients import BY_HAND, added_by_hand, notice_recipients
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from meetings.signals import AGENDA, DATE
from outbox.choices import MessageState
from outbox.kinds import Letter, NotWanted, kind
from outbox.letters import letter
from outbox.models import Message
from outbox.services.queue import queue_mail

# The kind of these messages; ``about`` is the meeting's primary key, ``extra["of"]`` says what they are of.
NOTICE = "meeting-notice"
WAITING = (MessageState.QUEUED, MessageState.HELD)


class NothingToSay(Refused):
    """There is nothing of the kind to tell people of this meeting; the text says why, to the officer."""


class NoticeChanged(Refused):
    """The meeting, or who is told, is not as the officer was shown."""

    def __init__(self) -> None:
        super().__init__("The meeting, or who is told, has changed since you opened this page. Check it again.")


@dataclass(frozen=True)
class News:
    """What is so of a meeting now, as a notice says it; ``items`` are those of its agenda that everyone may read."""

    what: str
    subject: str
    was_on: date | None = None
    items: tuple[AgendaItem, ...] = ()


def news_of(meeting: Meeting, of: str, *, was_on: date | None = None) -> News:
    """What there is to tell of the agenda or of the date. Raises ``NothingToSay``.

    ``was_on`` is the day that people know of; without it, that of the latest move.
    """
    when = f"{meeting.title}, {meeting.when}"
    if of == AGENDA:
        if meeting.is_off:
            raise NothingToSay(f"The meeting is {meeting.get_status_display()}.")
        if meeting.agenda_published_at is None:
            raise NothingToSay(f"The {meeting.agenda_word} is not published.")
        items = tuple(meeting.agenda_items.filter(is_members_only=False))
        return News(AGENDA, f"{meeting.agenda_word.capitalize()} published: {when}", items=items)
    if meeting.status == MeetingStatus.CANCELLED:
        return News(CANCELLED, f"Cancelled: {when}")
    if meeting.status == MeetingStatus.POSTPONED:
        return News(POSTPONED, f"Postponed: {when}")
    move = meeting.moves.first()
    if move is None or meeting.status != MeetingStatus.PLANNED:
        raise NothingToSay("The date of the meeting has not been changed.")
    if (was_on := was_on or move.from_on) == meeting.held_on:
        raise NothingToSay("The meeting is on its earlier date again.")
    return News(MOVED, f"New date: {when}", was_on=was_on)


def page_of_notice(meeting: Meeting, of: str, on: date, **_: Any) -> str:
    """Hears ``meetings.signals.officer_goes_on``: the page that asks an officer who has just changed the meeting whom
    to tell; empty where it is not ahead, or there is no one to tell.
    """
    try:
        news = news_of(meeting, of)
    except NothingToSay:
        return ""
    is_ahead = any(day is not None and day >= on for day in (meeting.ends_on, meeting.held_on, news.was_on))
    if not is_ahead or not any(one.can_be_mailed for one in notice_recipients(meeting=meeting, on=on)):
        return ""
    return address("invitations:notice", meeting.partnership.slug, meeting.pk, of)


def told_by_invitation(meeting: Meeting, of: str) -> set[str]:
    """Addresses whose invitation has told, or will tell, them of the date; only the date is told in that way."""

    def tells(message: Message) -> bool:
        if message.kind == INVITATION:
            # One that still waits is written from what is so when it goes; of a meeting that is off none goes.
            return message.state in WAITING and not meeting.is_off
        what, is_this_day = message.extra["what"], message.extra["held_on"] == str(meeting.held_on)
        return is_this_day and what not in (DETAILS, WITHDRAWN) and is_so(meeting, what)

    if of != DATE:
        return set()
    asked = meeting.invitations.standing().order_by().values("pk")
    messages = Message.objects.filter(kind__in=(INVITATION, INVITATION_CHANGED), about__in=asked)
    sent = messages.exclude(state__in=(MessageState.DROPPED, MessageState.FAILED))
    return {one.email.casefold() for one in sent if tells(one)}


def told_already(meeting: Meeting, of: str) -> set[str]:
    """Addresses with a notice of the meeting as it is now."""
    notices = Message.objects.of(NOTICE, meeting.pk).filter(key=_key(meeting, of))
    return {email.casefold() for email in notices.values_list("email", flat=True)}


def _key(meeting: Meeting, of: str) -> str:
    """The same until the meeting is changed: so nobody is told the same twice, by a second press or another officer."""
    return f"{of}-{meeting.sequence}"


@act("meeting")
def send_notices(
    *,
    meeting: Meeting,
    of: str,
    sequence: int,
    people: Collection[int],
    add: Collection[int],
    by: User,
    at: datetime,
) -> int:
    """Queue a notice for each of the people; returns how many were new.

    ``sequence`` is the meeting's as the officer saw it; ``people`` are primary keys of those entitled to the notice,
    ``add`` of others who get it this once. Raises ``NothingToSay`` or ``NoticeChanged``; then nothing has happened.
    """
    news = news_of(meeting, of)
    if meeting.sequence != sequence:
        raise NoticeChanged
    entitled = [one for one in notice_recipients(meeting=meeting, on=london_day(at)) if one.can_be_mailed]
    listed = {one.person for one in entitled}
    if not set(people) <= listed:
        raise NoticeChanged
    invited = told_by_invitation(meeting, of)
    added = [one for one in added_by_hand(meeting=meeting, persons=add, on=london_day(at)) if one.person not in listed]
    waiting = Message.objects.of(NOTICE, meeting.pk).filter(state__in=WAITING, extra__of=DATE).order_by("pk").first()
    # The day that people still know of, where an earlier notice of another date has not gone yet.
    was_on = (waiting and waiting.extra["was_on"]) or str(news.was_on or "")
    queued = 0
    for addressed, by_hand in (([one for one in entitled if one.person in people], False), (added, True)):
        queued += queue_mail(
            partnership=meeting.partnership,
            kind=NOTICE,
            about=meeting.pk,
            key=_key(meeting, of),
            to=[one for one in addressed if one.email.casefold() not in invited],
            subject=news.subject,
            path=meeting.get_absolute_url(),
            at=at,
            extra={"of": of, "was_on": was_on, BY_HAND: by_hand},
        )
    if queued:
        details = {"of": news.what, "sent_to": queued}
        audit.record("meeting.notice_sent", by=by, about=meeting, scope=meeting.partnership.slug, **details)
    return queued


@kind(NOTICE, "Notice of a meeting")
def compose_notice(message: Message, at: datetime) -> Letter:
    """What is so at this moment. Raises ``NotWanted`` where that is nothing, or a later notice tells of it."""
    meeting = Meeting.objects.select_related("partnership", "body").get(pk=message.about)
    of, was_on = message.extra["of"], message.extra["was_on"]
    today = london_day(at)
    if of == AGENDA and meeting.held_on is not None and (meeting.ends_on or meeting.held_on) < today:
        raise NotWanted("The day of the meeting has passed.")
    try:
        news = news_of(meeting, of, was_on=date.fromisoformat(was_on) if was_on else None)
    except NothingToSay as reason:
        raise NotWanted(str(reason)) from reason
    later = Message.objects.of(NOTICE, meeting.pk).filter(email=message.email, pk__gt=message.pk, extra__of=of)
    if later.exists():
        raise NotWanted("A later notice tells of the meeting as it is now.")
    is_listed = not message.extra.get(BY_HAND) and message.person_id is not None
    if is_listed and not notice_recipients(meeting=meeting, on=today, person=message.person_id):
        raise NotWanted(f"{message.name} has left since.")
    context = {"meeting": meeting, "news": news, "day": meeting.exact_day}
    files = () if meeting.status == MeetingStatus.POSTPONED else calendar_file(meeting)
    return letter("invitations/notice", context, message, news.subject, files)
