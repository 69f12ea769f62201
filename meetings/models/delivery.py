"""Proof of what was sent to whom and when."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from boards.models import Person
from meetings.choices import DELIVERY_TONES, DeliveryState
from meetings.models.summary import SummaryRevision
from meetings.querysets import DeliveryQuerySet


class Delivery(models.Model):
    """One message of one revision to one person. It is written with the publication; the worker sends it.

    ``message_id`` is made once, so that a message which may have gone twice carries the same Message-ID both times;
    ``may_be_double`` then says so.
    """

    revision = models.ForeignKey(SummaryRevision, on_delete=models.PROTECT, related_name="deliveries")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="deliveries")
    name = models.CharField(max_length=120)
    email = models.EmailField()
    reason = models.CharField("why this person", max_length=200)
    state = models.CharField(max_length=7, choices=DeliveryState.choices, default=DeliveryState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)
    message_id = models.CharField(max_length=150, unique=True)
    queued_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    may_be_double = models.BooleanField("may have arrived twice", default=False)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ("name", "email")
        verbose_name_plural = "deliveries"
        indexes = (
            models.Index(
                fields=("next_attempt_at",),
                condition=Q(state__in=(DeliveryState.QUEUED, DeliveryState.SENDING)),
                name="meetings_delivery_waiting",
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("revision", "email"), name="meetings_delivery_once_per_person"),
            models.CheckConstraint(name="meetings_delivery_words", condition=Q(state__in=DeliveryState.values)),
            models.CheckConstraint(
                name="meetings_delivery_sent_has_moment",
                condition=~Q(state=DeliveryState.SENT) | Q(sent_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}: {self.get_state_display()}"

    @property
    def tone(self) -> str:
        return DELIVERY_TONES[DeliveryState(self.state)]
