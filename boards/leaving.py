"""Whether somebody may still be written to, and may still answer for others: the one place that says so (PE-1)."""

from __future__ import annotations

from datetime import date

from boards.models import Person
from core.models import User


def has_left(person: Person, *, on: date) -> bool:
    """Whether the person has left by the day: no mail, no link of theirs does anything any more."""
    return not Person.objects.active(on=on).filter(pk=person.pk).exists()


def is_switched_off(email: str) -> bool:
    """Whether the address belongs to an account that may not sign in."""
    return User.objects.filter(email=email.strip().lower(), is_active=False).exists()
