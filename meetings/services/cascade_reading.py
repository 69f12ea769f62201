"""What of a cascade is still to do: for the organisation that holds a link, and for everybody on a meeting's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from boards.models import Body, Organisation
from meetings.models import Action, Cascade, Meeting
from meetings.services.deadlines import bodies_of


@dataclass(frozen=True)
class OrganisationCascade:
    """What an organisation was asked to pass on. ``settled`` needs it no more: the action is done or not needed."""

    waiting: list[Cascade]
    passed: list[Cascade]
    settled: list[Cascade]
    elsewhere: list[Cascade]
    own: list[Action]


def cascade_of(*, organisation: Organisation, meeting: Meeting) -> OrganisationCascade:
    """The organisation's part in one meeting's cascade, what waits of others, and its own open actions."""
    asked = list(
        Cascade.objects.filter(organisation=organisation)
        .filter(action__meeting=meeting)
        .select_related("action", "passed_on_by", "recorded_by")
        .order_by("action__number")
    )
    not_passed = [one for one in asked if one.passed_on_at is None]
    others = Cascade.objects.waiting().filter(organisation=organisation).exclude(action__meeting=meeting)
    open_elsewhere = others.filter(action__in=organisation.partnership.actions.open())
    own = organisation.actions_owned.open().select_related("meeting", "partnership")
    return OrganisationCascade(
        waiting=[one for one in not_passed if one.action.is_open],
        passed=[one for one in asked if one.passed_on_at is not None],
        settled=[one for one in not_passed if not one.action.is_open],
        elsewhere=list(open_elsewhere.select_related("action__meeting").order_by("action__meeting__held_on", "pk")),
        own=list(own),
    )


@dataclass(frozen=True)
class CascadeRow:
    """One organisation, with what it said of each action; None where it was not asked."""

    organisation: Organisation
    cells: list[Cascade | None]

    @property
    def is_complete(self) -> bool:
        return all(one is None or one.passed_on_at or not one.action.is_open for one in self.cells)

    @property
    def notes(self) -> list[str]:
        """What the organisation said to whom it passed them on, each sentence once."""
        return list(dict.fromkeys(one.note for one in self.cells if one is not None and one.note))


@dataclass(frozen=True)
class CascadeGrid:
    """Who has and who has not, for the actions of one meeting: organisations by name, actions by number.

    ``columns`` leaves out the actions that were settled before anybody passed them on: nothing is to be said of them.
    """

    meeting: Meeting
    actions: list[Action]
    columns: list[Action]
    rows: list[CascadeRow]

    @property
    def complete(self) -> int:
        """How many organisations have passed on all that is still open."""
        return sum(row.is_complete for row in self.rows)

    @property
    def to_remind(self) -> int:
        return len(self.rows) - self.complete


def cascade_grid(meeting: Meeting) -> CascadeGrid | None:
    """One query, whatever was asked of however many; None where nobody was asked."""
    asked = Cascade.objects.filter(action__meeting=meeting).select_related("organisation", "action")
    said: dict[Organisation, dict[int, Cascade]] = {}
    actions: dict[int, Action] = {}
    for one in asked.order_by("organisation__name", "action__number"):
        said.setdefault(one.organisation, {})[one.action_id] = one
        actions[one.action_id] = one.action
    if not said:
        return None
    passed = {one.action_id for cells in said.values() for one in cells.values() if one.passed_on_at}
    numbered = sorted(actions.values(), key=lambda action: action.number)
    columns = [action for action in numbered if action.is_open or action.pk in passed]
    rows = [CascadeRow(one, [cells.get(action.pk) for action in columns]) for one, cells in said.items()]
    return CascadeGrid(meeting, numbered, columns, rows)


def meetings_before(meeting: Meeting) -> list[Meeting]:
    """Of each body that meets, the last meeting before this one, its own or joint, that agreed actions; each once."""
    if meeting.held_on is None:
        return []
    found = [_last_with_actions(body, before=meeting.held_on) for body in bodies_of(meeting)]
    return list(dict.fromkeys(one for one in found if one is not None))


def _last_with_actions(body: Body, *, before: date) -> Meeting | None:
    took_place = Meeting.objects.of_body(body).filter(held_on__lt=before).taking_place()
    return took_place.filter(actions__isnull=False).distinct().newest_first().first()
