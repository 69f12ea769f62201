"""The chores of the background worker, each once a minute."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib.sessions.backends.db import SessionStore

from agendas.services.documents import SEEKING_TEXT, seek_text
from core import clock
from core.acts import forget_form_tokens
from core.audit import forget_networks
from core.chores import run_whole, settle_what_is_gone
from core.models import remove_orphaned_pictures
from core.papers import DISCARDING, MAKING_PAPERS, discard_papers, nudge_papers
from outbox.services.digests import GATHERING, gather_digests
from outbox.services.sending import SENDING, send_due
from progress.services.requests import ASKING, queue_requests
from recommendations.services.states import CHECKING, check_states_of_the_minute
from reports.choices import PASSING_KINDS
from summaries.papers import ask_for_lost_papers
from summaries.services.reminders import REMINDING, queue_reminders


def make_lost_papers() -> None:
    """Summaries without a PDF, and papers that nobody works on. The papers are made by tasks of their own."""
    ask_for_lost_papers(at=clock.now())
    nudge_papers(at=clock.now())


def throw_away_what_has_expired() -> None:
    """Visitors who never sign in leave sessions too."""
    SessionStore.clear_expired()
    forget_networks()
    forget_form_tokens(at=clock.now())
    settle_what_is_gone(at=clock.now())
    remove_orphaned_pictures(at=clock.now())


# What is queued by one goes out with the last, where all are done in turn.
CHORES: Mapping[str, Callable[[], object]] = {
    MAKING_PAPERS: make_lost_papers,
    DISCARDING: lambda: discard_papers(PASSING_KINDS, at=clock.now()),
    "discard-expired": throw_away_what_has_expired,
    CHECKING: lambda: check_states_of_the_minute(at=clock.now()),
    SEEKING_TEXT: lambda: seek_text(at=clock.now()),
    REMINDING: lambda: queue_reminders(at=clock.now()),
    ASKING: lambda: queue_requests(at=clock.now()),
    GATHERING: lambda: gather_digests(at=clock.now()),
    SENDING: lambda: send_due(now=clock.now),
}


def run_chore(name: str) -> None:
    """A task of its own for each chore, so that one that hangs or is killed holds up no other."""
    run_whole(name, CHORES[name], now=clock.now)


def tend_queue() -> None:
    """All chores in turn, for whoever does not want to wait for the minute."""
    for name in CHORES:
        run_chore(name)
