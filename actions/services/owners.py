"""Owners of actions: organisations, bodies or people; whom of them no email reaches, and how that is mended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from actions.models import Action, owner_fields
from actions.services.sharing import tell_owners
from boards.choices import ContactPurpose, Position
from boards.leaving import Endings, Leaver
from boards.models import Appointment, Body, Contact, Organisation, Person
from core import audit
from core.acts import Refused, act, lock
from core.addresses import address
from core.models import User
from core.rules.working_days import london_day
from meetings.services.contacts import Owner, contacts_of, owner_contacts, speakers_of


def owner_key(owner: Owner) -> str:
    """An owner as the form's one choice over organisations, bodies and people: “organisation:12”."""
    return f"{owner._meta.model_name}:{owner.pk}"


def unreached(owners: Iterable[Owner], *, on: date) -> set[str]:
    """The keys of those for whom nobody can be told of an action by email; six queries, however many they are."""
    asked = list(owners)
    organisations = [one.pk for one in asked if isinstance(one, Organisation)]
    bodies = [one.pk for one in asked if isinstance(one, Body)]
    people = [one.pk for one in asked if isinstance(one, Person)]
    reached = set()
    if organisations:
        contacts = contacts_of(organisations, on=on, purpose=ContactPurpose.ACTIONS)
        reached = {f"organisation:{pk}" for pk in contacts}
    reached |= {f"body:{pk}" for pk in speakers_of(bodies, on=on)} if bodies else set()
    if people:
        mailed = Person.objects.active(on=on).filter(pk__in=people).exclude(email="")
        reached |= {f"person:{pk}" for pk in mailed.values_list("pk", flat=True)}
    return {owner_key(one) for one in asked} - reached


def contact_url(owner: Owner) -> str:
    """Where officers name someone who is told for the owner; fetch ``partnership`` with it."""
    kind, _, pk = owner_key(owner).partition(":")
    return address("actions:owner_contact", owner.partnership.slug, kind, pk)


@act()
def name_contact(*, owner: Owner, name: str, email: str, by: User, at: datetime) -> tuple[Person, int]:
    """Give an owner someone who is told of its actions: a person's own address, a contact of an organisation, a lead
    officer of a board or group. Returns who it is, and how many open actions they are told of now.

    Raises ``Refused``; then nothing has happened.
    """
    partnership, on = owner.partnership, london_day(at)
    # Whoever names one waits here, so that two at once do not put one person on record twice.
    lock(partnership)
    known = partnership.people.select_related("organisation").filter(email__iexact=email).first()
    if isinstance(owner, Person):
        person = _with_address(owner, known, email)
    elif isinstance(owner, Organisation):
        person = _contact_of(owner, known, name=name, email=email, on=on)
    else:
        person = known or Person.objects.create(partnership=partnership, name=name, email=email)
        Appointment.objects.get_or_create(
            person=person, body=owner, position=Position.LEAD_OFFICER, ends_on=None, defaults={"starts_on": on}
        )
    if person not in owner_contacts(owner, on=on):
        raise Refused(f"{person} has left, or their account is switched off. Enter another address", field="email")
    actions = list(
        Action.objects.open()
        .filter(partnership=partnership, **{name: one for name, one in owner_fields(owner).items() if one})
        .with_owner()
        .select_related("partnership")
    )
    reached = tell_owners(actions, at=at)
    audit.record("contact.named", by=by, about=person, scope=partnership.slug, owner=str(owner), contact=person.name)
    return person, reached


def _with_address(person: Person, known: Person | None, email: str) -> Person:
    if known is not None and known != person:
        raise Refused(f"{known} has this email address already. Enter another one", field="email")
    person.email = email
    person.save(update_fields=["email"])
    return person


def _contact_of(organisation: Organisation, known: Person | None, *, name: str, email: str, on: date) -> Person:
    """Who has the address already, who has the name but no address yet, or someone new."""
    if known is not None and known.organisation not in (None, organisation):
        raise Refused(f"{known} of {known.organisation} has this email address. Enter another one", field="email")
    person = known or organisation.people.filter(name__iexact=name, email="").first()
    if person is None:
        return Person.objects.create(
            partnership=organisation.partnership, name=name, email=email, organisation=organisation
        )
    person.email, person.organisation = person.email or email, organisation
    # From now on, whatever of theirs has ended before.
    person.contact_from, person.contact_until = on, None
    person.save(update_fields=["email", "organisation", "contact_from", "contact_until"])
    terms = person.contact_of.filter(organisation=organisation)
    standing = terms.standing(on=on).first()
    if standing is not None and standing.starts_on == on:
        standing.for_actions = True
        standing.save()
    elif terms.exists():
        also = {name: getattr(standing, name) for name in ("for_invitations", "for_progress")} if standing else {}
        Contact(organisation=organisation, person=person, for_actions=True, starts_on=on, **also).take_over()
    return person


def actions_of_leaver(leaver: Leaver) -> Endings:
    """Nothing ends by itself: the office gives each of them another owner."""
    if leaver.person is None:
        return Endings([])
    actions = Action.objects.open().filter(partnership=leaver.partnership, owner_person=leaver.person).order_by("pk")
    return Endings([], notes=[f"They own the action “{one.what}”. Give it another owner." for one in actions])
