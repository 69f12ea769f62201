"""What meetings tells the apps above it."""

from django.dispatch import Signal

# What of a meeting people can be told of.
AGENDA, DATE = "agenda", "date"

# Sent by the class Meeting with ``meeting``, ``before`` (the Arrangement that was on record) and ``at``, within the
# transaction of the change: whoever is invited is told.
meeting_changed = Signal()

# Sent by the class Meeting with ``meeting``, ``of`` (AGENDA or DATE) and ``on``, after an officer has changed that: a
# receiver may answer the address of the page to which the officer goes on, such as whom to tell of it.
officer_goes_on = Signal()

# Sent by SummaryRevision with ``revision``, once the publication is committed: its mail is waiting to be sent.
# Nothing is lost if nobody hears it: the messages are rows, and a schedule looks for them.
summary_published = Signal()

# Sent by Meeting with ``meeting``, once it is committed: its agenda is public from now on.
agenda_published = Signal()

# The same of a later change: an item was added, changed or removed, or the agenda was taken back.
agenda_changed = Signal()
