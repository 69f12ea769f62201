"""The made-up meetings: scheduled, summarised, sent, followed up, with the services that officers use."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from io import BytesIO

from django.core.files.uploadedfile import UploadedFile

from actions.models import Action
from actions.services.actions import update_action
from actions.services.owners import owner_key
from actions.services.sharing import share
from agendas.choices import ItemKind
from agendas.models import AgendaItem, Document
from agendas.services.agenda import publish_agenda
from agendas.services.documents import add_document
from attendance.choices import AttendanceState
from boards.models import Body, Organisation, Partnership
from core.models import User
from core.rules.dates import format_date
from core.rules.working_days import london_day
from core.uploads import check_upload
from example.calendar import ExampleCalendar
from example.content import (
    ActionText,
    MeetingText,
    PaperText,
    SharedText,
    SummaryText,
    meetings,
    read_paper,
)
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from meetings.services.scheduling import cancel_meeting, postpone_meeting, schedule_meeting
from outbox.choices import MessageState
from outbox.models import Message
from summaries.choices import SUMMARY
from summaries.models import MeetingSummary, SummaryVersion
from summaries.services.comments import add_comment, answer_comment
from summaries.services.content import ROWS, ActionAnswer, SeatAnswer, SummaryContent
from summaries.services.drafts import save_draft
from summaries.services.publication import publish_summary

MAIN_ISSUE = "Main issue"
# How a made-up agenda begins the titles of its usual items.
KINDS = {MAIN_ISSUE: ItemKind.KEY_ISSUE, "News": ItemKind.NEWS, "Welcome, and key actions": ItemKind.MATTERS_ARISING}
MORNING, AFTERNOON = time(9, 40), time(15, 10)
SENT_AFTER = timedelta(seconds=70)


@dataclass(frozen=True)
class Cycle:
    """What the made-up meetings happen in."""

    partnership: Partnership
    days: ExampleCalendar
    users: dict[str, User]

    @property
    def officer(self) -> User:
        return self.users["officer@example.org"]

    @property
    def written_at(self) -> datetime:
        """When the officer wrote the calendar: the working day before that of loading."""
        return self.days.moment(self.days.after(self.days.today, -1), MORNING)

    def owner(self, key: str) -> Organisation | Body:
        kind, code = key.split(":")
        if kind == "body":
            return self.partnership.bodies.get(code=code)
        return self.partnership.organisations.get(code=code)


def add_meetings(cycle: Cycle) -> None:
    for text in meetings():
        meeting = _schedule(cycle, text)
        if text.moved:
            held_on = cycle.days.near(text.weeks or 0)
            postpone_meeting(
                meeting=meeting, to_on=held_on, reason=text.moved.reason, by=cycle.officer, at=cycle.written_at
            )
        if text.cancelled:
            cancel_meeting(meeting=meeting, reason=text.cancelled, by=cycle.officer, at=cycle.written_at)
        if text.draft:
            _draft(cycle, meeting, text.draft)
        if text.summary:
            _publish(cycle, meeting, text.summary)


def _schedule(cycle: Cycle, text: MeetingText) -> Meeting:
    weeks = text.moved.weeks if text.moved else text.weeks
    held_on = cycle.days.held_for_due(text.due_in) if weeks is None else cycle.days.near(weeks)
    meeting = Meeting(
        partnership=cycle.partnership,
        body=cycle.partnership.bodies.get(code=text.body),
        title=text.title,
        held_on=held_on,
        starts_at=text.starts_at,
        ends_at=text.ends_at,
        venue=text.venue,
        status=MeetingStatus.HELD if held_on < cycle.days.today and not text.cancelled else MeetingStatus.PLANNED,
    )
    schedule_meeting(meeting=meeting, by=cycle.officer, at=cycle.written_at)
    _agenda(cycle, meeting, text)
    return meeting


def _agenda(cycle: Cycle, meeting: Meeting, text: MeetingText) -> None:
    """Published a week before the meeting, or on the day before loading where that is sooner."""
    has_main_issue = any(title.startswith(MAIN_ISSUE) for title in text.agenda)
    for position, title in enumerate(text.agenda, start=1):
        kind = next((kind for words, kind in KINDS.items() if title.startswith(words)), ItemKind.ITEM)
        if position == 1 and not has_main_issue:
            kind = ItemKind.KEY_ISSUE
        AgendaItem.objects.create(meeting=meeting, position=position, title=title, kind=kind)
    for paper in text.papers:
        _add_paper(cycle, meeting, paper)
    if text.agenda and not text.agenda_is_draft:
        assert meeting.held_on is not None
        day = min(cycle.days.after(meeting.held_on, -5), cycle.days.after(cycle.days.today, -1))
        publish_agenda(meeting=meeting, by=cycle.officer, at=cycle.days.moment(day, MORNING))
        meeting.refresh_from_db()


def _add_paper(cycle: Cycle, meeting: Meeting, text: PaperText) -> None:
    content = read_paper(text.file)
    add_document(
        meeting=meeting,
        document=Document(title=text.title, item=AgendaItem.objects.get(meeting=meeting, position=text.item)),
        file=check_upload(UploadedFile(BytesIO(content), text.file, size=len(content))),
        by=cycle.officer,
        at=cycle.written_at,
    )


def _draft(cycle: Cycle, meeting: Meeting, text: SummaryText) -> None:
    """A draft as the page would have saved it, last thing on the day before."""
    data = {"key_issues": text.key_issues, "decisions": text.decisions, "others_present": text.others_present}
    data |= {f"{ROWS}-TOTAL_FORMS": str(len(text.actions)), f"{ROWS}-INITIAL_FORMS": "0"}
    for row, action in enumerate(text.actions):
        data[f"{ROWS}-{row}-what"] = action.what
        data[f"{ROWS}-{row}-owner"] = owner_key(cycle.owner(action.owner))
        data[f"{ROWS}-{row}-due_on"] = format_date(cycle.days.near(action.due))
    day_before = cycle.days.after(cycle.days.today, -1)
    save_draft(
        summary=MeetingSummary(meeting=meeting),
        data=data,
        draft_version=0,
        by=cycle.officer,
        at=cycle.days.moment(day_before, AFTERNOON),
    )


# Publication


def _publish(cycle: Cycle, meeting: Meeting, text: SummaryText) -> None:
    summary = MeetingSummary.objects.create(meeting=meeting)
    seats = _seat_answers(meeting, text)
    agreed = [ActionAnswer(one.what, cycle.owner(one.owner), cycle.days.near(one.due)) for one in text.actions]
    first = text.decisions.replace(text.correction.right, text.correction.wrong) if text.correction else text.decisions
    content = SummaryContent(text.key_issues, first, text.others_present, seats=seats, actions=agreed)
    _publish_version(cycle, summary, content, text, text.published)
    if text.correction:
        known = {action.number: action for action in meeting.actions.all()}
        kept = [
            ActionAnswer(answer.what, answer.owner, answer.due_on, known[number])
            for number, answer in enumerate(agreed, start=1)
        ]
        note = text.correction.note
        content = SummaryContent(text.key_issues, text.decisions, text.others_present, note, seats, kept)
        _publish_version(cycle, summary, content, text, text.correction.published)
    for one in text.shared:
        _share(cycle, summary, one)
    for number, action in enumerate(text.actions, start=1):
        _follow_up(cycle, meeting.actions.get(number=number), action)
    _comment(cycle, summary, text)


def _seat_answers(meeting: Meeting, text: SummaryText) -> list[SeatAnswer]:
    assert meeting.body is not None
    assert meeting.held_on is not None
    seats = meeting.body.seats.current(on=meeting.held_on).with_holders(on=meeting.held_on)
    answers = []
    for seat in seats:
        deputy = text.deputies.get(str(seat.number), "")
        state = AttendanceState.PRESENT
        if deputy:
            state = AttendanceState.DEPUTY
        elif seat.number in text.apologies:
            state = AttendanceState.APOLOGIES
        elif seat.number in text.absent:
            state = AttendanceState.ABSENT
        holder = seat.holdings_on_day[0].holder if seat.holdings_on_day else ""
        answers.append(SeatAnswer(seat, state, str(holder), deputy))
    return answers


def _publish_version(
    cycle: Cycle, summary: MeetingSummary, content: SummaryContent, text: SummaryText, working_days: int
) -> None:
    """Publish on that working day after the meeting, and let its mail have gone out then: none goes out now."""
    summary.refresh_from_db()
    assert summary.meeting.held_on is not None
    at = cycle.days.moment(cycle.days.after(summary.meeting.held_on, working_days), MORNING)
    version = publish_summary(
        summary=summary, content=content, draft_version=summary.draft_version, by=cycle.officer, at=at
    )
    sent = {
        "state": MessageState.SENT,
        "attempts": 1,
        "claimed_at": at,
        "sent_at": at + SENT_AFTER,
        "stayed_here": True,
    }
    Message.objects.of(SUMMARY, version.pk).update(**sent)
    for address, error in text.failed.items():
        _fail(version, address, error)


def _fail(version: SummaryVersion, address: str, error: str) -> None:
    Message.objects.of(SUMMARY, version.pk).filter(email=address).update(
        state=MessageState.FAILED, sent_at=None, last_error=error
    )


# What came of it


def _share(cycle: Cycle, summary: MeetingSummary, text: SharedText) -> None:
    summary.refresh_from_db()
    assert summary.published_at is not None
    organisation = cycle.partnership.organisations.get(code=text.organisation)
    person = cycle.partnership.people.filter(organisation=organisation, appointments__seat__isnull=False).first()
    share(
        organisation=organisation,
        actions=list(summary.meeting.actions.filter(number__in=text.actions).values_list("pk", flat=True)),
        note=text.note,
        at=_days_later(cycle, summary.published_at, text.days),
        person=person,
        by=None if person else cycle.officer,
    )


def _follow_up(cycle: Cycle, action: Action, text: ActionText) -> None:
    for update in text.updates:
        day = cycle.days.near(update.weeks)
        update_action(
            action=action,
            status=update.status,
            text=update.text,
            reported_on=day,
            by=cycle.officer,
            at=cycle.days.moment(day, MORNING),
        )


def _comment(cycle: Cycle, summary: MeetingSummary, text: SummaryText) -> None:
    summary.refresh_from_db()
    assert summary.published_at is not None
    for one in text.comments:
        at = _days_later(cycle, summary.published_at, one.days)
        comment = add_comment(summary=summary, text=one.text, by=cycle.users[one.by], at=at)
        if one.answer:
            answered_at = _days_later(cycle, summary.published_at, one.answered_days)
            answer_comment(comment=comment, answer=one.answer, by=cycle.officer, at=answered_at)


def _days_later(cycle: Cycle, moment: datetime, days: int) -> datetime:
    """In the afternoon of a working day."""
    day = cycle.days.after(london_day(moment) + timedelta(days=days - 1), 1)
    return cycle.days.moment(day, AFTERNOON)
