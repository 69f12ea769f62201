"""The parts of a meeting's page: each is asked with the meeting, the reader and the day, and may have nothing to show.

``TOP`` stand above all else, ``MAIN`` below the summary, ``SIDE`` beside it. Until the meeting is held there is no
summary to read, so that its agenda takes that place: ``MAIN_AHEAD`` and ``SIDE_AHEAD``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from boards.panels import Panel
from meetings.models import Meeting
from meetings.sections import agenda, cascade, documents, invitations, moves, people, programme, together

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from core.models import User

Section = Callable[[Meeting, "User | AnonymousUser", date], Panel | None]

TOP: tuple[Section, ...] = (together.section, programme.section)
MAIN: tuple[Section, ...] = (cascade.section, invitations.section)
SIDE: tuple[Section, ...] = (agenda.section, documents.section, people.section, moves.section)
MAIN_AHEAD: tuple[Section, ...] = (agenda.section, *MAIN)
# Beside the summary and the agenda alike: what apps above know about the meeting.
from_above: list[Section] = []
SIDE_AHEAD: tuple[Section, ...] = (documents.section, people.section, moves.section)
