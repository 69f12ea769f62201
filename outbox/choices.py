"""The words of mail."""

from django.db import models


class MessageState(models.TextChoices):
    """What became of one message to one person."""

    QUEUED = "queued", "waiting"
    HELD = "held", "waiting for the digest"
    SENDING = "sending", "being sent"
    SENT = "sent", "sent"
    FAILED = "failed", "could not be sent"
    DROPPED = "dropped", "not needed any more"


# What is said in place of “sent” of a message that no mail server has had: of the example, or written to a file.
KEPT_HERE = "kept here, not sent"


class Rhythm(models.TextChoices):
    """How often somebody wants the mail that can wait."""

    AT_ONCE = "at-once", "each message at once"
    DAILY = "daily", "one digest a day"
    WEEKLY = "weekly", "one digest a week"


# How a state is coloured; the words say the same without it.
MESSAGE_TONES = {
    MessageState.QUEUED: "blue",
    MessageState.HELD: "purple",
    MessageState.SENDING: "blue",
    MessageState.SENT: "green",
    MessageState.FAILED: "red",
    MessageState.DROPPED: "grey",
}
