"""How far a mailing is, in words that pages share."""

from __future__ import annotations

from outbox.post import why_it_stays


def sent_of(total: int, *, sent: int, written: int) -> str:
    """“Sent 3 of 14”; “Written to a file: 14 of 14” where no mail server has had them."""
    files = f"Written to a file: {written} of {total}"
    if sent and written:
        return f"Sent {sent} of {total}, written to a file: {written}"
    return files if written or (why_it_stays() and not sent) else f"Sent {sent} of {total}"
