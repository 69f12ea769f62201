"""Key actions: what, who, by when, and what came of it."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from boards.models import Body, Organisation, Partnership, Person
from core.addresses import address
from core.rules.dates import age_in_words
from meetings.choices import ACTION_TONES, OPEN_ACTIONS, ActionStatus
from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting
from meetings.querysets import ActionHandoverQuerySet, ActionQuerySet, CascadeQuerySet


class Action(models.Model):
    """One action agreed at a meeting. ``partnership`` and ``body`` repeat the meeting's, for fast lists."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="actions")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="actions")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="actions")
    number = models.PositiveSmallIntegerField("number within the meeting")
    what = models.CharField(max_length=500)
    owner_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="actions_owned"
    )
    owner_body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="actions_owned")
    owner_person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="actions_owned"
    )
    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="actions", verbose_name="agenda item"
    )
    due_on = models.DateField("by when", null=True, blank=True)
    status = models.CharField(max_length=11, choices=ActionStatus.choices, default=ActionStatus.NOT_STARTED)
    closed_on = models.DateField(null=True, blank=True)

    history = HistoricalRecords()
    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = (F("due_on").asc(nulls_last=True), "pk")
        indexes = (
            models.Index(
                fields=("partnership", "due_on"),
                condition=Q(status__in=OPEN_ACTIONS),
                name="meetings_action_open",
            ),
            models.Index(
                fields=("body", "due_on"), condition=Q(status__in=OPEN_ACTIONS), name="meetings_action_open_body"
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("meeting", "number"), name="meetings_action_number"),
            models.CheckConstraint(name="meetings_action_words", condition=Q(status__in=ActionStatus.values)),
            models.CheckConstraint(
                name="meetings_action_one_owner",
                condition=Q(owner_organisation__isnull=False, owner_body=None, owner_person=None)
                | Q(owner_organisation=None, owner_body__isnull=False, owner_person=None)
                | Q(owner_organisation=None, owner_body=None, owner_person__isnull=False),
                violation_error_message="Choose one organisation, body or person for the action.",
            ),
            models.CheckConstraint(
                name="meetings_action_closed_on",
                condition=Q(status__in=OPEN_ACTIONS, closed_on=None)
                | (~Q(status__in=OPEN_ACTIONS) & Q(closed_on__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return address("meetings:action", self.partnership.slug, self.pk)

    @property
    def owner(self) -> "Organisation | Body | Person":
        """The organisation (or office), the body or the person that carries the action out."""
        owner = self.owner_organisation or self.owner_body or self.owner_person
        assert owner is not None  # the database refuses an action without an owner
        return owner

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_ACTIONS

    @property
    def tone(self) -> str:
        return ACTION_TONES[ActionStatus(self.status)]

    def is_overdue(self, *, on: date) -> bool:
        """Open, and due before the day: what ``ActionQuerySet.overdue`` asks the database."""
        return self.is_open and self.due_on is not None and self.due_on < on

    def age_in_words(self, *, on: date) -> str:
        """“agreed 14 months ago”; nothing where the day of the meeting is not known, or is to come."""
        agreed_on = self.meeting.held_on
        if agreed_on is None or agreed_on > on:
            return ""
        age = age_in_words((on - agreed_on).days)
        return f"agreed {age}" if agreed_on == on else f"agreed {age} ago"


class ActionHandover(models.Model):
    """An action passed from one owner to another: from the day ``passed_on`` it is the new owner's.

    What the summary published stays as it is; ``Action`` keeps the owner of today.
    """

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="handovers")
    from_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    from_body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    from_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to_body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300)
    passed_on = models.DateField("from which day")
    passed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    passed_at = models.DateTimeField(default=timezone.now)

    objects = ActionHandoverQuerySet.as_manager()

    class Meta:
        ordering = ("-passed_on", "-pk")
        constraints = (
            models.CheckConstraint(name="meetings_handover_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="meetings_handover_one_owner_before",
                condition=Q(from_organisation__isnull=False, from_body=None, from_person=None)
                | Q(from_organisation=None, from_body__isnull=False, from_person=None)
                | Q(from_organisation=None, from_body=None, from_person__isnull=False),
            ),
            models.CheckConstraint(
                name="meetings_handover_one_owner_after",
                condition=Q(to_organisation__isnull=False, to_body=None, to_person=None)
                | Q(to_organisation=None, to_body__isnull=False, to_person=None)
                | Q(to_organisation=None, to_body=None, to_person__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.action}: from {self.from_owner} to {self.to_owner}"

    @property
    def from_owner(self) -> "Organisation | Body | Person":
        owner = self.from_organisation or self.from_body or self.from_person
        assert owner is not None  # the database refuses one without
        return owner

    @property
    def to_owner(self) -> "Organisation | Body | Person":
        owner = self.to_organisation or self.to_body or self.to_person
        assert owner is not None  # the database refuses one without
        return owner


class ActionUpdate(models.Model):
    """One dated report on an action, with the status that it led to."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    status = models.CharField(max_length=11, choices=ActionStatus.choices)
    text = models.TextField("what has happened", max_length=4000)
    reported_on = models.DateField()
    new_due_on = models.DateField("carried to", null=True, blank=True)
    noted_at = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="updates_noted", verbose_name="meeting"
    )
    reported_by = models.CharField("who reports it", max_length=150, blank=True)
    reporter = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="reported by link"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-reported_on", "-pk")
        constraints = (
            models.CheckConstraint(name="meetings_update_has_text", condition=~Q(text="")),
            models.CheckConstraint(name="meetings_update_words", condition=Q(status__in=ActionStatus.values)),
        )

    def __str__(self) -> str:
        return f"{self.action}: {self.get_status_display()} on {self.reported_on}"

    @property
    def tone(self) -> str:
        return ACTION_TONES[ActionStatus(self.status)]


class Cascade(models.Model):
    """A member organisation is asked to pass an action on inside it; by a signed link it says that it has."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="cascades")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cascades")
    asked_at = models.DateTimeField(default=timezone.now)
    passed_on_at = models.DateTimeField(null=True, blank=True)
    passed_on_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="whose link said so"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField("to whom, or how", max_length=500, blank=True)

    history = HistoricalRecords()
    objects = CascadeQuerySet.as_manager()

    class Meta:
        ordering = ("organisation__name", "action__number")
        constraints = (
            models.UniqueConstraint(fields=("action", "organisation"), name="meetings_cascade_once"),
            models.CheckConstraint(
                name="meetings_cascade_passed_on_by_somebody",
                condition=Q(passed_on_at=None, passed_on_by=None, recorded_by=None)
                | (Q(passed_on_at__isnull=False) & (Q(passed_on_by__isnull=False) | Q(recorded_by__isnull=False))),
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation}: {self.action}"
