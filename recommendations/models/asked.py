"""Who was asked for progress before a meeting, and what members want to be followed up there."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from agendas.models import AgendaItem
from meetings.models import Meeting
from recommendations.choices import DiscussedIn
from recommendations.models.recommendation import Recommendation, ResponsibleParty
from recommendations.querysets import DiscussionQuerySet, FollowUpQuerySet, ProgressRequestQuerySet


class ProgressRequest(models.Model):
    """A party is asked, before a meeting of the PPB, how far a recommendation is."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="progress_requests")
    party = models.ForeignKey(ResponsibleParty, on_delete=models.PROTECT, related_name="progress_requests")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="progress_requests")
    asked_at = models.DateTimeField(default=timezone.now)
    answer_by = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords()
    objects = ProgressRequestQuerySet.as_manager()

    class Meta:
        ordering = ("meeting", "party", "recommendation")
        constraints = (
            models.UniqueConstraint(fields=("recommendation", "party", "meeting"), name="recommendations_request_once"),
        )

    def __str__(self) -> str:
        return f"{self.party} is asked about {self.recommendation}"


class FollowUp(models.Model):
    """A member asks for a recommendation to be followed up: a request, until someone puts it on a PPB's agenda.

    ``item`` is where it is then, in the ``wording`` of whoever put it there. Without an item, or on the agenda of a
    meeting that does not take place, it is a request. ``meeting`` is the one on whose agenda it was last put: whoever
    takes the item off there means that it is not for that meeting, so it goes to a later one.
    """

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="follow_ups")
    text = models.TextField("what is to be followed up", max_length=1000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    item = models.ForeignKey(AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="follow_ups")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups", verbose_name="put on"
    )
    wording = models.TextField("as the agenda words it", max_length=1000, blank=True)
    placed_at = models.DateTimeField("put on an agenda", null=True, blank=True)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField("no longer waiting since", null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_reason = models.CharField(max_length=300, blank=True)

    history = HistoricalRecords()
    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ("asked_at", "pk")
        constraints = (
            models.CheckConstraint(name="recommendations_follow_up_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="recommendations_follow_up_settled_has_reason",
                condition=Q(settled_at=None, settled_reason="") | (Q(settled_at__isnull=False) & ~Q(settled_reason="")),
            ),
        )

    def __str__(self) -> str:
        return f"Follow-up of {self.recommendation}"

    @property
    def words(self) -> str:
        """What the agenda says of it: the words of whoever put it there, or the member's own."""
        return self.wording or self.text

    @property
    def is_requested(self) -> bool:
        """Nobody has decided on it: what ``FollowUpQuerySet.requested`` asks the database."""
        return self.settled_at is None and (self.item is None or self.item.meeting.is_off)

    @property
    def is_taken_back(self) -> bool:
        """Whoever asked does not want it any more."""
        return self.settled_at is not None and self.settled_by_id == self.asked_by_id


class Discussion(models.Model):
    """A meeting discussed a recommendation: written when its agenda or its summary is published."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="discussions")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="discussions")
    found_in = models.CharField(max_length=7, choices=DiscussedIn.choices)
    # With the item goes what was said of it: it may have been for members only.
    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, null=True, blank=True, related_name="discussions")
    words = models.CharField("in which words", max_length=300, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = DiscussionQuerySet.as_manager()

    class Meta:
        ordering = ("-meeting__held_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("recommendation", "meeting", "found_in"), name="recommendations_discussion_once"
            ),
            models.CheckConstraint(
                name="recommendations_discussion_words", condition=Q(found_in__in=DiscussedIn.values)
            ),
        )

    def __str__(self) -> str:
        return f"{self.recommendation} at {self.meeting}"
