"""Actions: what, who, by when, and what came of it."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from actions.choices import ACTION_TONES, OPEN_ACTIONS, ActionStatus
from agendas.models import AgendaItem
from boards.models import Body, Organisation, Partnership, Person
from core.addresses import address
from core.models import Governed, User
from core.rules.dates import age_in_words
from meetings.models import Meeting

# As the public may read it.
PERSONS_NAME = Coalesce(NullIf("owner_person__shown_as", Value("")), "owner_person__name")


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Actions exist only once their summary is published, and are public from then on."""
        return self.filter(partnership__is_listed=True)

    def open(self) -> Self:
        return self.filter(status__in=OPEN_ACTIONS)

    def overdue(self, *, on: date) -> Self:
        """Open, and due before the day."""
        return self.open().filter(due_on__lt=on)

    def open_from_before(self, meeting: Meeting, *, on: date) -> Self:
        """Matters arising: agreed at earlier meetings of the same bodies, and open as the meeting begins.

        As at the meeting's day, so that what it closes itself is still listed; as at ``on`` before it.
        """
        if meeting.held_on is None or on < meeting.held_on:
            return self.open().from_before(meeting, meeting.held_on or on)
        still_open = Q(status__in=OPEN_ACTIONS) | Q(closed_on__gte=meeting.held_on)
        return self.from_before(meeting, meeting.held_on).filter(still_open)

    def from_before(self, meeting: Meeting, day: date | None) -> Self:
        """Agreed before the day by any of the bodies that meet, by itself or jointly with another."""
        theirs = Q(body=meeting.body_id) | Q(body__in=meeting.joint_bodies.order_by().values("body"))
        joint_meetings = meeting.joint_bodies.model.objects.order_by().filter(theirs).values("meeting")
        return self.filter(theirs | Q(meeting__in=joint_meetings), meeting__held_on__lt=day)

    def of_body(self, body: Body) -> Self:
        """Agreed by it alone, or jointly with another."""
        return self.filter(Q(body=body) | Q(meeting__in=body.joint_meetings.order_by().values("meeting")))

    def with_owner(self) -> Self:
        return self.select_related("owner_organisation", "owner_body", "owner_person", "meeting", "body")

    def with_latest_note(self) -> Self:
        """``latest_note``: the words of the latest report; None where nobody has reported."""
        updates = ActionUpdate.objects.filter(action=OuterRef("pk"))
        return self.annotate(latest_note=Subquery(updates.values("text")[:1]))

    def for_list(self) -> Self:
        """With as much of each action, its owner and its meeting as a row shows; ``owner_name`` is to sort by."""
        owner_name = Coalesce("owner_organisation__name", "owner_body__name", PERSONS_NAME)
        return (
            self.with_owner()
            .annotate(owner_name=owner_name)
            .only(
                "partnership",
                "what",
                "due_on",
                "status",
                "owner_organisation__name",
                "owner_body__name",
                "owner_person__name",
                "owner_person__shown_as",
                "body__name",
                "meeting__held_on",
                "meeting__held_precision",
                "meeting__ends_on",
            )
        )


