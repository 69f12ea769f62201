"""Kinds of mail that only the tests know, and servers that take it or do not."""

import pytest

from outbox.choices import Rhythm
from outbox.kinds import Kind, Letter, NotWanted, NotYet, kinds

ALL = frozenset({Rhythm.DAILY, Rhythm.WEEKLY})


def compose(message, at):
    """Says what the message's ``extra`` tells it to."""
    if message.extra.get("not_yet"):
        raise NotYet
    if message.extra.get("not_wanted"):
        raise NotWanted(message.extra["not_wanted"])
    if message.extra.get("fault"):
        raise KeyError("nobody thought of this")
    return Letter(subject=message.subject, text=f"Text of {message.subject}", html=f"<p>{message.subject}</p>")


@pytest.fixture(autouse=True)
def kinds_of_tests(monkeypatch):
    for kind in (
        Kind("duty", "Duty", compose),
        Kind("news", "News", compose, is_duty=False, waits_for=ALL),
        Kind("minutes", "Minutes", compose, waits_for=frozenset({Rhythm.DAILY})),
    ):
        monkeypatch.setitem(kinds, kind.slug, kind)
