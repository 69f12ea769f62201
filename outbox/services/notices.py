"""The office is told when mail was given up: at most once an hour, and never about such a notice itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import Max

from boards.choices import Role
from boards.models import Partnership, RoleGrant
from core.acts import lock
from core.addresses import address
from core.rules.text import counted
from core.rules.working_days import london_day
from outbox.choices import MessageState
from outbox.kinds import Letter, NotWanted, kind
from outbox.letters import letter
from outbox.models import Message
from outbox.rules import notice_due
from outbox.services.queue import Addressee, queue_mail

GIVEN_UP = "given-up"
SHOWN = 10


def tell_office(*, failed: Message, at: datetime) -> None:
    """Queue the notice for the office and its officers, unless one that will tell of this message waits already."""
    if failed.kind == GIVEN_UP:
        return
    # Held, so that two workers who give up at the same moment write one notice.
    partnership = lock(failed.partnership)
    earlier = Message.objects.of(GIVEN_UP, partnership.pk)
    if earlier.filter(state=MessageState.QUEUED).exists():
        return
    due = notice_due(last=earlier.aggregate(last=Max("next_attempt_at"))["last"], at=at)
    queue_mail(
        partnership=partnership,
        kind=GIVEN_UP,
        about=partnership.pk,
        key=due.isoformat(),
        to=office_of(partnership, at=at),
        subject=f"Emails could not be delivered: {partnership.name}",
        path=failed_path(partnership),
        at=due,
    )


def failed_path(partnership: Partnership) -> str:
    return f"{address('outbox:list', partnership.slug)}?state={MessageState.FAILED}"


def office_of(partnership: Partnership, *, at: datetime) -> Iterator[Addressee]:
    """The office's own address and everybody who is an officer or admin on the day."""
    yield Addressee("Partnership office", partnership.office_email, "this is the partnership office’s address")
    grants = RoleGrant.objects.current(on=london_day(at)).filter(
        partnership=partnership, role__in=(Role.OFFICER, Role.ADMIN), user__is_active=True
    )
    for grant in grants.select_related("user"):
        yield Addressee(grant.user.name, grant.user.email, f"{grant.role_name} of the partnership")


@kind(GIVEN_UP, "Notice that email could not be delivered")
def compose_given_up(message: Message, at: datetime) -> Letter:
    """What is given up at the moment of sending, the latest first."""
    given_up = Message.objects.filter(partnership=message.partnership_id, state=MessageState.FAILED)
    failed = given_up.filter(next_attempt_at__lte=at).exclude(kind=GIVEN_UP)
    count = failed.count()
    if message.email not in {one.email.lower() for one in office_of(message.partnership, at=at)}:
        raise NotWanted(f"{message.name} is not an officer of the partnership any more.")
    if not count:
        raise NotWanted("What could not be delivered has been seen to.")
    context = {
        "failed": list(failed.order_by("-next_attempt_at", "-pk")[:SHOWN]),
        "count": count,
        "url": f"{settings.BASE_URL}{failed_path(message.partnership)}",
    }
    subject = f"{counted(count, 'email')} could not be delivered: {message.partnership.name}"
    return letter("outbox/given_up", context, message, subject)
