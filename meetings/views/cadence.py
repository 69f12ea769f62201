"""Dates proposed for a body round the bank holidays, and decided one by one or together."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from boards.models import Body
from boards.views.base import BodyMixin, signed_in
from core import clock
from meetings.choices import MeetingStatus
from meetings.forms import ProposeForm, first_answers
from meetings.models import MeetingQuerySet
from meetings.permissions import MANAGE
from meetings.services.cadence import Suggestion, cadence_of_body, propose_meetings, suggest_days, usual_start_of
from meetings.services.scheduling import confirm_meetings


class DatesMixin(BodyMixin):
    permission = MANAGE

    def get_bodies(self) -> QuerySet[Body]:
        return super().get_bodies().filter(is_proposed=False)

    def get_proposed(self) -> MeetingQuerySet:
        """Its proposed dates that are still to come, the next one first."""
        known = self.partnership.meetings.filter(body=self.body, status=MeetingStatus.PROPOSED)
        return known.filter(held_on__gte=clock.today()).order_by("held_on", "pk")


class DatesPropose(DatesMixin, TemplateView):
    """GET shows the form, and with its answers in the address the days to choose from; POST makes the chosen ones."""

    template_name = "meetings/cadence_propose.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self.get_form()
        is_answered = form.is_bound and form.is_valid()
        return super().get_context_data(
            form=form,
            suggestions=self.suggestions(form) if is_answered else None,
            pattern=form.chosen() if is_answered else None,
            proposed=self.get_proposed(),
            cadence=cadence_of_body(self.body),
            **kwargs,
        )

    def get_form(self) -> ProposeForm:
        if "first" in self.request.GET:
            return ProposeForm(self.request.GET)
        return ProposeForm(initial=first_answers(self.body, usual_start_of(self.body, on=clock.today())))

    def suggestions(self, form: ProposeForm) -> list[Suggestion]:
        given = form.cleaned_data
        return suggest_days(
            self.body, form.chosen(), first=given["first"], last=given["last"], at_most=given["at_most"]
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ProposeForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        chosen = set(request.POST.getlist("day"))
        possible = [one.proposal.day for one in self.suggestions(form) if one.is_possible]
        days = [day for day in possible if day.isoformat() in chosen]
        if not days:
            messages.error(request, "Tick at least one date, or change the pattern.")
            typed = request.POST.copy()
            for name in ("csrfmiddlewaretoken", "day"):
                typed.pop(name, None)
            return redirect(f"{request.path}?{typed.urlencode()}")
        given = {name: form.cleaned_data[name] for name in ("starts_at", "venue")}
        made = propose_meetings(body=self.body, days=days, **given, by=signed_in(request), at=clock.now())
        messages.success(request, f"{count_dates(made)} proposed. Confirm each once it is decided.")
        return redirect(request.path)


class DatesConfirm(DatesMixin):
    """All proposed dates of the body that the officer saw are decided."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seen = set(request.POST.getlist("meeting"))
        decided = [meeting for meeting in self.get_proposed() if str(meeting.pk) in seen]
        confirm_meetings(meetings=decided, by=signed_in(request), at=clock.now())
        messages.success(request, f"{count_dates(decided)} confirmed.")
        return redirect("meetings:propose", self.partnership.slug, self.body.code)


def count_dates(meetings: list[Any]) -> str:
    return "1 date is" if len(meetings) == 1 else f"{len(meetings)} dates are"
