"""How far a mailing is, in words that pages share."""

from __future__ import annotations

from outbox.post import why_it_stays


def sent_of(total: int, *, sent: int, kept: int) -> str:
    """“Sent 3 of 14”; “Kept here, not sent: 14 of 14” where no mail server has had them."""
    if sent and kept:
        return f"Sent {sent} of {total}, kept here: {kept}"
    if kept or (why_it_stays() and not sent):
        return f"Kept here, not sent: {kept} of {total}"
    return f"Sent {sent} of {total}"
