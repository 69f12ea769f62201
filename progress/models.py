"""How far a recommendation is: who is asked, what is reported, each status, and what is proposed as one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from boards.models import Person
from core.choices import Precision
from core.models import DatedEvent, Governed, precision_pair
from core.rules.dates import format_date
from core.rules.working_days import london_day
from meetings.models import Meeting
from progress.choices import ProposalState
from recommendations.choices import RecommendationStatus
from recommendations.models import Owner, Recommendation, StateEventQuerySet, members_of

if TYPE_CHECKING:
    from datetime import datetime

    from core.models import User
    from scrutiny.models import Reader


class ProgressUpdateQuerySet(StateEventQuerySet["ProgressUpdate"]):
    def oldest_first(self) -> Self:
        return self.order_by(F("reported_on").asc(nulls_first=True), "position")

    def newest_first(self) -> Self:
        return self.order_by(F("reported_on").desc(nulls_last=True), "-position")


class StatusChangeQuerySet(StateEventQuerySet["StatusChange"]):
    def oldest_first(self) -> Self:
        return self.order_by(F("changed_on").asc(nulls_first=True), "recorded_at", "pk")

    def newest_first(self) -> Self:
        return self.order_by(F("changed_on").desc(nulls_last=True), "-recorded_at", "-pk")


class StatusProposalQuerySet(models.QuerySet["StatusProposal"]):
    def visible_to(self, user: Reader) -> Self:
        """That somebody proposes a status is for members: it is no fact yet."""
        return self.filter(members_of(user))

    def waiting(self) -> Self:
        return self.filter(state=ProposalState.WAITING)


class ProgressRequestQuerySet(models.QuerySet["ProgressRequest"]):
    def visible_to(self, user: Reader) -> Self:
        """Who was asked, and has not answered, is for members."""
        return self.filter(members_of(user))

    def waiting(self) -> Self:
        return self.filter(answered_at=None)


class ProgressRequest(Governed):
    """An owner is asked, before a meeting of the PPB, how far a recommendation is."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="progress_requests")
    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="progress_requests")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="progress_requests")
    asked_at = models.DateTimeField(default=timezone.now)
    answer_by = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)

    part_of, named_by = ("recommendation",), "owner"
    objects = ProgressRequestQuerySet.as_manager()

    class Meta:
        ordering = ("meeting", "owner", "recommendation")
        constraints = (
            models.UniqueConstraint(fields=("recommendation", "owner", "meeting"), name="progress_request_once"),
        )

    def __str__(self) -> str:
        return f"{self.owner} is asked about {self.recommendation}"


