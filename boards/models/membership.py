"""Seats, who holds them, and the people appointed to them."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Value, When
from django.db.models.functions import Coalesce, Lower

from boards.choices import ContactPurpose, HolderKind, Position
from boards.models.body import Body
from boards.models.organisation import Organisation, Sector
from boards.models.partnership import Partnership
from boards.models.role import RoleGrant
from core.addresses import address
from core.models import DatedModel, Governed, SoleFact, User
from core.querysets import DatedQuerySet, holds_on


class SeatQuerySet(DatedQuerySet["Seat"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Which seats there are is public."""
        return self.filter(body__partnership__is_listed=True)

    def with_holders(self, *, on: date) -> Self:
        """Each seat with ``holdings_on_day`` (none or one) and ``people_on_day``, in four queries for all."""
        holdings = SeatHolding.objects.current(on=on)
        people = Appointment.objects.current(on=on)
        holders = holdings.select_related("organisation", "body").prefetch_related("body__names", "organisation__names")
        seats = self.select_related("sector").prefetch_related(Prefetch("holdings", holders, "holdings_on_day"))
        return seats.prefetch_related(Prefetch("appointments", people.select_related("person"), "people_on_day"))


class SeatHoldingQuerySet(DatedQuerySet["SeatHolding"]):
    pass


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The list of people, with how to reach them, is the office's."""
        if isinstance(user, AnonymousUser):
            return self.none()
        known = Partnership.objects.visible_to(user)
        return self.filter(partnership__in=[one for one in known if user.has_perm("boards.keep_register", one)])

    def active(self, *, on: date) -> Self:
        """PE-1: those who have not left by the day, so that they may be written to and may answer for others.

        Somebody has left whose account is switched off; or whose last role, appointment or term as a contact in the
        partnership has ended, or whom the office has ended as a contact, and who holds none now. What ended before the
        office confirmed a contact (``contact_from``) does not count, and who never held any has not left.
        """
        users = User.objects.all()
        grants = RoleGrant.objects.filter(partnership=OuterRef("partnership"))
        terms = Appointment.objects.filter(person=OuterRef("pk"))
        contacts = Contact.objects.filter(person=OuterRef("pk"))
        # One EXISTS for each way to the account: an OR between them would use no index.
        own, same_address = Q(pk=OuterRef("user")), Q(email=Lower(OuterRef("email")))
        granted = (grants.filter(user=OuterRef("user")), grants.filter(user__email=Lower(OuterRef("email"))))
        confirmed = Coalesce(OuterRef("contact_from"), Value(date.min), output_field=models.DateField())
        all_hold = holds_on(on)
        for end in ("body__", "seat__", "seat__body__"):
            all_hold &= holds_on(on, end)
        holds: Any = Exists(terms.filter(all_hold)) | Exists(contacts.standing(on=on))
        ended: Any = Exists(terms.filter(_ended(on, confirmed, "", "body__", "seat__", "seat__body__")))
        ended |= Exists(contacts.filter(_ended(on, confirmed, "", "organisation__")))
        for found in granted:
            holds |= Exists(found.filter(holds_on(on)))
            ended |= Exists(found.filter(_ended(on, confirmed, "")))
        for account in (own, same_address):
            holds |= Exists(users.filter(account, is_superuser=True))
        is_off = Exists(users.filter(own, is_active=False)) | Exists(users.filter(same_address, is_active=False))
        ended |= Q(contact_until__lt=on) & (Q(contact_from=None) | Q(contact_from__lte=F("contact_until")))
        return self.filter(~is_off, holds | ~ended, erased_at=None)

    def with_appointments(self, *, on: date) -> Self:
        """Each with ``held_on_day``: what they are appointed to on the day; one further query."""
        held = Appointment.objects.current(on=on).select_related("seat", "body")
        return self.prefetch_related(Prefetch("appointments", held, "held_on_day"))

    def contacts(self, *, on: date) -> Self:
        """Those of the active who may be written to for the organisation that they work for."""
        terms = Contact.objects.filter(person=OuterRef("pk"), organisation=OuterRef("organisation"))
        goes_on = Q(contact_until=None) | Q(contact_until__gte=on)
        with_it = Exists(terms.standing(on=on)) | ~Exists(terms)
        return self.active(on=on).filter(goes_on, with_it).exclude(email="")


