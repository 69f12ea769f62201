"""Officers record what meetings decided: monitoring stops, for one or for several, or resumes."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.generic import FormView

from boards.views.base import signed_in
from boards.views.typed import WaitsForSignIn
from core import clock
from core.acts import Refused
from monitoring.forms import CloseForm, DecisionForm, StopForm
from monitoring.rules import review_holds_open
from monitoring.services.decisions import resume_monitoring, stop_monitoring
from recommendations.choices import SETTLED_STATUSES
from recommendations.models import Recommendation
from recommendations.services.ppb_meetings import held_ppb_meetings
from recommendations.views.about import RecommendationAct, RecommendationPages


class MonitoringStop(RecommendationAct):
    form_class = StopForm
    heading = "Stop monitoring"
    submit_text = "Close this recommendation"

    def get_form_kwargs(self) -> dict[str, Any]:
        held = held_ppb_meetings(self.partnership, on=clock.today())
        return super().get_form_kwargs() | {"held": held, "is_settled": self.object.status in SETTLED_STATUSES}

    def perform(self, form: StopForm) -> str:
        by, at = signed_in(self.request), clock.now()
        stop_monitoring(recommendations=[self.object], **form.cleaned_data, by=by, at=at)
        return f"Recommendation {self.object.number} is closed. Nobody is asked for progress on it any more."


class MonitoringResume(RecommendationAct):
    form_class = DecisionForm
    heading = "Monitor again"
    submit_text = "Monitor this recommendation again"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"held": held_ppb_meetings(self.partnership, on=clock.today())}

    def perform(self, form: DecisionForm) -> str:
        by, at = signed_in(self.request), clock.now()
        resume_monitoring(recommendation=self.object, **form.cleaned_data, by=by, at=at)
        return f"Recommendation {self.object.number} is monitored again."


class DecisionPages(RecommendationPages):
    permission, namespace = "progress.add_progress", "monitoring"
    acts: ClassVar[Any] = {"monitoring_stop": MonitoringStop, "monitoring_resume": MonitoringResume}
    routes: ClassVar[dict[str, str]] = {"monitoring_stop": "monitoring/stop", "monitoring_resume": "monitoring/resume"}


class RecommendationsClose(WaitsForSignIn, FormView[CloseForm]):
    """Settled ones are ticked and, once the officer has looked at what will be closed, closed at one meeting."""

    permission = "progress.add_progress"
    template_name = "monitoring/close.html"
    form_class = CloseForm

    def get_form_kwargs(self) -> dict[str, Any]:
        today = clock.today()
        known = Recommendation.objects.visible_to(self.request.user).filter(partnership=self.partnership)
        settled = list(known.as_at(today).to_close().by_number())
        self.held_open = [one for one in settled if self._is_held_open(one)]
        closable = [one for one in settled if one not in self.held_open]
        return super().get_form_kwargs() | {"settled": closable, "held": held_ppb_meetings(self.partnership, on=today)}

    @staticmethod
    def _is_held_open(one: Recommendation) -> bool:
        return review_holds_open(
            one.review_due_on, one.review_precision, reviewed_on=one.reviewed_on_day, on=one.shown_on
        )

    def form_valid(self, form: CloseForm) -> HttpResponse:
        ticked, meeting = form.cleaned_data["recommendations"], form.cleaned_data["meeting"]
        if "confirmed" not in self.request.POST:
            self.template_name = "monitoring/close_confirm.html"
            return self.render_to_response(self.get_context_data(form=form, ticked=ticked, meeting=meeting))
        try:
            stop_monitoring(**form.cleaned_data, by=signed_in(self.request), at=clock.now())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            return self.form_invalid(form)
        closed = f"{len(ticked)} recommendation{'' if len(ticked) == 1 else 's'} closed"
        messages.success(self.request, f"{closed} at the meeting of {meeting.when}.")
        return super().form_valid(form)

    def get_success_url(self) -> str:
        return reverse("recommendations:list", args=[self.partnership.slug])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(back_url=self.get_success_url(), **kwargs)
        return context | {"held_open": self.held_open}
