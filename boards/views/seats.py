"""Seats of a board or group, who holds each over time, and who sits in it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from boards.forms.people import AppointmentEndForm, AppointmentForm
from boards.forms.seats import HolderForm, SeatEndForm, SeatForm, SeatsForm
from boards.models import Appointment, Seat, SeatHolding
from boards.permissions import KEEP_REGISTER
from boards.records import FactPages, RecordPages
from boards.views.as_at import AsAtMixin
from boards.views.base import signed_in
from boards.views.body import BodyPages, body_pages
from core import audit
from core.records import RecordAct


class SeatPages(RecordPages):
    model, form_class, end_form_class, permission = Seat, SeatForm, SeatEndForm, KEEP_REGISTER
    namespace, url_name, path, pk_url_kwarg, anchor = "boards", "seat", "seats", "seat_pk", "seats"
    parent, parent_field, has_own_page = body_pages, "body", True
    actions: ClassVar[tuple[str, ...]] = ("add", "edit", "end", "remove")
    noun = "seat"
    removal_note = ""

    def get_queryset(self, view: Any) -> QuerySet[Seat]:
        return Seat.objects.filter(body=view.parent_of(self)).select_related("body__partnership")

    def get_initial(self, view: Any) -> dict[str, Any]:
        if view.action != "add":
            return {}
        return {"number": max(view.parent.seats.values_list("number", flat=True), default=0) + 1}

    def get_success_url(self, view: Any) -> str:
        """To the seat's own page, from where its holder is named."""
        seat = getattr(view, "object", None)
        if seat is not None and seat.pk and view.action != "remove":
            return str(seat.get_absolute_url())
        return super().get_success_url(view)


seat_pages = SeatPages()


class SeatFactPages(FactPages):
    """Facts of a seat, which stand on its page at ``anchor``."""

    permission, namespace = KEEP_REGISTER, "boards"
    parent, parent_field = seat_pages, "seat"

    def get_queryset(self, view: Any) -> QuerySet[Any]:
        return self.model._default_manager.filter(seat=view.parent_of(self))


class HolderPages(SeatFactPages):
    model, form_class = SeatHolding, HolderForm
    url_name, path, pk_url_kwarg, anchor = "seat_holder", "holders", "holding_pk", "holders"
    noun = "holder"
    headings: ClassVar[dict[str, str]] = {"add": "Say who holds the seat", "edit": "Correct a holder"}
    submit_texts: ClassVar[dict[str, str]] = {"add": "Save the new holder"}
    messages: ClassVar[dict[str, str]] = {"add": "The seat has a new holder."}

    def get_text(self, fact: SeatHolding) -> str:
        return str(fact.holder)

    def get_text_url(self, fact: SeatHolding) -> str:
        return fact.holder.get_absolute_url()


class SeatMemberPages(SeatFactPages):
    model, form_class, end_form_class = Appointment, AppointmentForm, AppointmentEndForm
    actions: ClassVar[tuple[str, ...]] = ("add", "edit", "end", "remove")
    url_name, path, pk_url_kwarg, anchor = "seat_member", "members", "member_pk", "people"
    noun, article = "appointment", "an "
    headings: ClassVar[dict[str, str]] = {"add": "Appoint someone to the seat", "edit": "Correct an appointment"}
    submit_texts: ClassVar[dict[str, str]] = {"add": "Appoint them"}
    messages: ClassVar[dict[str, str]] = {"add": "The appointment is added."}
    verbs: ClassVar[dict[str, str]] = {"add": "appointment.added"}
    removal_note = "Who sat in the seat before sits in it again."

    def get_text(self, fact: Appointment) -> str:
        return f"{fact.person}, {fact.get_position_display()}"


holder_pages, member_pages = HolderPages(), SeatMemberPages()


class SeatsFill(RecordAct):
    """Several seats at a sitting."""

    heading = "Add several seats"
    submit_text = "Add the seats"
    template_name = "boards/seats_fill.html"
    form_class = SeatsForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"body": self.object}

    def perform(self, form: SeatsForm) -> str:
        number = len(form.save())
        audit.record(
            "seats.added", by=signed_in(self.request), about=self.object, scope=self.pages.get_scope(self), seats=number
        )
        return f"{number} seats are added." if number > 1 else "The seat is added."


class SeatsFillPages(BodyPages):
    """The page on which a body's seats are filled in, beside those of the body."""

    actions: ClassVar[tuple[str, ...]] = ()
    acts: ClassVar[dict[str, Any]] = {"seats_fill": SeatsFill}


class SeatShow(AsAtMixin, TemplateView):
    template_name = "boards/seat.html"
    seat: Seat

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        seats = Seat.objects.filter(body__partnership=self.partnership, body__code=kwargs["code"])
        self.seat = get_object_or_404(seats.select_related("body__partnership", "sector"), pk=kwargs["seat_pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        seat, latest_first = self.seat, F("starts_on").desc(nulls_last=True)
        may_keep = self.request.user.has_perm(KEEP_REGISTER, self.partnership)
        place = [self.partnership.slug, seat.body.code, seat.pk]
        holders = seat.holdings.select_related("organisation__partnership", "body__partnership").order_by(latest_first)
        people = seat.appointments.select_related("person", "seat").order_by(latest_first, "person__name")
        return super().get_context_data(
            seat=seat,
            holders=holder_pages.rows(holders, place=place, may_keep=may_keep),
            people=member_pages.rows(people, place=place, may_keep=may_keep),
            may_keep=may_keep,
            **kwargs,
        )
