"""What somebody who leaves owns: actions, which need another owner."""

from __future__ import annotations

from boards.leaving import Endings, Leaver
from meetings.models import Action


def actions_of_leaver(leaver: Leaver) -> Endings:
    """Nothing ends by itself: the office gives each of them another owner."""
    if leaver.person is None:
        return Endings([])
    actions = Action.objects.open().filter(partnership=leaver.partnership, owner_person=leaver.person).order_by("pk")
    return Endings([], notes=[f"They own the action “{one.what}”. Give it another owner." for one in actions])
