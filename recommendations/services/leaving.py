"""What ends of recommendations when somebody leaves: that they are asked for progress for an owner."""

from __future__ import annotations

from functools import partial

from boards.leaving import Ending, Endings, Leaver
from core.models import User
from recommendations.models import Owner


def endings(leaver: Leaver) -> Endings:
    if leaver.person is None:
        return Endings()
    owners = Owner.objects.filter(partnership=leaver.partnership, contact=leaver.person)
    return Endings(
        [
            Ending(f"owner-{one.pk}", f"Contact for {one}: asked for updates on recommendations", partial(_end, one))
            for one in owners
        ]
    )


def _end(owner: Owner, _by: User) -> None:
    owner.contact = None
    owner.save()
