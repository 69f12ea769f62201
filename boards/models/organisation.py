"""Partner organisations and the sectors that seats are grouped by."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, F, Q

from boards.choices import OrganisationKind
from boards.models.partnership import Partnership
from core.addresses import address
from core.choices import Precision
from core.models import DatedModel, Governed, SoleFact
from core.querysets import DatedQuerySet, holds_on

if TYPE_CHECKING:
    from core.models import User


class OrganisationQuerySet(DatedQuerySet["Organisation"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Which organisations sit where is public."""
        return self.filter(partnership__is_listed=True)

    def with_seat_count(self, *, on: date) -> Self:
        """Each organisation with ``seats_on_day``: how many seats it holds on the day."""
        held = holds_on(on, "seat_holdings__") & holds_on(on, "seat_holdings__seat__")
        return self.annotate(seats_on_day=Count("seat_holdings", filter=held & Q(seat_holdings__isnull=False)))


class SectorQuerySet(models.QuerySet["Sector"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Which sectors there are is public."""
        return self.filter(partnership__is_listed=True)


class Sector(Governed):
    """A group of seats, such as Health or Business."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="sectors")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=100)
    sort_order = models.PositiveSmallIntegerField(default=100)
    seats_stated = models.PositiveSmallIntegerField("seats that the source states", null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)

    objects = SectorQuerySet.as_manager()

    class Meta:
        ordering = ("sort_order", "name")
        constraints = (models.UniqueConstraint(fields=("partnership", "code"), name="boards_sector_code"),)

    def __str__(self) -> str:
        return self.name


class Organisation(DatedModel, Governed):
    """A partner organisation; also an office or an unnamed nominee, where the record names no organisation.

    ``name`` repeats the latest ``OrganisationName``, where there are any: an organisation that was never renamed has
    none. ``ends_on`` is the last day on which it existed.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="organisations")
    code = models.SlugField("address", max_length=60)
    name = models.CharField(max_length=150)
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, null=True, blank=True, related_name="organisations")
    nature = models.CharField(max_length=12, choices=OrganisationKind.choices, default=OrganisationKind.ORGANISATION)
    kind = models.CharField("kind of organisation", max_length=60, blank=True)
    website = models.URLField(max_length=200, blank=True)
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors")
    source = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    # Few know when an organisation began.
    starts_precision = models.CharField(
        "known to the", max_length=7, choices=Precision.choices, default=Precision.UNKNOWN
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        ordering = ("name",)
        constraints = (
            *DatedModel.Meta.constraints,
            models.UniqueConstraint(fields=("partnership", "code"), name="boards_organisation_code"),
            models.CheckConstraint(name="boards_organisation_words", condition=Q(nature__in=OrganisationKind.values)),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("boards:organisation", self.partnership.slug, self.code)

    def name_on(self, on: date) -> str:
        """The name that it bore on the day; prefetch ``names`` when there are many."""
        known = (one for one in self.names.all() if one.holds_on(on))
        return next((one.name for one in known), self.name)

    def show_latest_name(self) -> None:
        """Repeat in ``name`` what the latest of ``names`` says."""
        if latest := self.names.first():
            self.name = latest.name
            self.save(update_fields=["name"])


class OrganisationName(SoleFact, Governed):
    """What an organisation was called, from one day to another."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(max_length=150)
    source = models.CharField(max_length=200, blank=True)

    sole_by = ("organisation",)
    clash_message = "The organisation has another name on some of these days."

    part_of, named_by = ("organisation",), "name"
    objects = DatedQuerySet.as_manager()

    class Meta(SoleFact.Meta):
        ordering = (F("starts_on").desc(nulls_last=True), "-pk")
        constraints = (
            *SoleFact.Meta.constraints,
            models.UniqueConstraint(
                fields=("organisation",), condition=Q(ends_on=None), name="boards_organisationname_one_current"
            ),
            models.UniqueConstraint(fields=("organisation", "starts_on"), name="boards_organisationname_start_once"),
        )

    def __str__(self) -> str:
        return self.name