def _ended(on: date, confirmed: Coalesce, *prefixes: str) -> Q:
    """The condition that a fact, or one that it depends on, ended before the day, but not before the other."""
    ended = Q()
    for prefix in prefixes:
        ended |= Q(**{f"{prefix}ends_on__lt": on, f"{prefix}ends_on__gte": confirmed})
    return ended


class AppointmentQuerySet(DatedQuerySet["Appointment"]):
    def of_active_people(self) -> Self:
        """Without those whose account is switched off (PE-1); the day's appointments are asked for beside."""
        off = User.objects.filter(is_active=False)
        return self.filter(
            ~Exists(off.filter(pk=OuterRef("person__user"))),
            ~Exists(off.filter(email=Lower(OuterRef("person__email")))),
        )

    def newest_first(self) -> Self:
        return self.order_by(F("starts_on").desc(nulls_last=True), "-pk")

    def chair_first(self) -> Self:
        """In the order in which positions are listed, then by name."""
        order = [When(position=position, then=place) for place, position in enumerate(Position)]
        return self.order_by(Case(*order, default=len(order), output_field=models.IntegerField()), "person__name")

    def of_ppb_members(self, *, on: date) -> Self:
        """Appointments to a body that scrutinises that hold on the day, body's own dates included."""
        return (
            self.current(on=on)
            .filter(holds_on(on, "body__"), body__kind__scrutinises=True)
            .select_related("person", "body__kind")
            .order_by(F("person__name").asc())
        )


class ContactQuerySet(DatedQuerySet["Contact"]):
    def standing(self, *, on: date) -> Self:
        """Those that hold on the day, the organisation's own dates included."""
        return self.filter(holds_on(on), holds_on(on, "organisation__"))

    def reachable(self, purpose: ContactPurpose, *, on: date) -> Self:
        """Those who are written to about that on the day: with an address, and not left (PE-1)."""
        people = Person.objects.active(on=on).exclude(email="")
        return self.standing(on=on).filter(person__in=people, **{f"for_{purpose}": True})

    def newest_first(self) -> Self:
        return self.order_by(F("starts_on").desc(nulls_last=True), "person__name", "-pk")


