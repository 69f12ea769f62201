"""Proof of what was sent to whom and when."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from boards.models import Partnership, Person
from outbox.choices import KEPT_HERE, MESSAGE_TONES, MessageState
from outbox.kinds import kinds
from outbox.querysets import MessageQuerySet


class Message(models.Model):
    """One message to one person. It is written with the fact that it tells of; the worker sends it.

    ``kind`` names an entry of ``outbox.kinds``; ``about`` is the primary key of what the message tells of, ``key``
    tells apart several messages about the same thing to the same address, and ``extra`` is what the kind needs to
    write it. ``subject`` and ``path`` are what the outbox page shows and where it leads.
    ``stayed_here`` says of one that is *sent* that no mail server has had it (EMAIL_URL).
    ``message_id`` is made once, so that a message which may have gone twice carries the same Message-ID both times;
    ``may_be_double`` then says so.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="messages")
    kind = models.SlugField(max_length=30)
    about = models.BigIntegerField("primary key of what it tells of")
    key = models.CharField(max_length=60, blank=True)
    extra = models.JSONField(default=dict, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="messages")
    name = models.CharField(max_length=120)
    email = models.EmailField()
    reason = models.CharField("why this person", max_length=200)
    subject = models.CharField(max_length=250)
    path = models.CharField("page that it leads to", max_length=250, blank=True)
    state = models.CharField(max_length=7, choices=MessageState.choices, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)
    message_id = models.CharField(max_length=150, unique=True)
    queued_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    may_be_double = models.BooleanField("may have arrived twice", default=False)
    stayed_here = models.BooleanField("kept here, not sent", default=False)
    digest = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried", verbose_name="sent within"
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ("name", "email")
        indexes = (
            models.Index(
                fields=("next_attempt_at",),
                condition=Q(state__in=(MessageState.QUEUED, MessageState.SENDING)),
                name="outbox_message_waiting",
            ),
            models.Index(fields=("partnership", "-queued_at", "-id"), name="outbox_message_newest"),
            models.Index(
                fields=("partnership", "email"), condition=Q(state=MessageState.HELD), name="outbox_message_held"
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("kind", "about", "key", "email"), name="outbox_message_once_per_person"),
            models.CheckConstraint(name="outbox_message_words", condition=Q(state__in=MessageState.values)),
            models.CheckConstraint(
                name="outbox_message_sent_has_moment",
                condition=~Q(state=MessageState.SENT) | Q(sent_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject} to {self.name}: {self.state_words}"

    def get_absolute_url(self) -> str:
        return reverse("outbox:message", args=[self.partnership.slug, self.pk])

    @property
    def kind_label(self) -> str:
        """What officers call the kind."""
        kind = kinds.get(self.kind)
        return kind.label if kind else self.kind

    @property
    def state_words(self) -> str:
        """What became of it; a message counts as sent only where it left the portal."""
        return KEPT_HERE if self.state == MessageState.SENT and self.stayed_here else self.get_state_display()

    @property
    def is_waiting(self) -> bool:
        return self.state in (MessageState.QUEUED, MessageState.HELD)

    @property
    def tone(self) -> str:
        return MESSAGE_TONES[MessageState(self.state)]