class ProgressUpdate(DatedEvent):
    """One claim of progress. ``status`` is that of the claim, which may differ from the recommendation's."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="progress")
    code = models.CharField("code in imports", max_length=20, blank=True)
    position = models.PositiveSmallIntegerField()
    text = models.TextField("what has happened", max_length=4000)
    status = models.CharField(max_length=15, choices=RecommendationStatus.choices)
    status_reason = models.CharField(max_length=300, blank=True)
    reported_on = models.DateField(null=True, blank=True)
    reported_precision = models.CharField(max_length=7, choices=Precision.choices, default=Precision.DAY)
    date_note = models.CharField("what is known of the date", max_length=200, blank=True)
    reported_by = models.CharField("who reports", max_length=120, blank=True)
    told_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="reported by link by"
    )
    request = models.ForeignKey(
        ProgressRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )
    source = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    part_of, named_by, dated_by = ("recommendation",), "text", "reported_on"
    objects = ProgressUpdateQuerySet.as_manager()

    class Meta:
        ordering = ("recommendation", F("reported_on").asc(nulls_first=True), "position")
        constraints = (
            models.UniqueConstraint(fields=("recommendation", "position"), name="progress_update_position"),
            models.UniqueConstraint(
                fields=("recommendation", "code"), condition=~Q(code=""), name="progress_update_code"
            ),
            models.CheckConstraint(name="progress_update_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="progress_update_words",
                condition=Q(status__in=RecommendationStatus.values, reported_precision__in=Precision.values),
            ),
            models.CheckConstraint(
                name="progress_update_precision",
                condition=precision_pair("reported_on", "reported_precision"),
            ),
        )

    def __str__(self) -> str:
        return f"Progress {self.position} on {self.recommendation}"

    @property
    def reporter_shown(self) -> str:
        """Who reports, as the public may read it: whoever did by link may have wished for no name since then."""
        known = self.told_by
        return self.reported_by.replace(known.name, str(known)) if known else self.reported_by

    @property
    def tone(self) -> str:
        return RecommendationStatus(self.status).tone


class StatusChange(DatedEvent):
    """A change of a recommendation's status: from what to what, when, by whom and why.

    ``evidence`` shows that it is so: *implemented* is not recorded without. ``meeting`` is the PPB's that confirmed it.
    """

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="status_changes")
    from_status = models.CharField(max_length=15, choices=RecommendationStatus.choices, blank=True)
    to_status = models.CharField(max_length=15, choices=RecommendationStatus.choices)
    reason = models.TextField(max_length=1000)
    evidence = models.TextField(max_length=2000, blank=True)
    superseded_by = models.ForeignKey(Recommendation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="status_changes")
    changed_on = models.DateField(null=True, blank=True)
    changed_precision = models.CharField(max_length=7, choices=Precision.choices, default=Precision.DAY)

    part_of, named_by, dated_by = ("recommendation",), "to_status", "changed_on"
    objects = StatusChangeQuerySet.as_manager()

    class Meta:
        ordering = ("recorded_at", "pk")
        constraints = (
            models.CheckConstraint(
                name="progress_change_words",
                condition=Q(
                    from_status__in=("", *RecommendationStatus.values), to_status__in=RecommendationStatus.values
                )
                & Q(changed_precision__in=Precision.values),
            ),
            models.CheckConstraint(name="progress_change_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="progress_change_implemented_has_evidence",
                condition=~Q(to_status=RecommendationStatus.IMPLEMENTED) | ~Q(evidence=""),
            ),
            models.CheckConstraint(name="progress_change_is_one", condition=~Q(from_status=F("to_status"))),
            models.CheckConstraint(
                name="progress_change_precision", condition=precision_pair("changed_on", "changed_precision")
            ),
        )

    def __str__(self) -> str:
        return f"{self.recommendation}: {self.get_to_status_display()}"

    @property
    def tone(self) -> str:
        return RecommendationStatus(self.to_status).tone


class StatusProposal(Governed):
    """A status proposed by those who do the work: fact only once an officer, or the PPB in a meeting, confirms it."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="proposals")
    to_status = models.CharField(max_length=15, choices=RecommendationStatus.choices)
    reason = models.TextField(max_length=1000)
    evidence = models.TextField(max_length=2000, blank=True)
    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    told_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=9, choices=ProposalState.choices, default=ProposalState.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.CharField(max_length=500, blank=True)
    change = models.OneToOneField(
        StatusChange, on_delete=models.PROTECT, null=True, blank=True, related_name="proposal"
    )

    part_of, named_by = ("recommendation",), "to_status"
    objects = StatusProposalQuerySet.as_manager()

    class Meta:
        ordering = ("proposed_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("recommendation",),
                condition=Q(state=ProposalState.WAITING),
                name="progress_proposal_one_waiting",
            ),
            models.CheckConstraint(
                name="progress_proposal_words",
                condition=Q(to_status__in=RecommendationStatus.values, state__in=ProposalState.values),
            ),
            models.CheckConstraint(name="progress_proposal_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="progress_proposal_decided",
                condition=Q(state=ProposalState.WAITING, decided_at=None)
                | (~Q(state=ProposalState.WAITING) & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="progress_proposal_confirmed_is_a_change",
                condition=Q(state=ProposalState.CONFIRMED, change__isnull=False)
                | (~Q(state=ProposalState.CONFIRMED) & Q(change=None)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.recommendation}: {self.get_to_status_display()}, {self.get_state_display()}"

    def decide(self, state: ProposalState, *, note: str, by: User | None, at: datetime) -> None:
        """Save that it waits no more, and why."""
        self.state, self.decision_note = state, note
        self.decided_by, self.decided_at = by, at
        self.save()

    @property
    def proposer(self) -> str:
        """Who does the work and says so: an owner, or a member who speaks for none."""
        return str(self.owner or self.proposed_by or self.told_by or "those who do the work")

    @property
    def when(self) -> str:
        return format_date(london_day(self.proposed_at))

    @property
    def words(self) -> str:
        """“proposed by Fire Service on 3 May 2026: implemented; not confirmed yet”."""
        words = f"proposed by {self.proposer} on {self.when}: {self.get_to_status_display()}"
        return f"{words}; not confirmed yet" if self.state == ProposalState.WAITING else words

    @property
    def present_tone(self) -> str:
        """The colour of the status that the recommendation has."""
        return RecommendationStatus(self.recommendation.status).tone

    @property
    def tone(self) -> str:
        return RecommendationStatus(self.to_status).tone
