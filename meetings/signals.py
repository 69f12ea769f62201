"""What meetings tells the apps above it."""

from django.dispatch import Signal

# What of a meeting people can be notified of.
AGENDA, DATE = "agenda", "date"

# Sent by the class Meeting with ``meeting``, ``before`` (the Arrangement that was on record) and ``at``, within the
# transaction of the change: those invited are notified.
meeting_changed = Signal()

# Sent by the class Meeting with ``meeting``, ``of`` (AGENDA or DATE) and ``on``, after an officer has changed that: a
# receiver may return the address of the page to which the officer goes on, such as whom to tell of it.
officer_goes_on = Signal()
