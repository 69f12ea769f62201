"""What scrutiny tells the apps above it, always within the transaction of the change."""

from django.dispatch import Signal

# Sent with ``group``: the day on which its report was received is another one now. A receiver returns how many
# recommendations have a new day of review for it.
receipt_changed = Signal()
