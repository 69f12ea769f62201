"""What agendas tell the apps above them."""

from __future__ import annotations

from django.dispatch import Signal

# Sent by Meeting with ``meeting``, once it is committed: its agenda is public from now on.
agenda_published = Signal()


# The same of a later change: an item was added, changed or removed, or the agenda was taken back.
agenda_changed = Signal()
