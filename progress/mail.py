"""What is written to those who are asked for progress, and how long their links last."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.contrib.humanize.templatetags.humanize import apnumber

from boards.models import Person
from core.links import signed_url
from core.rules.dates import format_date
from core.rules.working_days import london_day
from meetings.models import Meeting
from outbox.kinds import Letter, NotWanted, kind
from outbox.letters import letter
from outbox.models import Message
from progress.models import ProgressRequest
from progress.services.party_contacts import answers_for
from progress.services.request_reading import waiting_requests
from recommendations.models import Recommendation, ResponsibleParty

# The kind of these messages, about the meeting, and the purpose of their links: meeting, party and person.
PROGRESS_REQUEST = "progress-request"
LINK_LASTS = timedelta(days=90)


def request_subject(number: int, *, answer_by: date, is_reminder: bool) -> str:
    """“How far are three recommendations? Please answer by 2 November 2026”."""
    what = f"How far {'is' if number == 1 else 'are'} {apnumber(number)} recommendation{'' if number == 1 else 's'}?"
    return f"{'Reminder: ' if is_reminder else ''}{what} Please answer by {format_date(answer_by)}"


def link_ends_on(meeting: Meeting, *, at: datetime) -> date:
    """The meeting's day, at most 90 days on."""
    last = london_day(at + LINK_LASTS)
    return min(last, meeting.held_on) if meeting.held_on else last


def request_link(meeting: Meeting, party: ResponsibleParty, person: Person) -> str:
    parts = (meeting.pk, party.pk, person.pk)
    return signed_url("progress:request_link", meeting.partnership.slug, PROGRESS_REQUEST, *parts)


@kind(PROGRESS_REQUEST, "Request for progress")
def compose_request(message: Message, at: datetime) -> Letter:
    """Ask for what the party still has not said, by a link of the reader's own."""
    day = london_day(at)
    meeting = Meeting.objects.select_related("partnership", "body").get(pk=message.about)
    party = ResponsibleParty.objects.select_related("body", "organisation").get(pk=message.extra["party"])
    _check_wanted(message, meeting, party, on=day)
    assert message.person is not None  # just checked
    waiting = waiting_for(meeting, party, on=day)
    if not waiting:
        raise NotWanted(f"{party} has answered, or nothing is wanted any more.")
    known = Recommendation.objects.filter(pk__in=[one.recommendation_id for one in waiting]).as_at(day).by_number()
    answer_by = min(one.answer_by for one in waiting)
    is_reminder = bool(message.extra.get("is_reminder")) and _was_asked(message)
    context = {
        "meeting": meeting,
        "party": party,
        "recommendations": known,
        "answer_by": answer_by,
        "is_late": answer_by < day,
        "is_reminder": is_reminder,
        "link": request_link(meeting, party, message.person),
        "ends_on": link_ends_on(meeting, at=at),
    }
    subject = request_subject(len(waiting), answer_by=answer_by, is_reminder=is_reminder)
    return letter("recommendations/request", context, message, subject)


def _check_wanted(message: Message, meeting: Meeting, party: ResponsibleParty, *, on: date) -> None:
    """Raises ``NotWanted`` with the reason, for the officer who reads the outbox."""
    if meeting.is_off:
        raise NotWanted(f"The meeting was {meeting.get_status_display()}.")
    if meeting.held_on is None or meeting.held_on <= on:
        raise NotWanted("The meeting has been.")
    if message.person is None or not answers_for(message.person, party, on=on):
        raise NotWanted(f"{message.name} does not answer for {party} any more.")
    later = Message.objects.of(PROGRESS_REQUEST, meeting.pk).filter(
        email=message.email, queued_at__gt=message.queued_at, extra__party=party.pk
    )
    if later.exists():
        raise NotWanted("A later mail asks for the same.")


def _was_asked(message: Message) -> bool:
    """Whether this reader had an earlier mail: who has only now come to answer for the party is asked, not reminded."""
    earlier = Message.objects.of(PROGRESS_REQUEST, message.about).filter(
        email=message.email, queued_at__lt=message.queued_at, extra__party=message.extra["party"]
    )
    return earlier.exists()


def waiting_for(meeting: Meeting, party: ResponsibleParty, *, on: date) -> list[ProgressRequest]:
    """What the party still owes an answer on, before that meeting."""
    return list(waiting_requests(on=on).filter(meeting=meeting, party=party))
