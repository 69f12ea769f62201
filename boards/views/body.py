"""One body: its names over time, whom it reports to, its seats and its history."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from boards.choices import Position
from boards.forms.bodies import BodyEndForm, BodyForm, BodyNameForm, LineEndForm, LineForm
from boards.forms.people import AppointmentEndForm, AppointmentForm
from boards.models import Appointment, Body, BodyChange, BodyName, ReportingLine
from boards.models.membership import AppointmentQuerySet
from boards.panels import BESIDE_BODY, FOR_OFFICE_ON_BODY, ON_BODY
from boards.permissions import KEEP_REGISTER
from boards.records import FactPages, NamePages, RecordPages
from boards.rules import Span, nearest_days
from boards.seating import seating_of
from boards.structure import ShownLine, existence_in_words
from boards.views.as_at import AsAtMixin


class BodyPages(RecordPages):
    model, form_class, end_form_class, permission = Body, BodyForm, BodyEndForm, KEEP_REGISTER
    namespace, url_name, path = "boards", "body", "bodies"
    lookup_field = pk_url_kwarg = "code"
    actions: ClassVar[tuple[str, ...]] = ("add", "edit", "end", "remove")
    noun = "board or group"
    headings: ClassVar[dict[str, str]] = {"edit": "Change the board or group", "end": "End the board or group"}
    removal_note = "Its names and reporting lines go with it."
    removed_with_it = ("names", "reporting_lines")

    def get_queryset(self, view: Any) -> QuerySet[Body]:
        return super().get_queryset(view).select_related("partnership")

    def get_success_url(self, view: Any) -> str:
        body = getattr(view, "object", None)
        if body is not None and body.pk and view.action != "remove":
            return str(body.get_absolute_url())
        return reverse("boards:structure", args=self.get_place(view))


body_pages = BodyPages()


class BodyPartPages(FactPages):
    """Facts of a board or group, which stand on its page at ``anchor``."""

    permission, namespace = KEEP_REGISTER, "boards"
    parent, parent_field = body_pages, "body"

    def get_queryset(self, view: Any) -> QuerySet[Any]:
        return self.model._default_manager.filter(body=view.parent)


class BodyNamePages(NamePages, BodyPartPages):
    model, form_class, url_name = BodyName, BodyNameForm, "body_name"
    headings: ClassVar[dict[str, str]] = {"add": "Rename the board or group", "edit": "Correct a name"}
    submit_texts: ClassVar[dict[str, str]] = {"add": "Rename the board or group"}
    messages: ClassVar[dict[str, str]] = {"add": "The board or group has a new name."}

    def why_not_removable(self, record: BodyName) -> str:
        is_only = not record.others().exists()
        return "It is the only name." if is_only else super().why_not_removable(record)


class ReportingLinePages(BodyPartPages):
    model, form_class, end_form_class = ReportingLine, LineForm, LineEndForm
    actions: ClassVar[tuple[str, ...]] = ("add", "edit", "end", "remove")
    url_name, path, pk_url_kwarg, anchor = "reporting_line", "reports-to", "line_pk", "lines"
    noun = "reporting line"
    headings: ClassVar[dict[str, str]] = {"add": "Add who it reports to", "edit": "Correct a reporting line"}
    submit_texts: ClassVar[dict[str, str]] = {"add": "Add the reporting line"}
    messages: ClassVar[dict[str, str]] = {"add": "The reporting line is added."}
    verbs: ClassVar[dict[str, str]] = {"add": "reportingline.added"}
    removal_note = ""

    def get_text(self, fact: ReportingLine) -> str:
        return fact.reports_to.name

    def get_text_url(self, fact: ReportingLine) -> str:
        return fact.reports_to.get_absolute_url()


class AppointmentPages(BodyPartPages):
    """Chairs, members and officers of the board or group itself, not of one of its seats."""

    model, form_class, end_form_class = Appointment, AppointmentForm, AppointmentEndForm
    actions: ClassVar[tuple[str, ...]] = ("add", "edit", "end", "remove")
    url_name, path, pk_url_kwarg, anchor = "appointment", "appointments", "appointment_pk", "people"
    noun, article = "appointment", "an "
    headings: ClassVar[dict[str, str]] = {"add": "Appoint someone", "edit": "Correct an appointment"}
    submit_texts: ClassVar[dict[str, str]] = {"add": "Appoint them"}
    messages: ClassVar[dict[str, str]] = {"add": "The appointment is added."}
    verbs: ClassVar[dict[str, str]] = {"add": "appointment.added"}
    removal_note = ""

    def get_text(self, fact: Appointment) -> str:
        return f"{fact.person}, {fact.get_position_display()}"


name_pages, line_pages, appointment_pages = BodyNamePages(), ReportingLinePages(), AppointmentPages()


class BodyShow(AsAtMixin, TemplateView):
    template_name = "boards/body.html"
    body: Body

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        bodies = Body.objects.visible_to(request.user).filter(partnership=self.partnership)
        self.body = get_object_or_404(bodies.select_related("kind").prefetch_related("names"), code=kwargs["code"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        body, on = self.body, self.on
        span = Span(body.starts_on, body.starts_precision, body.ends_on, body.ends_precision)
        is_current = body.holds_on(on)
        may_keep = self.request.user.has_perm(KEEP_REGISTER, self.partnership)
        place = [self.partnership.slug, body.code]
        changes = list(BodyChange.objects.of_body(body))
        appointed = list(self._appointments())
        return super().get_context_data(
            body=body,
            shown_name=body.name_on(on),
            existence=existence_in_words(body),
            is_current=is_current,
            has_ended=body.ends_on is not None and body.ends_on < on,
            nearest=() if is_current else nearest_days([span], on=on),
            lines=line_pages.rows(self._lines(), place=place, may_keep=may_keep),
            names=name_pages.rows(body.names.all(), place=place, may_keep=may_keep),
            may_keep=may_keep,
            below=self._below(),
            seating=seating_of(body, on=on),
            seats_are_membership=body.kind.is_board,
            chairs=[one.person for one in appointed if one.position == Position.CHAIR],
            appointments=appointment_pages.rows(appointed, place=place, may_keep=may_keep),
            changes=changes,
            became=[one for one in changes if one.body_id == body.pk],
            took_over_from=[one.body for one in changes if one.successor_id == body.pk],
            may_manage=self.request.user.has_perm("boards.manage_bodies", self.partnership),
            panels=self.panels_at(ON_BODY, body, on=on),
            beside=self.panels_at(BESIDE_BODY, body, on=on),
            for_office=self.panels_at(FOR_OFFICE_ON_BODY, body, on=on),
            **kwargs,
        )

    def _appointments(self) -> AppointmentQuerySet:
        """Who is appointed to the body itself, not to one of its seats, on the day."""
        appointed = Appointment.objects.filter(body=self.body).current(on=self.on)
        return appointed.select_related("person").chair_first()

    def _lines(self) -> QuerySet[ReportingLine]:
        """Every reporting line of the body, whenever it held."""
        lines = ReportingLine.objects.filter(body=self.body).select_related("reports_to__partnership")
        return lines.order_by("starts_on", "pk")

    def _below(self) -> list[ShownLine]:
        """The bodies that report to this one on the day."""
        keys = ReportingLine.objects.filter(reports_to=self.body).current(on=self.on).values("body")
        below = Body.objects.filter(pk__in=keys).current(on=self.on).prefetch_related("names")
        return [ShownLine(one.code, one.name_on(self.on), one.theme) for one in below]
