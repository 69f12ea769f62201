"""Writing down who did what."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F

from core import clock, history
from core.models import AuditEvent, User

# What holds the network address that somebody came from is deleted after this.
NETWORK_KEPT = timedelta(days=365)


def record(verb: str, *, by: User | None, about: models.Model, scope: str = "", **details: Any) -> AuditEvent:
    """Write one act down, in the transaction of the act itself. ``scope`` is the partnership's address (slug)."""
    return AuditEvent.objects.create(
        verb=verb,
        made_by=by,
        scope=scope,
        about_type=about._meta.label_lower,
        about_pk=str(about.pk),
        about_label=str(about)[:250],
        details=details,
        act=history.current_act(),
    )


def record_account(
    verb: str, *, by: User | None, account: User, network: str | None = None, **details: Any
) -> AuditEvent:
    """Write down what happened to an account, which is the same in all partnerships."""
    event = record(verb, by=by, about=account, **details)
    event.account, event.network = account, network
    event.save(update_fields=["account", "network"])
    return event


def count(
    verb: str,
    *,
    by: User | None,
    label: str,
    per: str,
    scope: str = "",
    account: User | None = None,
    network: str | None = None,
    **details: Any,
) -> None:
    """Write down what others can make happen as often as they like: one row an hour for each person and ``per``.

    Nobody signed in is told apart by network address.
    """
    now = clock.now()
    who = by.pk if by else network
    facts = (verb, scope, who, account.pk if account else None, per, now.strftime("%Y-%m-%dT%H"))
    key = sha256(repr(facts).encode()).hexdigest()
    known = AuditEvent.objects.filter(counted_as=key)
    if known.update(times=F("times") + 1, made_at=now):
        return
    try:
        with transaction.atomic():
            AuditEvent.objects.create(
                verb=verb,
                made_by=by,
                made_at=now,
                scope=scope,
                account=account,
                network=network,
                about_label=label[:250],
                details=details,
                counted_as=key,
            )
    except IntegrityError:  # the same thing at the same moment
        known.update(times=F("times") + 1, made_at=now)


def forget_networks() -> int:
    """Delete what is no longer kept, and return how many rows that were."""
    return AuditEvent.objects.expired(before=clock.now() - NETWORK_KEPT).delete()[0]
