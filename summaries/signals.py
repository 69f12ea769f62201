"""What summaries tell the apps above them."""

from __future__ import annotations

from django.dispatch import Signal

# Sent by SummaryVersion with ``version``, once the publication is committed: its mail is waiting to be sent.
# Nothing is lost if nobody hears it: the messages are rows, and a schedule looks for them.
summary_published = Signal()
