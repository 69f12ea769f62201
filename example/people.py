"""Demo people: roles at example.org, and the password that this installation's demo people share."""

import secrets
from datetime import date
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from boards.choices import Position, Role
from boards.models import Appointment, Partnership, Person, RoleGrant, Seat
from core.choices import Precision
from core.models import User
from example.content import DemoPerson, demo_people

# Three pronounceable words of three syllables: some 57 bits, and easy to read out.
CONSONANTS, VOWELS = "bdfghklmnprstvwz", "aeiou"
SYLLABLES = WORDS = 3


def password_file() -> Path:
    return Path(settings.DATA_DIR) / "demo_password"


def read_password() -> str:
    """The demo people's password; empty where none was made."""
    path = password_file()
    return path.read_text().strip() if path.exists() else ""


def write_new_password() -> str:
    """Make a password for this installation, readable only to who runs it."""
    words = ("".join(_syllable() for _ in range(SYLLABLES)) for _ in range(WORDS))
    password = "-".join(words)
    path = password_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(f"{password}\n")
    return password


def _syllable() -> str:
    return secrets.choice(CONSONANTS) + secrets.choice(VOWELS)


@transaction.atomic
def set_password(password: str) -> None:
    """Give the password to each demo person whose sign-in is shown."""
    # Hashed once: it takes a third of a second on purpose, and the password is one.
    hashed = make_password(password)
    User.objects.filter(email__in=[person.email for person in demo_people() if person.shown]).update(password=hashed)


def add_people(partnership: Partnership, *, today: date) -> dict[str, User]:
    """People, their sign-ins, roles and appointments; returns those who can act, by address."""
    last_may = date(today.year - 1, 5, 1)
    ppb = partnership.bodies.scrutinising().get()
    users: dict[str, User] = {}
    for demo in demo_people():
        since = demo.since or last_may
        user = _user(demo, partnership, since=since) if demo.role else None
        person = Person.objects.create(
            partnership=partnership,
            name=demo.name,
            email=demo.email,
            organisation=partnership.organisations.get(code=demo.organisation) if demo.organisation else None,
            user=user,
        )
        dated = {"starts_on": since, "starts_precision": Precision.MONTH, "source": "Made up for the example"}
        if demo.position:
            Appointment.objects.create(person=person, body=ppb, position=Position(demo.position), **dated)
        if demo.seat:
            seat = Seat.objects.current(on=today).get(
                body__kind__is_board=True, body__partnership=partnership, number=demo.seat
            )
            Appointment.objects.create(person=person, seat=seat, **dated)
        if user is not None:
            users[demo.email] = user
    return users


def _user(demo: DemoPerson, partnership: Partnership, *, since: date) -> User:
    user = User.objects.filter(email=demo.email).first()
    if user is None:
        user = User.objects.create_user(demo.email, name=demo.name)
    RoleGrant.objects.create(
        user=user, partnership=partnership, role=Role(demo.role), starts_on=since, starts_precision=Precision.MONTH
    )
    return user
