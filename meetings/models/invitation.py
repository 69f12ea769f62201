"""Who is asked to come, and what they answered."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from boards.models import Organisation, Person
from meetings.choices import INVITATION_TONES, InvitationState
from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting
from meetings.querysets import InvitationQuerySet


class Invitation(models.Model):
    """Somebody is asked to a meeting or an event, for all of it or for one item; they answer by a signed link."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitations")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    name = models.CharField("name or role", max_length=150)
    email = models.EmailField("e-mail address", blank=True)
    message = models.TextField("what is asked of them", max_length=2000, blank=True)
    state = models.CharField(max_length=9, choices=InvitationState.choices, default=InvitationState.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_note = models.TextField("what they answered", max_length=2000, blank=True)
    comes_instead = models.CharField("who comes in their place", max_length=150, blank=True)
    needs = models.CharField("what they need, for example step-free access", max_length=500, blank=True)
    came = models.BooleanField("came", null=True, blank=True)
    follow_up = models.TextField("what follows from it", max_length=2000, blank=True)
    follow_up_due_on = models.DateField("by when", null=True, blank=True)
    followed_up_on = models.DateField("done on", null=True, blank=True)

    history = HistoricalRecords()
    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(name="meetings_invitation_words", condition=Q(state__in=InvitationState.values)),
            models.UniqueConstraint(
                fields=("meeting", "email"),
                condition=Q(item=None) & ~Q(email="") & ~Q(state=InvitationState.WITHDRAWN),
                name="meetings_invitation_once",
            ),
            models.UniqueConstraint(
                fields=("item", "email"),
                condition=~Q(email="") & ~Q(state=InvitationState.WITHDRAWN),
                name="meetings_invitation_to_item_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}: {self.get_state_display()}"

    @property
    def tone(self) -> str:
        return INVITATION_TONES[InvitationState(self.state)]

    @property
    def tag(self) -> str:
        """The state in words, where somebody else comes as well."""
        return "somebody else comes" if self.comes_instead else self.get_state_display()

    def answers(self) -> list[Any]:
        """What was answered over time, the newest first: entries of the history, each change of the answer once."""
        told: list[Any] = []
        for entry in self.history.filter(answered_at__isnull=False).order_by("answered_at", "history_id"):
            if not told or told[-1].answered_at != entry.answered_at:
                told.append(entry)
        return told[::-1]
