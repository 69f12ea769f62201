"""PPB members ask for follow-up at the next meeting, and take it back; officers settle what no meeting need look at."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import FormView, TemplateView

from boards.views.base import PartnershipMixin, signed_in
from boards.views.typed import WaitsForSignIn
from core import clock
from recommendations.forms.follow_up import FollowUpForm, SettleForm
from recommendations.models import FollowUp
from recommendations.services.follow_ups import (
    FollowUpRefused,
    ask_follow_up,
    settle_follow_up,
    take_back_follow_up,
    why_not_taken_back,
)
from recommendations.views.about import AboutOne


class FollowUpAsk(AboutOne):
    """The recommendation's page posts here; what cannot be taken is shown on a page of its own."""

    permission = "recommendations.ask_follow_up"
    form_class = FollowUpForm
    heading = "Ask for follow-up"
    submit_text = "Ask for follow-up"

    def form_valid(self, form: FollowUpForm) -> HttpResponse:
        text, by = form.cleaned_data["text"], signed_in(self.request)
        try:
            follow_up = ask_follow_up(recommendation=self.recommendation, text=text, by=by, at=clock.now())
        except FollowUpRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, self._said(follow_up))
        return HttpResponseRedirect(f"{self.get_success_url()}#follow-up")

    @staticmethod
    def _said(follow_up: FollowUp) -> str:
        if follow_up.item is None:
            return "No meeting is planned yet. The follow-up goes on the agenda of the next one as soon as it is."
        meeting = follow_up.item.meeting
        return f"It is on the agenda of {meeting.title}, {meeting.when}."


class FollowUpMixin(PartnershipMixin):
    """Finds the follow-up of the address."""

    def follow_up(self) -> FollowUp:
        known: QuerySet[FollowUp] = FollowUp.objects.visible_to(self.request.user)
        mine = known.filter(recommendation__partnership=self.partnership)
        return get_object_or_404(
            mine.select_related("recommendation", "asked_by", "item__meeting"), pk=self.kwargs["pk"]
        )

    def page_of(self, follow_up: FollowUp) -> str:
        page = reverse("recommendations:detail", args=[self.partnership.slug, follow_up.recommendation_id])
        return f"{page}#follow-up"


class FollowUpTakeBack(FollowUpMixin, TemplateView):
    """Asks first: it cannot be undone, only asked again."""

    permission = "recommendations.ask_follow_up"
    template_name = "recommendations/follow_up_take_back.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        follow_up = self.follow_up()
        try:
            take_back_follow_up(follow_up=follow_up, by=signed_in(request), at=clock.now())
            messages.success(request, "Your follow-up is taken back.")
        except FollowUpRefused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(self.page_of(follow_up))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        follow_up = self.follow_up()
        return super().get_context_data(
            follow_up=follow_up,
            refusal=why_not_taken_back(follow_up, by=signed_in(self.request)),
            back_url=self.page_of(follow_up),
            **kwargs,
        )


class FollowUpSettle(FollowUpMixin, WaitsForSignIn, FormView):  # type: ignore[type-arg]  # FormView[F] fails at run time
    permission = "recommendations.manage_scrutiny"
    template_name = "recommendations/follow_up_settle.html"
    form_class = SettleForm

    def form_valid(self, form: SettleForm) -> HttpResponse:
        follow_up = self.follow_up()
        reason = form.cleaned_data["reason"]
        try:
            settle_follow_up(follow_up=follow_up, reason=reason, by=signed_in(self.request), at=clock.now())
        except FollowUpRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, "The follow-up is settled. Whoever asked reads your reason.")
        return HttpResponseRedirect(self.page_of(follow_up))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        follow_up = self.follow_up()
        return super().get_context_data(
            follow_up=follow_up,
            heading="Settle this follow-up",
            submit_text="Settle it",
            back_url=self.page_of(follow_up),
            **kwargs,
        )
