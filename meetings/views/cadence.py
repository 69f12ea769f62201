"""Dates proposed for a body round the bank holidays, and decided one by one or together."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView

from boards.models import Body
from boards.views.base import PartnershipMixin, signed_in
from core import clock
from meetings.choices import MeetingStatus
from meetings.forms.cadence import ProposeForm, first_answers
from meetings.models import MeetingQuerySet
from meetings.services.cadence import (
    Suggestion,
    cadence_of_body,
    propose_meetings,
    suggest_days,
    usual_start_of,
)
from meetings.services.scheduling import confirm_meeting, confirm_meetings
from meetings.views.base import MeetingMixin


class BodyMixin(PartnershipMixin):
    """Sets ``self.body`` from the address."""

    body: Body

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        bodies = Body.objects.visible_to(request.user).filter(partnership=self.partnership, is_proposed=False)
        self.body = get_object_or_404(bodies.select_related("partnership"), code=kwargs["code"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(body=self.body, **kwargs)

    def proposed(self) -> MeetingQuerySet:
        """Its proposed dates that are still to come, the next one first."""
        known = self.partnership.meetings.filter(body=self.body, status=MeetingStatus.PROPOSED)
        return known.filter(held_on__gte=clock.today()).order_by("held_on", "pk")


class DatesPropose(BodyMixin, TemplateView):
    """GET shows the form, and with its answers in the address the days to choose from; POST makes the chosen ones."""

    permission = "meetings.manage_meetings"
    template_name = "meetings/cadence_propose.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self._form(self.request.GET)
        return super().get_context_data(
            form=form,
            suggestions=self._suggestions(form) if form.is_bound and form.is_valid() else None,
            pattern=form.chosen() if form.is_bound and form.is_valid() else None,
            proposed=self.proposed(),
            cadence=cadence_of_body(self.body),
            **kwargs,
        )

    def post(self, request: HttpRequest, partnership: str, code: str) -> HttpResponse:
        form = ProposeForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        chosen = set(request.POST.getlist("day"))
        possible = [one.proposal.day for one in self._suggestions(form) if one.is_possible]
        days = [day for day in possible if day.isoformat() in chosen]
        if not days:
            messages.error(request, "Tick at least one date, or change the pattern.")
            return redirect(f"{request.path}?{self._query(request)}")
        made = self._make(days, form)
        dates = "1 date is" if len(made) == 1 else f"{len(made)} dates are"
        messages.success(request, f"{dates} proposed. Confirm each once it is decided.")
        return redirect(request.path)

    def _form(self, typed: Any) -> ProposeForm:
        if "first" in typed:
            return ProposeForm(typed)
        return ProposeForm(initial=first_answers(self.body, usual_start_of(self.body, on=clock.today())))

    def _suggestions(self, form: ProposeForm) -> list[Suggestion]:
        given = form.cleaned_data
        return suggest_days(
            self.body, form.chosen(), first=given["first"], last=given["last"], at_most=given["at_most"]
        )

    def _make(self, days: list[date], form: ProposeForm) -> list[Any]:
        return propose_meetings(
            body=self.body,
            days=days,
            starts_at=form.cleaned_data["starts_at"],
            venue=form.cleaned_data["venue"],
            by=signed_in(self.request),
            at=clock.now(),
        )

    @staticmethod
    def _query(request: HttpRequest) -> str:
        typed = request.POST.copy()
        for name in ("csrfmiddlewaretoken", "day"):
            typed.pop(name, None)
        return typed.urlencode()


class DatesConfirm(BodyMixin):
    """All proposed dates of the body that the officer saw are decided."""

    permission = "meetings.manage_meetings"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, partnership: str, code: str) -> HttpResponse:
        seen = set(request.POST.getlist("meeting"))
        decided = [meeting for meeting in self.proposed() if str(meeting.pk) in seen]
        confirm_meetings(meetings=decided, by=signed_in(request), at=clock.now())
        dates = "1 date is" if len(decided) == 1 else f"{len(decided)} dates are"
        messages.success(request, f"{dates} confirmed.")
        return redirect("meetings:propose", self.partnership.slug, self.body.code)


class MeetingConfirm(MeetingMixin):
    """The proposed date of one meeting is decided."""

    permission = "meetings.manage_meetings"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, partnership: str, pk: int) -> HttpResponse:
        meeting = confirm_meeting(meeting=self.meeting, by=signed_in(request), at=clock.now())
        messages.success(request, f"{meeting.title} on {meeting.when} is confirmed.")
        if request.POST.get("back") == "dates" and meeting.body:
            return redirect(reverse("meetings:propose", args=[self.partnership.slug, meeting.body.code]))
        return redirect(meeting)
