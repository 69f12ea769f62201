"""Everybody invited to a meeting, as a list to take along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from core.exports import Row
from meetings.models import Invitation

HEADINGS = ("Name", "Organisation", "E-mail", "Invited to", "Answer", "Comes instead", "Needs", "Note", "Came")


def invitation_rows(invitations: Iterable[Invitation]) -> Iterator[Row]:
    """A row for each, by name."""
    for one in invitations:
        yield (
            one.name,
            str(one.organisation or ""),
            one.email,
            one.item.title if one.item else "the whole meeting",
            one.get_state_display(),
            one.comes_instead,
            one.needs,
            one.answer_note,
            one.came,
        )
