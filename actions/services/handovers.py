"""An action passes from one owner to another, with a reason and a mail to both; what was published stays."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from actions.mail import ACTION_PASSED_ON, ActionLink, owner_subject, passed_on_subject
from actions.models import Action, ActionHandover
from actions.services.owners import owner_fields
from core import audit
from core.acts import Refused
from core.models import User
from core.rules.working_days import london_day
from meetings.services.contacts import Owner, owner_contacts
from outbox.asks import send_links
from outbox.services.queue import Addressee, queue_mail


@transaction.atomic
def pass_to_owner(*, action: Action, owner: Owner, reason: str, by: User, at: datetime) -> ActionHandover:
    """Make someone else the owner of an open action, and tell both; the summary that agreed it is left alone.

    The same sent again, by a button pressed twice, changes nothing. Raises ``Refused``.
    """
    locked = Action.objects.select_for_update().get(pk=action.pk)
    before, day = locked.owner, london_day(at)
    if before == owner:
        last = locked.handovers.with_owners().first()
        if last is not None and last.reason == reason and last.passed_by == by:
            return last
        raise Refused(f"{owner} is the owner of this action already")
    if not locked.is_open:
        raise Refused(f"The action is {locked.get_status_display()}, so it keeps its owner")
    handover = ActionHandover.objects.create(
        action=locked,
        reason=reason,
        passed_on=day,
        passed_by=by,
        passed_at=at,
        **owner_fields(before, "from"),
        **owner_fields(owner, "to"),
    )
    for field, value in owner_fields(owner).items():
        setattr(locked, field, value)
    locked.save(update_fields=list(owner_fields(owner)))
    _tell(handover, on=day, at=at)
    details = {"before": str(before), "after": str(owner), "reason": reason}
    audit.record("action.passed_to_owner", by=by, about=locked, scope=locked.partnership.slug, **details)
    return handover


def _tell(handover: ActionHandover, *, on: date, at: datetime) -> None:
    """The new owner gets the action with a link to report on it; who had it is told that it is theirs no more."""
    action = handover.action
    gains = owner_contacts(handover.to_owner, on=on)
    send_links(
        [ActionLink(action, person) for person in gains],
        reason=f"carries out the action ({handover.to_owner})",
        subject=owner_subject(action),
        at=at,
        key=f"handover-{handover.pk}",
        handover=handover.pk,
    )
    told = {one.email.casefold() for one in gains}
    loses = [one for one in owner_contacts(handover.from_owner, on=on) if one.email.casefold() not in told]
    queue_mail(
        kind=ACTION_PASSED_ON,
        about=handover.pk,
        to=[Addressee(one.name, one.email, f"had the action ({handover.from_owner})", one.pk) for one in loses],
        subject=passed_on_subject(handover),
        partnership=action.partnership,
        path=action.get_absolute_url(),
        at=at,
    )


def owner_on(action: Action, day: date) -> Owner:
    """Who had the action on the day; fetch ``handovers`` with their owners."""
    later = [one for one in action.handovers.all() if one.passed_on > day]
    # The latest is first: the one furthest down is the next after the day.
    return later[-1].from_owner if later else action.owner
