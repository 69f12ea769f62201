"""Shares of a whole, in whole per cent (P-7)."""

from __future__ import annotations

from collections.abc import Iterable


def per_cent(part: int, whole: int) -> int | None:
    """P-7: rounded half up; None of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else None


def rounding_note(shares: Iterable[int]) -> str:
    """P-7: the sentence below all shares of one whole where they do not add up to 100; empty where they do."""
    added = sum(shares)
    return "" if added == 100 else f"Shares are rounded, so they add up to {added}%."
