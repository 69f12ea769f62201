"""Everybody invited to a meeting, as a list to take along."""

from __future__ import annotations

from core.sheets import Column, Sheet
from invitations.models import Invitation


class InvitationSheet(Sheet[Invitation]):
    """Everybody invited to a meeting, by name, as a list to take along."""

    name = Column[Invitation]("Name", lambda one: one.name)
    organisation = Column[Invitation]("Organisation", lambda one: str(one.organisation or ""))
    email = Column[Invitation]("Email", lambda one: one.email)
    item = Column[Invitation]("Invited to", lambda one: one.item.title if one.item else "the whole meeting")
    answer = Column[Invitation]("Answer", lambda one: one.get_state_display())
    comes_instead = Column[Invitation]("Comes instead", lambda one: one.comes_instead)
    needs = Column[Invitation]("Needs", lambda one: one.needs)
    note = Column[Invitation]("Note", lambda one: one.answer_note)
    came = Column[Invitation]("Came", lambda one: one.came)
