"""What a message said when it was sent."""

from django.db import models

from outbox.models.message import Message


class SentCopy(models.Model):
    """The letter as it went, apart from the row of the message, which lists read; of attachments only the names."""

    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="sent_copy")
    subject = models.TextField()
    text = models.TextField()
    html = models.TextField()
    attachments = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return self.subject
