"""What ends of recommendations when somebody leaves: that they are asked for progress for a party."""

from __future__ import annotations

from functools import partial

from boards.leaving import Ending, Endings, Leaver
from core.models import User
from recommendations.models import ResponsibleParty


def endings(leaver: Leaver) -> Endings:
    if leaver.person is None:
        return Endings()
    parties = ResponsibleParty.objects.filter(partnership=leaver.partnership, contact=leaver.person)
    return Endings(
        [
            Ending(f"party-{one.pk}", f"Contact for {one}: asked for updates on recommendations", partial(_end, one))
            for one in parties
        ]
    )


def _end(party: ResponsibleParty, _by: User) -> None:
    party.contact = None
    party.save()
