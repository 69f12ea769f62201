"""Which entries of the audit trail a partnership's admins read."""

from __future__ import annotations

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import TruncDate

from boards.models import Partnership, RoleGrant
from core.models import AuditEvent, Change, User
from core.models.audit import AuditEventQuerySet
from core.rules.dates import ONE_DAY
from core.rules.working_days import LONDON


def trail_of(partnership: Partnership, *, reader: User) -> AuditEventQuerySet:
    """What was done in the partnership, and what happened to the accounts of those who held a role in it at the time.

    A role that is ended was held until the day before; what happened on the day itself is shown too. What belongs to no
    account, such as guesses at addresses that nobody has, is for the keepers of the installation alone. Each says
    whether it ``has_changes`` to records of the partnership.
    """
    made_on = TruncDate("made_at", tzinfo=LONDON)
    day_before = TruncDate(ExpressionWrapper(F("made_at") - ONE_DAY, DateTimeField()), tzinfo=LONDON)
    held = RoleGrant.objects.filter(
        Q(starts_on=None) | Q(starts_on__lte=OuterRef("made_on")),
        Q(ends_on=None) | Q(ends_on__gte=OuterRef("day_before")),
        user=OuterRef("account"),
        partnership=partnership,
    )
    elsewhere = Q(scope="") if reader.is_superuser else Q(Exists(held), scope="")
    trail = AuditEvent.objects.alias(made_on=made_on, day_before=day_before)
    changes = Change.objects.filter(act=OuterRef("act"), partnership=partnership.pk)
    return trail.filter(Q(scope=partnership.slug) | elsewhere).annotate(has_changes=Exists(changes))
