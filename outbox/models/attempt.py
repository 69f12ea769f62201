"""Each time that a message was handed to the mail server, and what it answered."""

from django.db import models

from outbox.models.message import Message


class Attempt(models.Model):
    """One attempt to send one message; without an ``error``, the server took it."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="tries")
    made_at = models.DateTimeField()
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return f"{self.made_at}: {self.error or 'accepted'}"
