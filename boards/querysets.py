"""Reads of structure, each as at a day that the caller names."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, Value, When
from django.db.models.functions import Coalesce, Lower

from boards.choices import BodyKind, Position
from core.querysets import DatedQuerySet, holds_on

if TYPE_CHECKING:
    from boards.models import (
        Appointment,
        Body,
        BodyChange,
        BodyName,
        Organisation,
        Partnership,
        Person,
        ReportingLine,
        Seat,
        SeatHolding,
        Strategy,
    )
    from core.models import User


class PartnershipQuerySet(DatedQuerySet["Partnership"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Every partnership's public pages are open to everyone; what is not listed has no pages."""
        return self.filter(is_listed=True)


class BodyQuerySet(DatedQuerySet["Body"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Structure is public, present and past."""
        return self.filter(partnership__is_listed=True)

    def ssps(self) -> Self:
        return self.filter(kind=BodyKind.SSP)

    def with_structure(self, *, on: date) -> Self:
        """Names and reporting lines as at the day, in three further queries however many bodies there are."""
        lines: Any = ReportingLineQuerySet(apps.get_model("boards", "ReportingLine")).current(on=on)
        on_day: Any = Prefetch(
            "reporting_lines",
            queryset=lines.select_related("reports_to").prefetch_related("reports_to__names"),
            to_attr="lines_on_day",
        )
        return self.prefetch_related("names", on_day)

    def with_predecessors(self) -> Self:
        """The changes that led to each body, with the bodies that they replaced, in one further query."""
        changes: Any = BodyChangeQuerySet(apps.get_model("boards", "BodyChange")).select_related("body")
        return self.prefetch_related(Prefetch("changes_into", queryset=changes))


class BodyChangeQuerySet(models.QuerySet["BodyChange"]):
    def of_body(self, body: Body) -> Self:
        """What the body became, and what became the body; the earliest first."""
        return self.filter(Q(body=body) | Q(successor=body)).select_related("body", "successor")


class StrategyQuerySet(DatedQuerySet["Strategy"]):
    def with_priority_count(self) -> Self:
        """Each strategy with ``top_priorities``, sub-themes not counted."""
        return self.annotate(top_priorities=Count("priorities", filter=Q(priorities__parent=None)))


class BodyNameQuerySet(DatedQuerySet["BodyName"]):
    pass


class ReportingLineQuerySet(DatedQuerySet["ReportingLine"]):
    pass


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Which organisations sit where is public."""
        return self.filter(partnership__is_listed=True)

    def with_seat_count(self, *, on: date) -> Self:
        """Each organisation with ``seats_on_day``: how many seats it holds on the day."""
        held = holds_on(on, "seat_holdings__") & holds_on(on, "seat_holdings__seat__")
        return self.annotate(seats_on_day=Count("seat_holdings", filter=held & Q(seat_holdings__isnull=False)))


class SeatQuerySet(DatedQuerySet["Seat"]):
    def with_holders(self, *, on: date) -> Self:
        """Each seat with ``holdings_on_day`` (none or one) and ``people_on_day``, in four queries for all."""
        holdings: Any = SeatHoldingQuerySet(apps.get_model("boards", "SeatHolding")).current(on=on)
        people: Any = AppointmentQuerySet(apps.get_model("boards", "Appointment")).current(on=on)
        return self.select_related("sector").prefetch_related(
            Prefetch(
                "holdings",
                queryset=holdings.select_related("organisation", "body").prefetch_related("body__names"),
                to_attr="holdings_on_day",
            ),
            Prefetch(
                "appointments",
                queryset=people.select_related("person"),
                to_attr="people_on_day",
            ),
        )


class SeatHoldingQuerySet(DatedQuerySet["SeatHolding"]):
    pass


class PersonQuerySet(models.QuerySet["Person"]):
    def active(self, *, on: date) -> Self:
        """PE-1: those who have not left by the day, so that they may be written to and may answer for others.

        Somebody has left whose account is switched off; or whose last role or appointment in the partnership has
        ended, or whom the office has ended as a contact, and who holds none now. What ended before the office
        confirmed a contact (``contact_from``) does not count, and who never held any has not left.
        """
        users: Any = apps.get_model("core", "User").objects.all()
        grants: Any = apps.get_model("boards", "RoleGrant").objects.filter(partnership=OuterRef("partnership"))
        terms: Any = apps.get_model("boards", "Appointment").objects.filter(person=OuterRef("pk"))
        # One EXISTS for each way to the account: an OR between them would use no index.
        own, same_address = Q(pk=OuterRef("user")), Q(email=Lower(OuterRef("email")))
        granted = (grants.filter(user=OuterRef("user")), grants.filter(user__email=Lower(OuterRef("email"))))
        confirmed = Coalesce(OuterRef("contact_from"), Value(date.min), output_field=models.DateField())
        all_hold = holds_on(on)
        for end in ("body__", "seat__", "seat__body__"):
            all_hold &= holds_on(on, end)
        holds: Any = Exists(terms.filter(all_hold))
        ended: Any = Exists(terms.filter(_ended(on, confirmed, "", "body__", "seat__", "seat__body__")))
        for found in granted:
            holds |= Exists(found.filter(holds_on(on)))
            ended |= Exists(found.filter(_ended(on, confirmed, "")))
        for account in (own, same_address):
            holds |= Exists(users.filter(account, is_superuser=True))
        is_off = Exists(users.filter(own, is_active=False)) | Exists(users.filter(same_address, is_active=False))
        ended |= Q(contact_until__lt=on) & (Q(contact_from=None) | Q(contact_from__lte=F("contact_until")))
        return self.filter(~is_off, holds | ~ended)

    def contacts(self, *, on: date) -> Self:
        """Those of the active who may be written to for the organisation that they work for."""
        return self.active(on=on).filter(Q(contact_until=None) | Q(contact_until__gte=on)).exclude(email="")


def _ended(on: date, confirmed: Coalesce, *prefixes: str) -> Q:
    """The condition that a fact, or one that it depends on, ended before the day, but not before the other."""
    ended = Q()
    for prefix in prefixes:
        ended |= Q(**{f"{prefix}ends_on__lt": on, f"{prefix}ends_on__gte": confirmed})
    return ended


class AppointmentQuerySet(DatedQuerySet["Appointment"]):
    def of_active_people(self) -> Self:
        """Without those whose account is switched off (PE-1); the day's appointments are asked for beside."""
        off: Any = apps.get_model("core", "User").objects.filter(is_active=False)
        return self.filter(
            ~Exists(off.filter(pk=OuterRef("person__user"))),
            ~Exists(off.filter(email=Lower(OuterRef("person__email")))),
        )

    def chair_first(self) -> Self:
        """In the order in which positions are listed, then by name."""
        order = [When(position=position, then=place) for place, position in enumerate(Position)]
        return self.order_by(Case(*order, default=len(order), output_field=models.IntegerField()), "person__name")

    def of_ppb_members(self, *, on: date) -> Self:
        """Appointments to a Policy and Performance Board that hold on the day, body's own dates included."""
        return (
            self.current(on=on)
            .filter(holds_on(on, "body__"), body__kind=BodyKind.PPB)
            .select_related("person", "body")
            .order_by(F("person__name").asc())
        )
