"""How far the mail of a summary has got."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from outbox.choices import MessageState
from outbox.models import Message
from outbox.wording import sent_of
from summaries.choices import SUMMARY
from summaries.models import SummaryVersion

UNDER_WAY = (MessageState.QUEUED, MessageState.SENDING)
OTHER_ENDS = (MessageState.FAILED, MessageState.HELD, MessageState.DROPPED)


def mailing_of(version: SummaryVersion) -> dict[str, Any]:
    """How far the mailing of the version is, in the words by which a page follows it."""
    sent = list(Message.objects.of(SUMMARY, version.pk).only("state", "stayed_here"))
    return {"total": len(sent)} | progress(sent)


def progress(deliveries: Collection[Message]) -> dict[str, Any]:
    """How far the mailing is, in the form that js/progress.js reads.

    What waits for somebody's digest goes tomorrow: nobody watches for it.
    """
    total = len(deliveries)
    states = Counter(one.state for one in deliveries)
    left = sum(states[state] for state in UNDER_WAY)
    kept = sum(one.state == MessageState.SENT and one.stayed_here for one in deliveries)
    told = [sent_of(total, sent=states[MessageState.SENT] - kept, kept=kept)]
    told += [f"{states[state]} {state.label}" for state in OTHER_ENDS if states[state]]
    return {
        "state": "working" if left else "done",
        "percent": 100 * (total - left) // total if total else 100,
        "text": ", ".join(told),
        "waiting": left,
    }
