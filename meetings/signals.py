"""What meetings tells the apps above it."""

from django.dispatch import Signal

# Sent by SummaryRevision with ``revision``, once the publication is committed: its mail is waiting to be sent.
# Nothing is lost if nobody hears it: the messages are rows, and a schedule looks for them.
summary_published = Signal()

# Sent by Meeting with ``meeting``, once it is committed: its agenda is public from now on.
agenda_published = Signal()

# The same of a later change: an item was added, changed or removed, or the agenda was taken back.
agenda_changed = Signal()
