"""Officers record what meetings decided: monitoring stops, for one or for several, or resumes."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpResponse
from django.urls import reverse

from boards.views.acts import ActFormView
from boards.views.base import signed_in
from boards.views.typed import WaitsForSignIn
from core import clock
from core.rules.text import counted
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


class RecommendationsClose(WaitsForSignIn, ActFormView[CloseForm]):
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
        if "confirmed" in self.request.POST:
            return super().form_valid(form)
        self.template_name = "monitoring/close_confirm.html"
        ticked, meeting = form.cleaned_data["recommendations"], form.cleaned_data["meeting"]
        return self.render_to_response(self.get_context_data(form=form, ticked=ticked, meeting=meeting))

    def perform(self, form: CloseForm) -> str:
        stop_monitoring(**form.cleaned_data, by=signed_in(self.request), at=clock.now())
        closed = counted(len(form.cleaned_data["recommendations"]), "recommendation")
        return f"{closed} closed at the meeting of {form.cleaned_data['meeting'].when}."

    def get_success_url(self) -> str:
        return reverse("recommendations:list", args=[self.partnership.slug])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(back_url=self.get_success_url(), **kwargs)
        return context | {"held_open": self.held_open}
