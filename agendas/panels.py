"""What agendas show on the page of a meeting, and on Today which are to be published."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, QuerySet

from agendas.choices import DocumentKind
from agendas.models import AgendaItem, Document
from agendas.services.reading import newest_versions
from boards.models import Partnership
from boards.panels import ON_TODAY, Task, TaskGroup, group_panel
from boards.prepared import prepared
from core.addresses import address
from core.panels import Panel, PanelRequest
from core.rules.dates import days_ahead_in_words, format_weekdays
from meetings.choices import MeetingKind
from meetings.models import Meeting
from meetings.panels import MEETING_BUTTONS, MEETING_MAIN_AHEAD, MEETING_SIDE, MEETING_SIDE_AHEAD, MEETING_TOP

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from core.models import User

    Reader = User | AnonymousUser

# Today asks for an agenda so long before the meeting.
AGENDA_WANTED_DAYS = 14
MEETINGS = "meetings:list"


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
    return Panel("agendas/panels/programme.html", context)


@MEETING_SIDE.add(order=10)
@MEETING_MAIN_AHEAD.add(order=10)
def agenda_panel(asked: PanelRequest[Meeting]) -> Panel | None:
    """What the meeting is about; the programme of an event stands above."""
    meeting, reader = asked.record, asked.reader
    items = _items(meeting.pk, reader)
    if meeting.kind == MeetingKind.EVENT and items:
        return None
    may_manage = reader.has_perm("meetings.manage_meetings", meeting.partnership)
    is_ahead = meeting.held_on is not None and meeting.held_on > asked.on
    if not items and not meeting.agenda_published_at and not (is_ahead or may_manage):
        return None
    context = {
        "items": items,
        "meeting": meeting,
        "partnership": meeting.partnership,
        "may_manage": may_manage,
        "is_ahead": is_ahead,
    }
    return Panel("agendas/panels/agenda.html", context)


@MEETING_SIDE.add(order=20)
@MEETING_SIDE_AHEAD.add(order=20)
def documents_panel(asked: PanelRequest[Meeting]) -> Panel | None:
    """The minutes; before there are any, where to add them, for officers once the meeting was held."""
    meeting, reader = asked.record, asked.reader
    papers = newest_versions(_minutes(meeting.pk, reader))
    may_manage = reader.has_perm("meetings.manage_meetings", meeting.partnership)
    was_held = meeting.held_on is not None and meeting.held_on <= asked.on and not meeting.is_off
    if not papers and not (may_manage and was_held):
        return None
    context = {"papers": papers, "meeting": meeting, "partnership": meeting.partnership, "may_manage": may_manage}
    return Panel("agendas/panels/documents.html", context)


@prepared("meeting")
def _items(meeting: int, reader: Reader) -> QuerySet[AgendaItem]:
    return AgendaItem.objects.visible_to(reader).filter(meeting=meeting)


@prepared("meeting")
def _minutes(meeting: int, reader: Reader) -> QuerySet[Document]:
    minutes = Document.objects.visible_to(reader).current().filter(meeting=meeting, kind=DocumentKind.MINUTES)
    return minutes.select_related("item")


@MEETING_BUTTONS.add(order=20)
def agenda_button(asked: PanelRequest[Meeting]) -> Panel | None:
    meeting = asked.record
    is_wanted = meeting.is_ahead(on=asked.on) and not meeting.is_off and meeting.agenda_published_at is None
    if not is_wanted or not asked.may("meetings.manage_meetings"):
        return None
    return Panel("agendas/panels/agenda_button.html", {})


# Today


def agendas_wanted(partnership: int, reader: Reader, on: date) -> QuerySet[Any, Any]:
    """Meetings of the next two weeks whose agenda is not published."""
    upcoming = Meeting.objects.visible_to(reader).filter(partnership=partnership).upcoming(on=on)
    return upcoming.filter(agenda_published_at=None, held_on__lte=on + timedelta(days=AGENDA_WANTED_DAYS))


@prepared("partnership")
def _agendas_wanted(partnership: int, reader: Reader, on: date) -> QuerySet[Any, Any]:
    items = AgendaItem.objects.filter(meeting=OuterRef("pk"))
    meetings = agendas_wanted(partnership, reader, on).select_related("body")
    found: QuerySet[Any, Any] = meetings.annotate(has_items=Exists(items)).only(
        "title", "kind", "held_on", "ends_on", "body__name"
    )
    return found


@ON_TODAY.add(order=90, page=MEETINGS, rows=agendas_wanted)
def agendas_to_publish(asked: PanelRequest[Partnership]) -> Panel | None:
    slug = asked.record.slug

    def task(meeting: Any) -> Task:
        day = format_weekdays(meeting.held_on, meeting.ends_on, today=asked.on)
        page = "agendas:agenda_publish" if meeting.has_items else "agendas:agenda_edit"
        return Task(
            str(meeting.body or meeting.title),
            address("meetings:detail", slug, meeting.pk),
            f"{'Publish' if meeting.has_items else 'Write'} {meeting.agenda_word}",
            address(page, slug, meeting.pk),
            when=f"Meets {days_ahead_in_words((meeting.held_on - asked.on).days)}",
            note=day,
            about=f"of {meeting.body or meeting.title}, {day}",
        )

    tasks = tuple(map(task, _agendas_wanted(asked.record.pk, asked.reader, asked.on)))
    return group_panel(TaskGroup("agendas", "Agendas to publish", tasks, len(tasks), page=MEETINGS))
