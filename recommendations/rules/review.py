"""What an unrecorded review holds up, and how closing is told. Pure: no Django, no clock."""

from __future__ import annotations

from datetime import date

from core.rules.dates import format_date


def closed_in_words(decided_on: date | None, body: str) -> str:
    """R-4: “closed: monitoring stopped on 3 May 2026 by the Corporate PPB”."""
    by = f" by {with_article(body)}" if body else ""
    return f"closed: monitoring stopped on {format_date(decided_on)}{by}"


def with_article(body: str) -> str:
    """“the Corporate PPB”: a body in the middle of a sentence."""
    return body if body.lower().startswith("the ") else f"the {body}"
