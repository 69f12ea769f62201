"""What boards tells the apps above it, within the transaction in which it happened."""

from django.dispatch import Signal

# Sent by the class Partnership with ``partnership``, ``day`` (the holiday that was added or removed, ``None`` where
# any may have changed), ``by`` (a User) and ``at`` (the moment): open deadlines must be counted again (T-2).
holidays_changed = Signal()
