"""What happens to a message that could not be sent."""

from datetime import datetime, timedelta

# Waits between the attempts; after the attempt that follows the last of them, a message is given up. Together they
# outlast a mail server that is down for a day.
RETRY_WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 720))


def next_attempt(attempts: int, *, at: datetime) -> datetime | None:
    """When to try again after so many attempts, the last of them at ``at``; None: give up."""
    return at + RETRY_WAITS[attempts - 1] if attempts <= len(RETRY_WAITS) else None
