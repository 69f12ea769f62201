"""Who is invited to a meeting, and what people can be told of it, on its page; what follows from it, on Today."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, QuerySet

from boards.models import Partnership
from boards.panels import ON_TODAY, Task, TaskGroup, first_waiting, group_panel, overdue_words, task_panel
from boards.prepared import prepared
from core.addresses import address
from core.panels import Panel, PanelRequest
from core.rules.dates import days_ahead_in_words, format_date, format_weekdays
from invitations.models import Invitation
from invitations.services.invitations import why_closed
from meetings.models import Meeting
from meetings.panels import MEETING_LINKS, MEETING_MAIN, MEETING_MAIN_AHEAD
from meetings.signals import AGENDA, DATE

if TYPE_CHECKING:
    from boards.panels import Reader

SHOWN = 6
FOLLOW_UPS = "invitations:follow_ups"
# Replies are chased so long before the meeting.
REPLIES_WANTED_DAYS = 14


@MEETING_MAIN.add(order=30)
@MEETING_MAIN_AHEAD.add(order=30)
def invitations_panel(asked: PanelRequest[Meeting]) -> Panel | None:
    """Who is invited, and what they answered: for officers, who also say here who meets."""
    meeting, reader = asked.record, asked.reader
    if not reader.has_perm("meetings.manage_meetings", meeting.partnership):
        return None
    invitations = Invitation.objects.visible_to(reader).filter(meeting=meeting)
    counts, may_invite = invitations.counts(), not why_closed(meeting, on=asked.on)
    if not counts["all"] and not may_invite:
        return None
    return Panel(
        "invitations/panels/invitations.html",
        {
            "counts": counts,
            "coming": invitations.coming().select_related("organisation")[:SHOWN],
            "meeting": meeting,
            "partnership": meeting.partnership,
            "may_invite": may_invite,
        },
    )


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
    return Panel("invitations/panels/notice_links.html", {"to_tell": found})


# Today


def follow_ups_due(partnership: int, reader: Reader, on: date) -> QuerySet[Any, Any]:
    return Invitation.objects.visible_to(reader).filter(meeting__partnership=partnership).follow_up_due(on=on)


@prepared("partnership")
def _first_follow_ups(partnership: int, reader: Reader, on: date) -> QuerySet[Any, Any]:
    rows = follow_ups_due(partnership, reader, on).only("meeting", "name", "follow_up", "follow_up_due_on")
    return first_waiting(rows, "follow_up_due_on", on=on)


@ON_TODAY.add(order=70, page=FOLLOW_UPS, rows=follow_ups_due)
def follow_ups_of_invitations(asked: PanelRequest[Partnership]) -> Panel | None:
    """What was promised to people who were invited, once its date has come."""
    slug = asked.record.slug

    def task(invitation: Any) -> Task:
        url = address("invitations:invitation_follow_up", slug, invitation.meeting_id, invitation.pk)
        due = invitation.follow_up_due_on
        return Task(
            invitation.follow_up,
            url,
            "Close",
            url,
            when=overdue_words(due, on=asked.on),
            note=f"{invitation.name}, due {format_date(due)}",
            about=f"the follow-up with {invitation.name}",
        )

    rows = _first_follow_ups(asked.record.pk, asked.reader, asked.on)
    url = address(FOLLOW_UPS, slug)
    return task_panel("follow-ups", "Follow-ups from invitations", rows, task, url=url, page=FOLLOW_UPS)


@prepared("partnership")
def _unanswered(partnership: int, reader: Reader, on: date) -> QuerySet[Any, Any]:
    """By meeting, the next meeting first: invitations without a reply."""
    unanswered = Invitation.objects.visible_to(reader).filter(meeting__partnership=partnership).unanswered_ahead(on=on)
    return (
        unanswered.filter(meeting__held_on__lte=on + timedelta(days=REPLIES_WANTED_DAYS))
        .order_by()
        .values_list("meeting", "meeting__body__name", "meeting__title", "meeting__held_on")
        .annotate(Count("pk"))
        .order_by("meeting__held_on", "meeting")
    )


@ON_TODAY.add(order=95)
def invitations_unanswered(asked: PanelRequest[Partnership]) -> Panel | None:
    """Invitations to meetings of the next two weeks without a reply."""
    slug = asked.record.slug

    def task(row: Any) -> Task:
        pk, body, title, held_on, count = row
        name = f"{body or title}, {format_weekdays(held_on, today=asked.on)}"
        return Task(
            f"{count} without a reply: {name}",
            address("meetings:detail", slug, pk),
            "Remind",
            address("invitations:invitation_remind", slug, pk),
            when=f"Meets {days_ahead_in_words((held_on - asked.on).days)}",
            about=f"those invited to {name}",
        )

    rows = list(_unanswered(asked.record.pk, asked.reader, asked.on))
    count = sum(row[4] for row in rows)
    return group_panel(TaskGroup("invitations", "Invitations", tuple(map(task, rows)), count))
