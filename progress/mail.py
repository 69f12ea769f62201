"""What is written to those who are asked for progress, and how long their links last."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.humanize.templatetags.humanize import apnumber
from django.db.models import QuerySet

from boards.models import Person
from core.addresses import address
from core.rules.dates import format_date
from core.rules.working_days import london_day
from meetings.models import Meeting
from outbox.asks import MailedLink
from outbox.kinds import Letter, NotWanted, kind
from outbox.letters import letter
from outbox.models import Message
from progress.models import ProgressRequest
from progress.services.owner_contacts import answers_for
from progress.services.request_reading import waiting_requests
from recommendations.models import Owner, Recommendation

# The kind of these messages, about the meeting.
PROGRESS_REQUEST = "progress-request"


def subject_of(waiting: Collection[ProgressRequest], *, is_reminder: bool = False) -> str:
    """“How far are three recommendations? Please answer by 2 November 2026”."""
    number, answer_by = len(waiting), min(one.answer_by for one in waiting)
    what = f"How far {'is' if number == 1 else 'are'} {apnumber(number)} recommendation{'' if number == 1 else 's'}?"
    return f"{'Reminder: ' if is_reminder else ''}{what} Please answer by {format_date(answer_by)}"


@dataclass(frozen=True)
class RequestLink(MailedLink):
    """By it an owner says how far what it is asked about before a meeting is."""

    meeting: Meeting
    owner: Owner
    person: Person
    purpose, page, lasts = PROGRESS_REQUEST, "progress:request_link", timedelta(days=90)

    @classmethod
    def known(cls, partnership: Any) -> tuple[QuerySet[Any], ...]:
        meetings = partnership.meetings.select_related("partnership", "body")
        owners = partnership.owners.select_related("body", "organisation")
        return meetings, owners, partnership.people.all()

    def ends_on(self, *, at: datetime) -> date:
        """The meeting's day, at most 90 days on."""
        last = super().ends_on(at=at)
        return min(last, self.meeting.held_on) if self.meeting.held_on else last

    def is_over(self, *, on: date) -> bool:
        """Once the meeting has been."""
        held_on = self.meeting.held_on
        return held_on is not None and not self.meeting.is_off and held_on < on

    def may_act(self, *, on: date) -> bool:
        return answers_for(self.person, self.owner, on=on)

    @property
    def path(self) -> str:
        return address("progress:requests", self.partnership.slug)

    def renew(self, *, at: datetime) -> int:
        """Not where the owner has nothing left to answer."""
        return super().renew(at=at) if waiting_for(self.meeting, self.owner, on=london_day(at)) else 0

    def subject_again(self, *, at: datetime) -> str:
        return subject_of(waiting_for(self.meeting, self.owner, on=london_day(at)))


@kind(PROGRESS_REQUEST, "Request for progress")
def compose_request(message: Message, at: datetime) -> Letter:
    """Ask for what the owner still has not said, by a link of the reader's own."""
    day = london_day(at)
    meeting = Meeting.objects.select_related("partnership", "body").get(pk=message.about)
    owner = Owner.objects.select_related("body", "organisation").get(pk=message.extra["owner"])
    _check_wanted(message, meeting, owner, on=day)
    assert message.person is not None  # just checked
    waiting = waiting_for(meeting, owner, on=day)
    if not waiting:
        raise NotWanted(f"{owner} has answered, or nothing is wanted any more.")
    known = Recommendation.objects.filter(pk__in=[one.recommendation_id for one in waiting]).as_at(day).by_number()
    answer_by = min(one.answer_by for one in waiting)
    link = RequestLink(meeting, owner, message.person)
    is_reminder = bool(message.extra.get("is_reminder")) and _was_asked(message)
    context = {
        "meeting": meeting,
        "owner": owner,
        "recommendations": known,
        "answer_by": answer_by,
        "is_late": answer_by < day,
        "is_reminder": is_reminder,
        "link": link.url,
        "ends_on": link.ends_on(at=at),
    }
    return letter("progress/request", context, message, subject_of(waiting, is_reminder=is_reminder))


def _check_wanted(message: Message, meeting: Meeting, owner: Owner, *, on: date) -> None:
    """Raises ``NotWanted`` with the reason, for the officer who reads the outbox."""
    if meeting.is_off:
        raise NotWanted(f"The meeting was {meeting.get_status_display()}.")
    if meeting.held_on is None or meeting.held_on <= on:
        raise NotWanted("The meeting has been.")
    if message.person is None or not answers_for(message.person, owner, on=on):
        raise NotWanted(f"{message.name} does not answer for {owner} any more.")
    later = Message.objects.of(PROGRESS_REQUEST, meeting.pk).filter(
        email=message.email, queued_at__gt=message.queued_at, extra__owner=owner.pk
    )
    if later.exists():
        raise NotWanted("A later email asks for the same.")


def _was_asked(message: Message) -> bool:
    """Whether this reader had an earlier mail: who has only now come to answer for the owner is asked, not reminded."""
    earlier = Message.objects.of(PROGRESS_REQUEST, message.about).filter(
        email=message.email, queued_at__lt=message.queued_at, extra__owner=message.extra["owner"]
    )
    return earlier.exists()


def waiting_for(meeting: Meeting, owner: Owner, *, on: date) -> list[ProgressRequest]:
    """What the owner still owes an answer on, before that meeting."""
    return list(waiting_requests(on=on).filter(meeting=meeting, owner=owner))
