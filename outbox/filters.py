"""Filters of the outbox."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q

from boards.filters import PlainDateFilter
from outbox.choices import KEPT_HERE, MessageState
from outbox.kinds import kinds
from outbox.models import Message
from outbox.querysets import MessageQuerySet

KEPT = "kept"


class MessageFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        method="by_state",
        label="State",
        empty_label="Any state",
        choices=[*((state.value, state.label.capitalize()) for state in MessageState), (KEPT, KEPT_HERE.capitalize())],
    )
    kind = django_filters.ChoiceFilter(label="Kind", empty_label="Every kind", choices=())
    to = django_filters.CharFilter(method="by_recipient", label="Name or email contains")
    since = PlainDateFilter(field_name="queued_at", lookup_expr="date__gte", label="From", required=False)
    until = PlainDateFilter(field_name="queued_at", lookup_expr="date__lte", label="To", required=False)

    class Meta:
        model = Message
        fields = ("state", "kind", "to", "since", "until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["kind"].extra["choices"] = sorted(
            ((kind.slug, kind.label) for kind in kinds.values()), key=lambda choice: choice[1]
        )

    def by_state(self, messages: MessageQuerySet, name: str, state: str) -> MessageQuerySet:
        """*Sent* has left the portal; what was kept here is a choice of its own."""
        if state in (KEPT, MessageState.SENT):
            return messages.filter(state=MessageState.SENT, stayed_here=state == KEPT)
        return messages.filter(state=state)

    def by_recipient(self, messages: MessageQuerySet, name: str, typed: str) -> MessageQuerySet:
        return messages.filter(Q(name__icontains=typed) | Q(email__icontains=typed))
