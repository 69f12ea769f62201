"""What is kept of people in invitations and lists."""

from __future__ import annotations

from django.db.models import Q

from core.personal import Subject, declare
from invitations.models import DistributionLine, Invitation


def _to(subject: Subject) -> Q:
    found = Q(person=subject.person)
    if subject.addresses:
        found |= Q(email__in=subject.addresses, meeting__partnership=subject.partnership)
    return found


declare(
    Invitation,
    copied=("name", "email", "comes_instead"),
    written=("message", "answer_note", "needs", "follow_up"),
    theirs=_to,
    known_by=("name", "email"),
)
declare(DistributionLine)