class Seat(DatedModel, Governed):
    """A numbered place at a body's table. It belongs to an agency, office or group, never to one person."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    number = models.PositiveSmallIntegerField()
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, null=True, blank=True, related_name="seats")
    label = models.CharField("agency as printed", max_length=150)
    source = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    # Set by ``with_holders``.
    holdings_on_day: list[SeatHolding]
    people_on_day: list[Appointment]

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

    def get_absolute_url(self) -> str:
        return address("boards:seat", self.body.partnership.slug, self.body.code, self.pk)


class SeatHolding(SoleFact, Governed):
    """Who holds a seat, one holder at a time."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="holdings")
    holder_kind = models.CharField(max_length=12, choices=HolderKind.choices)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="seat_holdings"
    )
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="seat_holdings")
    source = models.CharField(max_length=200, blank=True)

    sole_by = ("seat",)
    clash_message = "The seat has another holder on some of these days."

    part_of, named_by = ("seat",), "seat"
    objects = SeatHoldingQuerySet.as_manager()

    class Meta(SoleFact.Meta):
        ordering = ("starts_on", "pk")
        constraints = (
            *SoleFact.Meta.constraints,
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
    def holder(self) -> Organisation | Body:
        """The organisation (or office, or nominee) or the body that holds the seat."""
        holder = self.body or self.organisation
        assert holder is not None  # the database refuses a holding without a holder
        return holder


class Person(Governed):
    """Somebody who sits, scrutinises or works for the partnership, with or without a sign-in.

    Whether they have left follows from their roles and appointments (``PersonQuerySet.active``). Where these end and
    the office says that they remain a contact, ``contact_from`` is the day from which that holds; ``contact_until``
    is the last day on which they were one. ``str`` is what the public may read: ``shown_as``, a post, where the
    person wishes that; only the office's own pages and what is sent to the person use ``name``. Of somebody whose data
    was erased (``erased_at``), ``name`` is the post or the organisation that stands in its place.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="people")
    name = models.CharField(max_length=120)
    shown_as = models.CharField("shown to the public instead of the name", max_length=120, blank=True)
    email = models.EmailField("email address", blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="people"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="people"
    )
    contact_from = models.DateField("confirmed as a contact from", null=True, blank=True)
    contact_until = models.DateField("last day as a contact", null=True, blank=True)
    erased_at = models.DateTimeField("personal data erased at", null=True, blank=True, editable=False)

    kept_out_of_history = frozenset({"email", "telephone"})
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
        return self.shown_as or self.name

    @property
    def full_name(self) -> str:
        """For the office: the name, with what the public reads instead of it."""
        return f"{self.name} ({self.shown_as})" if self.shown_as else self.name

    def get_absolute_url(self) -> str:
        return address("boards:person", self.partnership.slug, self.pk)

    def works_for(self, organisation: int | None, *, on: date) -> bool:
        """Whether the person is with the organisation (primary key), and has not ended as its contact."""
        if organisation is None:
            return False
        if terms := list(self.contact_of.filter(organisation=organisation).select_related("organisation")):
            return any(one.holds_on(on) and one.organisation.holds_on(on) for one in terms)
        is_contact = self.contact_until is None or self.contact_until >= on
        return is_contact and organisation == self.organisation_id


class Contact(SoleFact, Governed):
    """A person who is with an organisation, from one day to another, and what they are written to about for it.

    Somebody for whom nothing is ticked works there.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contacts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contact_of")
    for_actions = models.BooleanField("actions", default=False)
    for_invitations = models.BooleanField("invitations and meeting dates", default=False)
    for_progress = models.BooleanField("requests for progress", default=False)

    sole_by = ("organisation", "person")
    clash_message = "They are a contact of this organisation already on some of these days."

    part_of, named_by = ("organisation",), "person"
    objects = ContactQuerySet.as_manager()

    class Meta(SoleFact.Meta):
        ordering = ("starts_on", "pk")
        constraints = (
            *SoleFact.Meta.constraints,
            models.UniqueConstraint(
                fields=("organisation", "person"), condition=Q(ends_on=None), name="boards_contact_one_current"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}, {self.organisation}"

    @property
    def purposes(self) -> str:
        """“actions, requests for progress”; empty for somebody who only works there."""
        return ", ".join(one.label for one in ContactPurpose if getattr(self, f"for_{one}"))


class Appointment(SoleFact, Governed):
    """A person in a seat, or in a position of a body, from one day to another."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments")
    position = models.CharField(max_length=12, choices=Position.choices, default=Position.MEMBER)
    source = models.CharField(max_length=200, blank=True)

    sole_by = ("seat", "body")
    clash_message = "Someone else holds this on some of these days."

    part_of, named_by = ("seat", "body"), "person"
    objects = AppointmentQuerySet.as_manager()

    class Meta(SoleFact.Meta):
        ordering = ("person__name", "starts_on")
        constraints = (
            *SoleFact.Meta.constraints,
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

    def others(self) -> DatedQuerySet[Self]:
        """One person sits in a seat, beside deputies; and nobody holds a position of a body twice."""
        alike = super().others()
        if self.seat_id is None or self.position == Position.DEPUTY:
            return alike.filter(person=self.person_id, position=self.position)
        return alike.exclude(position=Position.DEPUTY)

    def __str__(self) -> str:
        return f"{self.person}: {self.get_position_display()}, {self.seat or self.body}"
