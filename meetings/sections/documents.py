"""The formal minutes, which come after the summary and are kept apart from it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from boards.panels import Panel
from meetings.choices import DocumentKind
from meetings.models import Document, Meeting
from meetings.services.agenda_reading import newest_versions

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from core.models import User


def section(meeting: Meeting, reader: User | AnonymousUser, on: date) -> Panel | None:
    """The minutes; before there are any, where to add them, for officers once the meeting was held."""
    minutes = Document.objects.visible_to(reader).current().filter(meeting=meeting, kind=DocumentKind.MINUTES)
    papers = newest_versions(minutes.select_related("item"))
    may_manage = reader.has_perm("meetings.manage_meetings", meeting.partnership)
    was_held = meeting.held_on is not None and meeting.held_on <= on and not meeting.is_off
    if not papers and not (may_manage and was_held):
        return None
    context = {"papers": papers, "meeting": meeting, "partnership": meeting.partnership, "may_manage": may_manage}
    return Panel("meetings/sections/documents.html", context)
