"""Actions are shared inside each member organisation: who is asked, who has said so, who is reminded."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from actions.mail import ActionLink, SharingLink, owner_subject, sharing_subject
from actions.models import Action, Sharing
from boards.choices import ContactPurpose
from boards.models import Organisation, Person
from boards.prepared import prepared
from core import audit
from core.acts import Refused, act
from core.asks import once_a_day
from core.history import bulk_create, bulk_update
from core.models import User
from core.rules.working_days import london_day
from meetings.models import Meeting
from meetings.services.contacts import body_keys, contacts_of, member_organisations, owner_contacts
from meetings.services.deadlines import bodies_of
from outbox.asks import send_links

LONGEST_NOTE = 500


@act()
def ask_to_share(*, meeting: Meeting, key: str, at: datetime) -> None:
    """Ask each member organisation, once, for each open action of the meeting, by one mail to each of its contacts.

    Asked again, as by a correction of its summary, it asks for the actions that are new; ``key`` tells one time from
    another. Owners who do not get that mail get one of their own.
    """
    actions = list(meeting.actions.open().with_owner().select_related("partnership").order_by("number"))
    organisations = member_organisations(meeting) if actions else []
    known = set(Sharing.objects.filter(action__in=actions).values_list("action", "organisation"))
    fresh = [
        Sharing(action=action, organisation=organisation, asked_at=at)
        for organisation in organisations
        for action in actions
        if (action.pk, organisation.pk) not in known
    ]
    bulk_create(fresh)
    asked: dict[int, list[int]] = {}
    for one in fresh:
        asked.setdefault(one.organisation_id, []).append(one.action_id)
    _mail(meeting, asked, key=key, at=at)
    # A member's contacts read of their own actions in the email that asks them to share.
    members = {organisation.pk for organisation in organisations}
    tell_owners([action for action in actions if action.owner_organisation_id not in members], at=at)


@act()
def share(
    *,
    organisation: Organisation,
    actions: Collection[int],
    note: str,
    at: datetime,
    person: Person | None = None,
    by: User | None = None,
) -> list[Sharing]:
    """Record that the organisation has shared the actions (primary keys); returns what was still waiting.

    ``person`` is whose link said so; ``by`` the officer whom the organisation told.
    """
    shared = list(Sharing.objects.waiting().locked(organisation).filter(action__in=actions))
    for sharing in shared:
        sharing.shared_at, sharing.shared_by, sharing.recorded_by, sharing.note = at, person, by, note
    bulk_update(shared, ["shared_at", "shared_by", "recorded_by", "note"], by=by)
    _record("action.shared", shared, by=by, person=person)
    return shared


@act()
def add_note(*, organisation: Organisation, meeting: Meeting, note: str, person: Person) -> int:
    """Add a sentence to what the organisation has shared; what was said before stays. Raises ``Refused``."""
    shared = Sharing.objects.locked(organisation).filter(action__meeting=meeting, shared_at__isnull=False)
    changed = [sharing for sharing in shared if note not in sharing.note]
    for sharing in changed:
        sharing.note = f"{sharing.note} {note}".strip()
        if len(sharing.note) > LONGEST_NOTE:
            raise Refused("Make it shorter: there is no room beside what was said before", field="note")
    bulk_update(changed, ["note"])
    _record("action.sharing_noted", changed, by=None, person=person)
    return len(changed)


@dataclass(frozen=True)
class Waiting:
    """An organisation that has not shared everything, and who would be reminded; nobody may have an address."""

    organisation: Organisation
    actions: list[int]
    people: list[Person]


def still_waiting(*, meeting: Meeting, on: date) -> list[Waiting]:
    """The organisations that have not shared all open actions of the meeting, by name."""
    waiting = Sharing.objects.waiting().filter(action__in=meeting.actions.open())
    by_organisation: dict[Organisation, list[int]] = {}
    for one in waiting.select_related("organisation"):
        by_organisation.setdefault(one.organisation, []).append(one.action_id)
    asked = [one.pk for one in by_organisation]
    people = contacts_of(asked, on=on, purpose=ContactPurpose.ACTIONS, bodies=body_keys(meeting))
    return [Waiting(one, actions, people.get(one.pk, [])) for one, actions in by_organisation.items()]


@act("meeting")
def remind(*, meeting: Meeting, by: User, at: datetime) -> int:
    """Remind those who have not shared the actions: one mail for each contact a day. Returns how many mails."""
    day = london_day(at)
    waiting = still_waiting(meeting=meeting, on=day)
    asked = {one.organisation.pk: one.actions for one in waiting}
    queued = _mail(meeting, asked, key=once_a_day("reminder", at=at), at=at)
    if queued:
        audit.record("action.sharing_reminded", by=by, about=meeting, scope=meeting.partnership.slug, mails=queued)
    return queued


def _mail(meeting: Meeting, asked: dict[int, list[int]], *, key: str, at: datetime) -> int:
    """Queue one mail for each contact of the organisations (primary key to actions)."""
    people = contacts_of(asked, on=london_day(at), purpose=ContactPurpose.ACTIONS, bodies=body_keys(meeting))
    queued = 0
    for organisation in Organisation.objects.filter(pk__in=people):
        actions = asked[organisation.pk]
        queued += send_links(
            [SharingLink(meeting, organisation, person) for person in people[organisation.pk]],
            reason=f"contact of {organisation}",
            subject=sharing_subject(meeting, len(actions)),
            at=at,
            key=key,
            actions=actions,
        )
    return queued


def tell_owners(actions: Iterable[Action], *, at: datetime) -> int:
    """Each contact of an owner is told once that the action is theirs; returns of how many actions someone was."""
    reached = 0
    for action in actions:
        links = [ActionLink(action, person) for person in owner_contacts(action.owner, on=london_day(at))]
        reason = f"carries out the action ({action.owner})"
        reached += bool(send_links(links, reason=reason, subject=owner_subject(action), at=at))
    return reached


def _record(verb: str, rows: list[Sharing], *, by: User | None, person: Person | None) -> None:
    """One event for each meeting whose actions the rows of an organisation are of."""
    for meeting in dict.fromkeys(one.action.meeting for one in rows):
        numbers = sorted(one.action.number for one in rows if one.action.meeting_id == meeting.pk)
        audit.record(
            verb,
            by=by,
            about=meeting,
            scope=meeting.partnership.slug,
            organisation=rows[0].organisation.name,
            actions=", ".join(map(str, numbers)),
            person=person.name if person else "",
        )


@dataclass(frozen=True)
class OrganisationSharing:
    """What an organisation was asked to share. ``settled`` needs it no more: the action is done or not needed."""

    waiting: list[Sharing]
    shared: list[Sharing]
    settled: list[Sharing]
    elsewhere: list[Sharing]
    own: list[Action]


def sharing_of(*, organisation: Organisation, meeting: Meeting) -> OrganisationSharing:
    """The organisation's part in one meeting's sharing, what waits of others, and its own open actions."""
    asked = list(
        Sharing.objects.filter(organisation=organisation)
        .filter(action__meeting=meeting)
        .select_related("action", "shared_by", "recorded_by")
        .order_by("action__number")
    )
    not_shared = [sharing for sharing in asked if sharing.shared_at is None]
    others = Sharing.objects.waiting().filter(organisation=organisation).exclude(action__meeting=meeting)
    open_elsewhere = others.filter(action__in=organisation.partnership.actions.open())
    own = organisation.actions_owned.open().select_related("meeting", "partnership")
    return OrganisationSharing(
        waiting=[sharing for sharing in not_shared if sharing.action.is_open],
        shared=[sharing for sharing in asked if sharing.shared_at is not None],
        settled=[sharing for sharing in not_shared if not sharing.action.is_open],
        elsewhere=list(open_elsewhere.select_related("action__meeting").order_by("action__meeting__held_on", "pk")),
        own=list(own),
    )


@dataclass(frozen=True)
class SharingRow:
    """One organisation, with what it said of each action; None where it was not asked."""

    organisation: Organisation
    cells: list[Sharing | None]

    @property
    def is_complete(self) -> bool:
        return all(one is None or one.shared_at or not one.action.is_open for one in self.cells)

    @property
    def notes(self) -> list[str]:
        """What the organisation said about whom it shared them with, each sentence once."""
        return list(dict.fromkeys(one.note for one in self.cells if one is not None and one.note))


@dataclass(frozen=True)
class SharingGrid:
    """Who has and who has not, for the actions of one meeting: organisations by name, actions by number.

    ``columns`` leaves out the actions that were settled before anyone shared them: nothing is to be said of them.
    """

    meeting: Meeting
    actions: list[Action]
    columns: list[Action]
    rows: list[SharingRow]

    @property
    def complete(self) -> int:
        """How many organisations have shared all that is still open."""
        return sum(row.is_complete for row in self.rows)

    @property
    def to_remind(self) -> int:
        return len(self.rows) - self.complete


def sharing_grid(meeting: Meeting) -> SharingGrid | None:
    """One query, whatever was asked of however many; None where nobody was asked."""
    by_organisation: dict[Organisation, dict[int, Sharing]] = {}
    actions: dict[int, Action] = {}
    for sharing in _asked_at(meeting.pk):
        by_organisation.setdefault(sharing.organisation, {})[sharing.action_id] = sharing
        actions[sharing.action_id] = sharing.action
    if not actions:
        return None
    shared = {
        sharing.action_id for cells in by_organisation.values() for sharing in cells.values() if sharing.shared_at
    }
    numbered = sorted(actions.values(), key=lambda action: action.number)
    columns = [action for action in numbered if action.is_open or action.pk in shared]
    rows = [
        SharingRow(organisation, [cells.get(action.pk) for action in columns])
        for organisation, cells in by_organisation.items()
    ]
    return SharingGrid(meeting, numbered, columns, rows)


@prepared("meeting")
def _asked_at(meeting: int) -> QuerySet[Sharing]:
    asked = Sharing.objects.filter(action__meeting=meeting).select_related("organisation", "action")
    return asked.order_by("organisation__name", "action__number")


def meetings_before(meeting: Meeting) -> list[Meeting]:
    """Of each body that meets, the last meeting before this one, its own or joint, that agreed actions; each once."""
    if meeting.held_on is None:
        return []
    return list(dict.fromkeys(one for body in bodies_of(meeting) for one in _with_actions(body.pk, meeting.held_on)))


@prepared("body", "before")
def _with_actions(body: int, before: date) -> QuerySet[Meeting]:
    """The last one before the day at which the body took part and agreed anything."""
    took_place = Meeting.objects.of_bodies([body]).filter(held_on__lt=before).taking_place()
    return took_place.filter(Exists(Action.objects.filter(meeting=OuterRef("pk")))).newest_first()[:1]
