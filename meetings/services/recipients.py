"""Who is sent a published summary, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from boards.choices import Position
from boards.models import Appointment, Partnership
from core.choices import Precision
from core.rules.dates import MONTHS


@dataclass(frozen=True)
class Recipient:
    """Somebody entitled to a summary. Without an address they are listed, and told by other means."""

    person: int
    name: str
    email: str
    reason: str

    @property
    def can_be_mailed(self) -> bool:
        return bool(self.email)


def recipients(*, partnership: Partnership, on: date) -> list[Recipient]:
    """Those appointed to the partnership's PPBs on the day, each once, by name; one query."""
    appointed: dict[int, list[Appointment]] = {}
    for appointment in Appointment.objects.of_ppb_members(on=on).filter(body__partnership=partnership):
        appointed.setdefault(appointment.person_id, []).append(appointment)
    return [
        Recipient(
            person=pk,
            name=held[0].person.name,
            email=held[0].person.email,
            reason=_reason(held),
        )
        for pk, held in appointed.items()
    ]


def _reason(held: Iterable[Appointment]) -> str:
    """“PPB member since May 2024 (Corporate Services PPB)”; several appointments one after the other."""
    words = [_words(appointment) for appointment in held]
    return "; ".join(words)[:200]


def _words(appointment: Appointment) -> str:
    position = Position(appointment.position).label
    role = f"PPB {position[0].lower()}{position[1:]}"
    return f"{role}{_since(appointment)} ({appointment.body})"


def _since(appointment: Appointment) -> str:
    start = appointment.starts_on
    if start is None or appointment.starts_precision == Precision.UNKNOWN:
        return ""
    if appointment.starts_precision == Precision.YEAR:
        return f" since {start.year}"
    return f" since {MONTHS[start.month - 1]} {start.year}"
