"""Who is written to for a owner, and who may still answer for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from boards.choices import ContactPurpose
from boards.leaving import has_left
from boards.models import Person
from meetings.services.contacts import Contacts, contacts_of, is_with, speakers_of, speaks_for_body
from recommendations.models import Owner


def owner_contacts(owners: Iterable[Owner], *, on: date) -> Contacts:
    """Owner to those with an address: its organisation's contacts, or its body's chair and lead officer on the day.

    Where it stands for neither, or neither has anybody to write to, its own contact. Six queries for all.
    """
    known = list({one.pk: one for one in owners}.values())
    asked = {one.organisation_id for one in known if one.organisation_id}
    organisations = contacts_of(asked, on=on, purpose=ContactPurpose.PROGRESS)
    bodies = speakers_of({one.body_id for one in known if one.body_id}, on=on)
    own = [one.contact_id for one in known if one.contact_id]
    named = {one.pk: one for one in Person.objects.active(on=on).filter(pk__in=own)}
    found: Contacts = {}
    for one in known:
        people = organisations.get(one.organisation_id or 0) or bodies.get(one.body_id or 0) or []
        contact = named.get(one.contact_id or 0)
        if not people and contact is not None and contact.email:
            people = [contact]
        if people:
            found[one.pk] = people
    return found


def answers_for(person: Person, owner: Owner, *, on: date) -> bool:
    """Whether the person may say for the owner how far something is."""
    if owner.contact_id == person.pk:
        return not has_left(person, on=on)
    if owner.organisation is not None:
        return is_with(person, owner.organisation, on=on)
    return owner.body is not None and speaks_for_body(person, owner.body, on=on)
