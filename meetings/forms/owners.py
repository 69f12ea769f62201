from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from boards.choices import OrganisationKind
from boards.choosing import A_BODY, A_PERSON, A_POST, AN_ORGANISATION, told_apart
from boards.models import Organisation
from core.fields import SearchableSelect
from meetings.models import Meeting
from meetings.services.contacts import Owner, named_with_organisation
from meetings.services.owners import owner_key
from meetings.services.reach import unreached


class OwnerSelect(SearchableSelect):
    """Says of each choice whom no email reaches, so that the page can point it out as soon as it is chosen."""

    unreached: Collection[str] = ()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.unreached:
            option["attrs"]["data-unreached"] = True
        return option


HEADINGS = {A_BODY: "Boards and groups", AN_ORGANISATION: "Organisations", A_POST: "Posts", A_PERSON: "People"}


class Owners:
    """Everybody who may be given an action: the partnership's organisations, offices and people, and its bodies on
    the meeting's day; and the items of the agenda that an action may come from. Four queries, however many there are.

    With ``today``, ``unreached`` are those whom no email reaches; five more queries.
    """

    def __init__(self, meeting: Meeting, *, on: date | None = None, today: date | None = None) -> None:
        on = on or meeting.held_on
        assert on is not None
        bodies = list(meeting.partnership.bodies.filter(is_proposed=False).current(on=on))
        organisations = list(meeting.partnership.organisations.all())
        people = list(meeting.partnership.people.select_related("organisation"))
        owners: list[Owner] = [*bodies, *organisations, *people]
        self.found = {owner_key(owner): owner for owner in owners}
        self.unreached = unreached(owners, on=today) if today else set()
        groups: dict[str, list[tuple[str, str]]] = {
            A_BODY: [(owner_key(body), body.name) for body in bodies],
            AN_ORGANISATION: [(owner_key(one), one.name) for one in organisations if not _is_office(one)],
            A_POST: [(owner_key(one), one.name) for one in organisations if _is_office(one)],
            A_PERSON: [(owner_key(one), named_with_organisation(one)) for one in people],
        }
        name_of = dict(told_apart(groups))
        self.choices: list[tuple[str, Any]] = [
            ("", "Choose who"),
            *((HEADINGS[kind], [(key, name_of[key]) for key, _ in some]) for kind, some in groups.items() if some),
        ]
        self.items = {str(item.pk): item for item in meeting.agenda_items.all()}

    def add(self, owner: Owner) -> None:
        """An owner that a published action has, though it is no longer among the current ones."""
        if owner_key(owner) not in self.found:
            self.found[owner_key(owner)] = owner
            self.choices.append(("No longer current", [(owner_key(owner), str(owner))]))


def _is_office(organisation: Organisation) -> bool:
    return organisation.nature != OrganisationKind.ORGANISATION
