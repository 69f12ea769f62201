"""The partnership's settings, its bank holidays and its audit trail."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from boards.filters import AuditFilter
from boards.forms.partnership import PartnershipForm
from boards.forms.settings import HolidayForm, SettingsForm
from boards.models import BankHolidayAdded, Partnership
from boards.prepared import as_it_opens
from boards.records import RecordPages
from boards.roles import may_add_partnerships
from boards.services.calendar import add_holiday, holiday_names_of, remove_holiday
from boards.services.partnership import change_settings
from boards.tables import AuditTable
from boards.trail import trail_of
from boards.views.acts import ActFormView, ActMixin, ActView
from boards.views.base import PartnershipMixin, signed_in
from core import clock
from core.models.audit import AuditEventQuerySet
from core.rules.working_days import SATURDAY


class PartnershipPages(RecordPages):
    """The partnership itself, of which there is one at each address."""

    model, form_class, permission = Partnership, PartnershipForm, "boards.manage_partnership"
    namespace, url_name, path = "boards", "partnership", "details"
    actions: ClassVar[tuple[str, ...]] = ("edit",)
    noun = "partnership"
    headings: ClassVar[dict[str, str]] = {"edit": "Partnership details"}
    submit_texts: ClassVar[dict[str, str]] = {"edit": "Save the details"}
    messages: ClassVar[dict[str, str]] = {"edit": "The details are saved. This is how the public sees them."}
    templates: ClassVar[dict[str, str]] = {"edit": "boards/details.html"}

    def route(self, action: str) -> str:
        return f"{self.path}/"

    def get_queryset(self, view: Any) -> QuerySet[Partnership]:
        return Partnership.objects.visible_to(view.request.user).filter(pk=view.partnership.pk)

    def lookup(self, view: Any) -> dict[str, Any]:
        return {}

    def other_actions(self, view: Any, record: Any) -> list[tuple[str, str]]:
        return []


class SettingsEdit(ActFormView[SettingsForm]):
    permission = "boards.manage_partnership"
    template_name = "boards/settings.html"
    form_class = SettingsForm
    nothing_done = "Nothing was changed."

    def get_form_kwargs(self) -> dict[str, Any]:
        # A copy: a refused form must not change what the rest of the page shows.
        return {**super().get_form_kwargs(), "instance": Partnership.objects.get(pk=self.partnership.pk)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_add=may_add_partnerships(self.request.user), **kwargs)

    def get_success_url(self) -> str:
        return reverse("boards:settings", args=[self.partnership.slug])

    def perform(self, form: SettingsForm) -> str:
        by, at = signed_in(self.request), clock.now()
        changed = change_settings(partnership=self.partnership, **form.cleaned_data, by=by, at=at)
        return "The settings are saved." if changed else ""


class HolidayMixin(ActMixin):
    permission = "boards.manage_partnership"

    def get_success_url(self) -> str:
        return reverse("boards:holidays", args=[self.partnership.slug])


class HolidayList(HolidayMixin, ActFormView[HolidayForm]):
    """The days that count as no working days, and the form that adds one."""

    template_name = "boards/holidays.html"
    form_class = HolidayForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "partnership": self.partnership}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        this_year = clock.today().year
        years = [this_year, this_year + 1]
        added = {one.day: one for one in self.partnership.added_holidays.select_related("added_by")}
        listed = [
            {"day": day, "name": name, "added": added.get(day)}
            for day, name in sorted(holiday_names_of(self.partnership, years).items())
            if day.weekday() < SATURDAY
        ]
        others = [one for one in added.values() if one.day.year not in years]
        return super().get_context_data(years=years, listed=listed, others=others, **kwargs)

    def perform(self, form: HolidayForm) -> str:
        by, at = signed_in(self.request), clock.now()
        added = add_holiday(partnership=self.partnership, **form.cleaned_data, by=by, at=at)
        return f"{added.name} is added. {deadlines_in_words(added.consequences)}"


def deadlines_in_words(moved: list[str]) -> str:
    """“2 summaries are now due on another day. Board, 16 November 2026: due on …; …”."""
    if not moved:
        return "No deadline has moved."
    summaries = "1 summary is" if len(moved) == 1 else f"{len(moved)} summaries are"
    return f"{summaries} now due on another day. {'; '.join(moved)}."


class HolidayRemove(HolidayMixin, ActView):
    """Takes an added day back."""

    template_name = "boards/holiday_remove.html"
    holiday: BankHolidayAdded

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.holiday = get_object_or_404(BankHolidayAdded, partnership=self.partnership, pk=kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(holiday=self.holiday, **kwargs)

    def perform(self) -> str:
        moved = remove_holiday(holiday=self.holiday, by=signed_in(self.request), at=clock.now())
        return f"{self.holiday.name} is removed. {deadlines_in_words(moved)}"


class AuditTrail(PartnershipMixin, SingleTableMixin, FilterView):
    permission = "boards.manage_partnership"
    template_name = "boards/audit.html"
    table_class = AuditTable
    filterset_class = AuditFilter

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"slug": self.partnership.slug}

    def get_table_data(self) -> Any:
        reader, today = self.request.user, clock.today()
        return as_it_opens(self.filterset, self.object_list, partnership=self.partnership.pk, reader=reader, on=today)

    def get_queryset(self) -> AuditEventQuerySet:
        return trail_of(self.partnership, reader=signed_in(self.request)).select_related("made_by")
