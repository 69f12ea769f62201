"""The panels of a meeting’s page, and the places where apps above add theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, prefetch_related_objects

from core.models import AuditEvent
from core.panels import Panel, PanelRequest, Place
from core.rules.working_days import SummaryState
from meetings.choices import SUMMARY_TONES, DocumentKind, MeetingKind
from meetings.forms.comments import CommentForm
from meetings.models import (
    Action,
    AgendaItem,
    Document,
    Invitation,
    Meeting,
    MeetingSummary,
    SummaryComment,
    SummaryRevision,
)
from meetings.services.agenda_reading import newest_versions
from meetings.services.attendance import present_at
from meetings.services.cascade_reading import cascade_grid, meetings_before
from meetings.services.clock import SummaryClock
from meetings.services.deadlines import DUE_MOVED, bodies_of
from meetings.services.deliveries import mailing_of
from meetings.services.invitation_state import NotOpen, check_may_invite
from meetings.signals import AGENDA, DATE

# The page of an action.
ON_ACTION: Place[Action] = Place()

# The page of a meeting: above all else, below its summary, and beside that. Until it is held there is no summary to
# read, so that its agenda takes that place.
MEETING_TOP: Place[Meeting] = Place()
MEETING_MAIN: Place[Meeting] = Place()
MEETING_MAIN_AHEAD: Place[Meeting] = Place()
MEETING_SIDE: Place[Meeting] = Place()
MEETING_SIDE_AHEAD: Place[Meeting] = Place()
# Buttons in its header, and lines in the list of what an officer may do with it until its summary is published.
MEETING_BUTTONS: Place[Meeting] = Place()
MEETING_LINKS: Place[Meeting] = Place()


@MEETING_TOP.add(order=10)
def together_panel(asked: PanelRequest[Meeting]) -> Panel | None:
    """Who holds the meeting jointly, and on what theme."""
    meeting = asked.record
    bodies = bodies_of(meeting)
    if len(bodies) < 2 and not meeting.theme:
        return None
    context = {"bodies": bodies if len(bodies) > 1 else [], "theme": meeting.theme, "partnership": meeting.partnership}
    return Panel("meetings/panels/together.html", context)


@MEETING_TOP.add(order=20)
def programme_panel(asked: PanelRequest[Meeting]) -> Panel | None:
    """An event reads by its programme; papers and the briefing pack are on the agenda’s own page."""
    meeting, reader = asked.record, asked.reader
    if meeting.kind != MeetingKind.EVENT:
        return None
    items = list(AgendaItem.objects.visible_to(reader).filter(meeting=meeting).order_by("position"))
    if not items:
        return None
    context = {
        "items": items,
        "has_leads": any(item.lead for item in items),
        "has_papers": any(item.paper for item in items),
        "meeting": meeting,
        "partnership": meeting.partnership,
    }
    return Panel("meetings/panels/programme.html", context)


@MEETING_SIDE.add(order=10)
@MEETING_MAIN_AHEAD.add(order=10)
def agenda_panel(asked: PanelRequest[Meeting]) -> Panel | None:
    """What the meeting is about; the programme of an event stands above."""
    meeting, reader = asked.record, asked.reader
    items = AgendaItem.objects.visible_to(reader).filter(meeting=meeting)
    if meeting.kind == MeetingKind.EVENT and items:
        return None
    may_manage = reader.has_perm("meetings.manage_meetings", meeting.partnership)
    context = {
        "items": items,
        "meeting": meeting,
        "partnership": meeting.partnership,
        "may_manage": may_manage,
        "is_ahead": meeting.held_on is not None and meeting.held_on > asked.on,
    }
    return Panel("meetings/panels/agenda.html", context)


@MEETING_SIDE.add(order=20)
@MEETING_SIDE_AHEAD.add(order=20)
def documents_panel(asked: PanelRequest[Meeting]) -> Panel | None:
    """The minutes; before there are any, where to add them, for officers once the meeting was held."""
    meeting, reader = asked.record, asked.reader
    minutes = Document.objects.visible_to(reader).current().filter(meeting=meeting, kind=DocumentKind.MINUTES)
    papers = newest_versions(minutes.select_related("item"))
    may_manage = reader.has_perm("meetings.manage_meetings", meeting.partnership)
    was_held = meeting.held_on is not None and meeting.held_on <= asked.on and not meeting.is_off
    if not papers and not (may_manage and was_held):
        return None
    context = {"papers": papers, "meeting": meeting, "partnership": meeting.partnership, "may_manage": may_manage}
    return Panel("meetings/panels/documents.html", context)


@MEETING_SIDE.add(order=30)
@MEETING_SIDE_AHEAD.add(order=30)
def people_panel(asked: PanelRequest[Meeting]) -> Panel | None:
    """Counts, quorum and guests of a meeting that was held; before, how many seats make a quorum."""
    meeting = asked.record
    if meeting.is_off or meeting.held_on is None:
        return None
    present = present_at(meeting)
    guests = list(meeting.guests.all())
    has_record = any(one.tally.recorded for one in present)
    is_ahead = meeting.held_on > asked.on or not (has_record or guests)
    if is_ahead and not any(one.quorum.needed for one in present):
        return None
    context = {"present": present, "guests": guests, "is_ahead": is_ahead, "is_joint": len(present) > 1}
    return Panel("meetings/panels/people.html", context)


@dataclass(frozen=True)
class DeadlineMove:
    before: date | None
    after: date | None
    because: str
    moved_at: datetime


@MEETING_SIDE.add(order=40)
@MEETING_SIDE_AHEAD.add(order=40)
def moves_panel(asked: PanelRequest[Meeting]) -> Panel | None:
    """From which day to which the meeting was moved, and which bank holiday moved its summary’s deadline."""
    meeting = asked.record
    moves = list(meeting.moves.all())
    deadlines = _deadline_moves(meeting)
    if not moves and not deadlines:
        return None
    return Panel("meetings/panels/moves.html", {"moves": moves, "deadlines": deadlines})


def _deadline_moves(meeting: Meeting) -> list[DeadlineMove]:
    """Each change is recorded and shown (T-2); the latest first."""
    about = {"about_type": meeting._meta.label_lower, "about_pk": str(meeting.pk)}
    events = AuditEvent.objects.filter(verb=DUE_MOVED, **about).order_by("-made_at", "-pk")
    return [
        DeadlineMove(
            _day(event.details.get("before")),
            _day(event.details.get("after")),
            event.details.get("because", ""),
            event.made_at,
        )
        for event in events
    ]


def _day(written: str | None) -> date | None:
    """The audit trail writes a deadline that is not there as “None”."""
    return date.fromisoformat(written) if written and written != "None" else None


@MEETING_MAIN.add(order=20)
@MEETING_MAIN_AHEAD.add(order=20)
def cascade_panel(asked: PanelRequest[Meeting]) -> Panel | None:
    """Which organisations have passed the actions on: of this meeting, and of those before it."""
    meeting, reader = asked.record, asked.reader
    own = cascade_grid(meeting)
    before = [cascade_grid(one) for one in meetings_before(meeting)]
    # Of an earlier meeting only what is left to say: nothing, where all was settled before anybody passed it on.
    grids = [*([own] if own else []), *(grid for grid in before if grid and grid.columns)]
    if not grids:
        return None
    may_record = reader.has_perm("meetings.update_action", meeting.partnership)
    return Panel(
        "meetings/panels/cascade.html",
        {
            "grids": grids,
            "meeting": meeting,
            "may_record": may_record,
            "slug": meeting.partnership.slug,
        },
    )


SHOWN = 6


@MEETING_MAIN.add(order=30)
@MEETING_MAIN_AHEAD.add(order=30)
def invitations_panel(asked: PanelRequest[Meeting]) -> Panel | None:
    """Who is invited, and what they answered: for officers, who also say here who meets."""
    meeting, reader = asked.record, asked.reader
    if not reader.has_perm("meetings.manage_meetings", meeting.partnership):
        return None
    invitations = Invitation.objects.visible_to(reader).filter(meeting=meeting)
    try:
        check_may_invite(meeting, on=asked.on)
        may_invite = True
    except NotOpen:
        may_invite = False
    return Panel(
        "meetings/panels/invitations.html",
        {
            "counts": invitations.counts(),
            "coming": invitations.coming().select_related("organisation")[:SHOWN],
            "meeting": meeting,
            "partnership": meeting.partnership,
            "may_invite": may_invite,
        },
    )


@MEETING_BUTTONS.add(order=20)
def agenda_button(asked: PanelRequest[Meeting]) -> Panel | None:
    meeting = asked.record
    is_wanted = meeting.is_ahead(on=asked.on) and not meeting.is_off and meeting.agenda_published_at is None
    if not is_wanted or not asked.may("meetings.manage_meetings"):
        return None
    return Panel("meetings/panels/agenda_button.html", {})


@MEETING_LINKS.add(order=10)
def notice_links(asked: PanelRequest[Meeting]) -> Panel | None:
    """What people can be told of by email, and the words of the link."""
    meeting = asked.record
    if not meeting.is_ahead(on=asked.on) or not asked.may("meetings.manage_meetings"):
        return None
    if meeting.is_off:
        found = [(DATE, f"Tell people that it is {meeting.get_status_display()}")]
    else:
        found = [(DATE, "Tell people the new date")] if meeting.moves.exists() else []
        if meeting.agenda_published_at is not None:
            found.append((AGENDA, f"Tell people about the {meeting.agenda_word}"))
    return Panel("meetings/panels/notice_links.html", {"to_tell": found})


@MEETING_SIDE.add(order=2)
@MEETING_SIDE_AHEAD.add(order=2)
def actions_panel(asked: PanelRequest[Meeting]) -> Panel | None:
    """What was agreed, as it stands now."""
    actions = asked.record.actions.with_owner().select_related("partnership").order_by("number")
    shown = [(action, action.is_overdue(on=asked.on)) for action in actions]
    return Panel("meetings/panels/actions.html", {"actions": shown}) if shown else None


def summary_for(asked: PanelRequest[Meeting]) -> MeetingSummary | None:
    """The summary that the reader may see; an officer also one that is a draft. The page fetches it with the meeting.

    Its ``revisions`` are read once, however many panels ask.
    """
    summary: MeetingSummary | None = getattr(asked.record, "summary", None)
    if summary is None or (summary.published_at is None and not asked.may("meetings.write_summary")):
        return None
    prefetch_related_objects(
        [summary], Prefetch("revisions", SummaryRevision.objects.select_related("paper", "published_by"))
    )
    return summary


@MEETING_BUTTONS.add(order=10)
def summary_button(asked: PanelRequest[Meeting]) -> Panel | None:
    """To write it, once the meeting has begun, or to go on with what is written."""
    meeting = asked.record
    has_begun = meeting.held_on is None or meeting.held_on <= asked.on
    if not (meeting.may_have_summary and has_begun) or meeting.is_off or not asked.may("meetings.write_summary"):
        return None
    summary = summary_for(asked)
    context = {"is_published": meeting.has_published_summary, "has_draft": bool(summary and summary.draft)}
    return Panel("meetings/panels/summary_button.html", context)


@MEETING_MAIN.add(order=2)
def summary_panel(asked: PanelRequest[Meeting]) -> Panel | None:
    """The summary as it was published last, or when it is due."""
    meeting, summary = asked.record, summary_for(asked)
    revision = next(iter(summary.revisions.all()), None) if summary else None
    due = SummaryClock(meeting.partnership, [meeting], today=asked.on)
    timing = due.timing(meeting, published_at=summary.published_at if summary else None)
    may_have_summary = not meeting.is_event and not meeting.is_proposed
    if not (revision or timing or may_have_summary):
        return None
    context = {
        "summary": summary,
        "revision": revision,
        "timing": timing,
        "tone": SUMMARY_TONES[timing.state] if timing else "",
        "explanation": due.explanation(meeting),
        "is_awaited": timing.state != SummaryState.NOT_REQUIRED if timing else may_have_summary,
        "mailing": mailing_of(revision) if revision and asked.may("meetings.write_summary") else None,
    }
    return Panel("meetings/panels/summary.html", context)


@MEETING_MAIN.add(order=4)
def comments_panel(asked: PanelRequest[Meeting]) -> Panel | None:
    """What members say of the published summary."""
    if not asked.record.has_published_summary:
        return None
    comments = SummaryComment.objects.visible_to(asked.reader).filter(summary__meeting=asked.record)
    context = {
        "comments": list(comments.select_related("made_by", "answered_by")),
        "comment_form": CommentForm() if asked.may("meetings.comment_on_summary") else None,
        "may_answer": asked.may("meetings.answer_comment"),
    }
    return Panel("meetings/panels/comments.html", context)


@MEETING_SIDE_AHEAD.add(order=4)
def summary_due_panel(asked: PanelRequest[Meeting]) -> Panel | None:
    """Of a meeting that is ahead: when its summary will be due."""
    meeting = asked.record
    due = SummaryClock(meeting.partnership, [meeting], today=asked.on)
    timing = due.timing(meeting, published_at=None)
    if timing is None:
        return None
    context = {"timing": timing, "explanation": due.explanation(meeting)}
    return Panel("meetings/panels/summary_due.html", context)


@MEETING_SIDE.add(order=90)
def revisions_panel(asked: PanelRequest[Meeting]) -> Panel | None:
    summary = summary_for(asked)
    revisions = list(summary.revisions.all()) if summary else []
    return Panel("meetings/panels/revisions.html", {"revisions": revisions}) if len(revisions) > 1 else None