class ActionHandoverQuerySet(models.QuerySet["ActionHandover"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Who had an action before, and why it was passed on, is public, like the action."""
        return self.filter(action__partnership__is_listed=True)

    def with_owners(self) -> Self:
        before, after = ("from_organisation", "from_body", "from_person"), ("to_organisation", "to_body", "to_person")
        return self.select_related(*before, *after)


class SharingQuerySet(models.QuerySet["Sharing"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Which organisation has passed an action on is public, like the action."""
        return self.filter(action__partnership__is_listed=True)

    def waiting(self) -> Self:
        """Asked, and not said to be shared."""
        return self.filter(shared_at=None)

    def locked(self, organisation: Organisation) -> Self:
        """The organisation's rows, locked to the end of the transaction, with the meeting of each."""
        rows = self.select_for_update(of=("self",), no_key=True).filter(organisation=organisation)
        return rows.select_related("organisation", "action__meeting__partnership").order_by("action__number")


Owner = Organisation | Body | Person


def owner_fields(owner: Owner, prefix: str = "owner") -> dict[str, Owner | None]:
    """The owner as three foreign keys, two of them empty."""
    fields: dict[str, Owner | None] = dict.fromkeys(f"{prefix}_{kind}" for kind in ("organisation", "body", "person"))
    fields[f"{prefix}_{owner._meta.model_name}"] = owner
    return fields


def one_owner(prefix: str) -> Q:
    """The database's condition that just one of the three foreign keys is filled."""
    names = [f"{prefix}_{kind}" for kind in ("organisation", "body", "person")]
    alone = [Q(**{name: None for name in names if name != one}, **{f"{one}__isnull": False}) for one in names]
    return alone[0] | alone[1] | alone[2]


class OwnerOf:
    """The organisation (or office), the body or the person that three foreign keys with the prefix name."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix

    def __get__(self, record: models.Model, model: type[models.Model] | None = None) -> Owner:
        values = (getattr(record, f"{self.prefix}_{kind}") for kind in ("organisation", "body", "person"))
        owner: Owner = next(value for value in values if value is not None)  # the database refuses one without
        return owner

    def __set__(self, record: models.Model, owner: Owner) -> None:
        for name, value in owner_fields(owner, self.prefix).items():
            setattr(record, name, value)


class Action(Governed):
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

    owner = OwnerOf("owner")

    part_of, named_by = ("meeting",), "what"
    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = (F("due_on").asc(nulls_last=True), "pk")
        indexes = (
            models.Index(
                fields=("partnership", "due_on"),
                condition=Q(status__in=OPEN_ACTIONS),
                name="actions_action_open",
            ),
            models.Index(
                fields=("body", "due_on"), condition=Q(status__in=OPEN_ACTIONS), name="actions_action_open_body"
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("meeting", "number"), name="actions_action_number"),
            models.CheckConstraint(name="actions_action_words", condition=Q(status__in=ActionStatus.values)),
            models.CheckConstraint(
                name="actions_action_one_owner",
                condition=one_owner("owner"),
                violation_error_message="Choose one organisation, body or person for the action.",
            ),
            models.CheckConstraint(
                name="actions_action_closed_on",
                condition=Q(status__in=OPEN_ACTIONS, closed_on=None)
                | (~Q(status__in=OPEN_ACTIONS) & Q(closed_on__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return address("actions:action", self.partnership.slug, self.pk)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_ACTIONS

    @property
    def tone(self) -> str:
        return ACTION_TONES[ActionStatus(self.status)]

    def is_overdue(self, *, on: date) -> bool:
        """Open, and due before the day: what ``ActionQuerySet.overdue`` asks the database."""
        return self.is_open and self.due_on is not None and self.due_on < on

    def owner_on(self, day: date) -> Owner:
        """Who had the action on the day; fetch ``handovers`` with their owners."""
        later = [one for one in self.handovers.all() if one.passed_on > day]
        # The latest is first: the one furthest down is the next after the day.
        return later[-1].from_owner if later else self.owner

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

    from_owner, to_owner = OwnerOf("from"), OwnerOf("to")
    objects = ActionHandoverQuerySet.as_manager()

    class Meta:
        ordering = ("-passed_on", "-pk")
        constraints = (
            models.CheckConstraint(name="actions_handover_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="actions_handover_one_owner_before", condition=one_owner("from")),
            models.CheckConstraint(name="actions_handover_one_owner_after", condition=one_owner("to")),
        )

    def __str__(self) -> str:
        return f"{self.action}: from {self.from_owner} to {self.to_owner}"


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
            models.CheckConstraint(name="actions_update_has_text", condition=~Q(text="")),
            models.CheckConstraint(name="actions_update_words", condition=Q(status__in=ActionStatus.values)),
        )

    def __str__(self) -> str:
        return f"{self.action}: {self.get_status_display()} on {self.reported_on}"

    @property
    def tone(self) -> str:
        return ACTION_TONES[ActionStatus(self.status)]

    @property
    def reporter_shown(self) -> str:
        """Who reports it, as the public may read it: whoever did by link may have wished for no name since then."""
        known = self.reporter
        return self.reported_by.replace(known.name, str(known)) if known else self.reported_by


class Sharing(Governed):
    """A member organisation is asked to share an action inside it; by a signed link it says that it has."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="sharings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sharings")
    asked_at = models.DateTimeField(default=timezone.now)
    shared_at = models.DateTimeField(null=True, blank=True)
    shared_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="whose link said so"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField("to whom, or how", max_length=500, blank=True)

    part_of, named_by = ("action",), "organisation"
    objects = SharingQuerySet.as_manager()

    class Meta:
        ordering = ("organisation__name", "action__number")
        constraints = (
            models.UniqueConstraint(fields=("action", "organisation"), name="actions_sharing_once"),
            models.CheckConstraint(
                name="actions_sharing_by_someone",
                condition=Q(shared_at=None, shared_by=None, recorded_by=None)
                | (Q(shared_at__isnull=False) & (Q(shared_by__isnull=False) | Q(recorded_by__isnull=False))),
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation}: {self.action}"
