"""Seats, who holds them, and the people appointed to them."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from boards.choices import HolderKind, OrganisationKind, Position
from boards.models.body import Body
from boards.models.partnership import Partnership
from boards.querysets import (
    AppointmentQuerySet,
    OrganisationQuerySet,
    PersonQuerySet,
    SeatHoldingQuerySet,
    SeatQuerySet,
)
from core.addresses import address
from core.models import DatedModel, Governed


class Sector(Governed):
    """A group of seats, such as Health or Business."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="sectors")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=100)
    sort_order = models.PositiveSmallIntegerField(default=100)
    seats_stated = models.PositiveSmallIntegerField("seats that the source states", null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("sort_order", "name")
        constraints = (models.UniqueConstraint(fields=("partnership", "code"), name="boards_sector_code"),)

    def __str__(self) -> str:
        return self.name


class Organisation(Governed):
    """A partner organisation; also an office or an unnamed nominee, where the record names no organisation."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="organisations")
    code = models.SlugField("address", max_length=60)
    name = models.CharField(max_length=150)
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, null=True, blank=True, related_name="organisations")
    nature = models.CharField(max_length=12, choices=OrganisationKind.choices, default=OrganisationKind.ORGANISATION)
    kind = models.CharField("kind of organisation", max_length=60, blank=True)
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors")
    source = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("partnership", "code"), name="boards_organisation_code"),
            models.CheckConstraint(name="boards_organisation_words", condition=Q(nature__in=OrganisationKind.values)),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("boards:organisation", self.partnership.slug, self.code)


class Seat(DatedModel, Governed):
    """A numbered place at a body's table. It belongs to an agency, office or group, never to one person."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    number = models.PositiveSmallIntegerField()
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, null=True, blank=True, related_name="seats")
    label = models.CharField("agency as printed", max_length=150)
    source = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    # Set by ``with_holders``.
    holdings_on_day: list["SeatHolding"]
    people_on_day: list["Appointment"]

    part_of, named_by = ("body",), "label"
    objects = SeatQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        ordering = ("number", "pk")
        constraints = (
            *DatedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=("body", "number"), condition=Q(ends_on=None), name="boards_seat_number_current"
            ),
            models.UniqueConstraint(fields=("body", "number", "starts_on"), name="boards_seat_number_start"),
        )

    def __str__(self) -> str:
        return f"Seat {self.number}: {self.label}"


class SeatHolding(DatedModel, Governed):
    """Who holds a seat, one holder at a time."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="holdings")
    holder_kind = models.CharField(max_length=12, choices=HolderKind.choices)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="seat_holdings"
    )
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="seat_holdings")
    source = models.CharField(max_length=200, blank=True)

    part_of, named_by = ("seat",), "seat"
    objects = SeatHoldingQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        ordering = ("starts_on", "pk")
        constraints = (
            *DatedModel.Meta.constraints,
            models.CheckConstraint(
                name="boards_holding_one_holder",
                condition=Q(holder_kind=HolderKind.BODY, body__isnull=False, organisation=None)
                | (~Q(holder_kind=HolderKind.BODY) & Q(body=None, organisation__isnull=False)),
            ),
            models.CheckConstraint(name="boards_holding_words", condition=Q(holder_kind__in=HolderKind.values)),
            models.UniqueConstraint(fields=("seat",), condition=Q(ends_on=None), name="boards_holding_one_current"),
            models.UniqueConstraint(fields=("seat", "starts_on"), name="boards_holding_start_once"),
        )

    def __str__(self) -> str:
        return f"{self.holder} in {self.seat}"

    @property
    def holder(self) -> "Organisation | Body":
        """The organisation (or office, or nominee) or the body that holds the seat."""
        holder = self.body or self.organisation
        assert holder is not None  # the database refuses a holding without a holder
        return holder

    def clean(self) -> None:
        clash = SeatHolding.objects.filter(seat=self.seat_id).overlapping(self.starts_on, self.ends_on)
        if clash.exclude(pk=self.pk).exists():
            raise ValidationError({"starts_on": "The seat has another holder on some of these days."})


class Person(Governed):
    """Somebody who sits, scrutinises or works for the partnership, with or without a sign-in.

    Whether they have left follows from their roles and appointments (``PersonQuerySet.active``). Where these end and
    the office says that they remain a contact, ``contact_from`` is the day from which that holds; ``contact_until``
    is the last day on which they were one.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="people")
    name = models.CharField(max_length=120)
    email = models.EmailField("e-mail address", blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="people"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="people"
    )
    contact_from = models.DateField("confirmed as a contact from", null=True, blank=True)
    contact_until = models.DateField("last day as a contact", null=True, blank=True)

    kept_out_of_history = frozenset({"email"})
    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "people"
        constraints = (
            models.UniqueConstraint(
                fields=("partnership", "user"), condition=Q(user__isnull=False), name="boards_person_one_user"
            ),
            models.UniqueConstraint(
                fields=("partnership", "email"), condition=~Q(email=""), name="boards_person_one_email"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def works_for(self, organisation: int | None, *, on: date) -> bool:
        """Whether the person is with the organisation (primary key), and has not ended as its contact."""
        is_contact = self.contact_until is None or self.contact_until >= on
        return is_contact and organisation is not None and organisation == self.organisation_id


class Appointment(DatedModel, Governed):
    """A person in a seat, or in a position of a body, from one day to another."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments")
    position = models.CharField(max_length=12, choices=Position.choices, default=Position.MEMBER)
    source = models.CharField(max_length=200, blank=True)

    part_of, named_by = ("seat", "body"), "person"
    objects = AppointmentQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        ordering = ("person__name", "starts_on")
        constraints = (
            *DatedModel.Meta.constraints,
            models.CheckConstraint(
                name="boards_appointment_seat_or_body",
                condition=Q(seat__isnull=False, body=None) | Q(seat=None, body__isnull=False),
                violation_error_message="An appointment is to a seat or to a body, not both.",
            ),
            models.CheckConstraint(name="boards_appointment_words", condition=Q(position__in=Position.values)),
            models.UniqueConstraint(
                fields=("seat",),
                condition=Q(ends_on=None) & ~Q(position=Position.DEPUTY),
                name="boards_appointment_one_in_seat",
            ),
            models.UniqueConstraint(
                fields=("person", "body", "position"),
                condition=Q(ends_on=None),
                name="boards_appointment_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.get_position_display()}, {self.seat or self.body}"
