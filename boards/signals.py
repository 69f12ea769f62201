"""What boards tells the apps above it, within the transaction in which it happened."""

from django.dispatch import Signal

# Sent by a partnership's class with ``partnership``, ``day`` (the holiday added or removed), ``by`` (a User) and
# ``at`` (the moment): deadlines that are still open must be counted again (T-2).
holidays_changed = Signal()
