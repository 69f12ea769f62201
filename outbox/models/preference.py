"""How somebody wants to be written to."""

from django.db import models
from django.db.models import Q

from boards.models import Partnership
from core.models import Governed
from outbox.choices import Rhythm


class MailPreference(Governed):
    """How often an address wants mail that can wait, and which kinds it wants no more; with or without a sign-in."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="mail_preferences")
    email = models.EmailField("email address")
    rhythm = models.CharField(max_length=7, choices=Rhythm.choices, default=Rhythm.AT_ONCE)
    stopped = models.JSONField("kinds not wanted", default=list, blank=True)

    kept_out_of_history = frozenset({"email"})

    class Meta:
        ordering = ("email",)
        constraints = (
            models.UniqueConstraint(fields=("partnership", "email"), name="outbox_preference_once"),
            models.CheckConstraint(name="outbox_preference_words", condition=Q(rhythm__in=Rhythm.values)),
        )

    def __str__(self) -> str:
        return f"{self.email}: {self.get_rhythm_display()}"
