"""Made-up meetings that reach beyond one group: joint, with invited partners, and a network event."""

from datetime import datetime, time, timedelta

from agendas.models import AgendaItem
from example.content import GatheringText, InvitationText, gatherings
from example.cycle import Cycle
from invitations.models import Invitation
from invitations.services.invitations import answer_invitation, invite, note_who_came
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from meetings.services.scheduling import change_who_meets, schedule_meeting

MORNING = time(10, 20)
ASKED_BEFORE_ANSWER = timedelta(days=3)


def add_gatherings(cycle: Cycle) -> None:
    for text in gatherings():
        meeting = _schedule(cycle, text)
        for one in text.invitations:
            _invite(cycle, meeting, one)
        if meeting.held_on and meeting.held_on < cycle.days.today:
            meeting.status = MeetingStatus.HELD
            meeting.save()


def _schedule(cycle: Cycle, text: GatheringText) -> Meeting:
    """With its programme published, and held jointly where it is."""
    partnership, at = cycle.partnership, _long_before(cycle, text)
    meeting = Meeting(
        partnership=partnership,
        body=partnership.bodies.get(code=text.body) if text.body else None,
        title=text.title,
        held_on=cycle.days.near(text.weeks),
        starts_at=text.starts_at,
        ends_at=text.ends_at,
        venue=text.venue,
        theme=text.theme,
    )
    schedule_meeting(meeting=meeting, by=cycle.officer, at=at)
    for position, (starts, ends, title, lead) in enumerate(text.programme, start=1):
        times = {"starts_at": time.fromisoformat(starts), "ends_at": time.fromisoformat(ends)}
        AgendaItem.objects.create(meeting=meeting, position=position, title=title, lead=lead, **times)
    meeting.agenda_published_at = at
    meeting.save()
    if text.joint:
        bodies = list(partnership.bodies.filter(code__in=text.joint))
        meeting = change_who_meets(meeting=meeting, bodies=bodies, theme=text.theme, by=cycle.officer, at=at)
    return meeting


def _invite(cycle: Cycle, meeting: Meeting, text: InvitationText) -> None:
    answered_at = cycle.days.moment(cycle.days.near(text.answered), MORNING)
    asked_at = answered_at - ASKED_BEFORE_ANSWER
    (invitation,) = invite(
        meeting=meeting,
        invitations=[_invitation(cycle, meeting, text)],
        by=cycle.officer,
        at=asked_at,
    )
    if text.answer:
        answer = {"state": text.answer, "answer_note": text.note, "needs": text.needs}
        answer["comes_instead"] = text.comes_instead
        answer_invitation(invitation=invitation, answer=answer, at=answered_at)
    if text.came:
        note_who_came(meeting=meeting, came={invitation.pk: True}, by=cycle.officer)
    if text.follow_up:
        invitation.refresh_from_db()
        invitation.follow_up, invitation.follow_up_due_on = text.follow_up, cycle.days.near(text.follow_up_due)
        invitation.save()


def _invitation(cycle: Cycle, meeting: Meeting, text: InvitationText) -> Invitation:
    item = meeting.agenda_items.get(position=text.item) if text.item else None
    asked = Invitation(meeting=meeting, item=item, message=text.message, name=text.name, email=text.email)
    if text.person:
        person = cycle.partnership.people.select_related("organisation").get(email=text.person)
        asked.person, asked.name, asked.email, asked.organisation = (
            person,
            person.name,
            person.email,
            person.organisation,
        )
    elif text.organisation:
        asked.organisation = cycle.partnership.organisations.get(code=text.organisation)
    return asked


def _long_before(cycle: Cycle, text: GatheringText) -> datetime:
    """It was planned six weeks before the meeting, or before the day of loading."""
    weeks = min(text.weeks, 0) - 6
    return cycle.days.moment(cycle.days.near(weeks), MORNING)
