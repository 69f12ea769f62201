"""PPB members ask for follow-up and take it back; the office or the PPB's chair puts it on an agenda or declines it."""

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
from core.acts import Refused
from monitoring.forms import FollowUpForm, PutOnForm, SettleForm
from monitoring.models import FollowUp
from monitoring.services.follow_ups import (
    ask_follow_up,
    put_on_agenda,
    settle_follow_up,
    take_back_follow_up,
    why_not_taken_back,
)
from recommendations.services.ppb_meetings import ComingPpbs
from recommendations.views.about import AboutOne

ASKED = "Your request is with the partnership office. You can take it back until it is on an agenda."
READ_WITH = ("recommendation__topic_group", "recommendation__partnership", "asked_by", "item__meeting", "meeting")


class FollowUpAsk(AboutOne):
    """The recommendation's page posts here; what cannot be taken is shown on a page of its own."""

    permission = "monitoring.ask_follow_up"
    form_class = FollowUpForm
    heading = "Ask for follow-up"
    submit_text = "Ask for follow-up"

    def form_valid(self, form: FollowUpForm) -> HttpResponse:
        text, by = form.cleaned_data["text"], signed_in(self.request)
        try:
            ask_follow_up(recommendation=self.recommendation, text=text, by=by, at=clock.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, ASKED)
        return HttpResponseRedirect(f"{self.get_success_url()}#follow-up")


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

    permission = "monitoring.ask_follow_up"
    template_name = "monitoring/follow_up_take_back.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        follow_up = self.follow_up()
        try:
            take_back_follow_up(follow_up=follow_up, by=signed_in(request), at=clock.now())
            messages.success(request, "Your follow-up is taken back.")
        except Refused as refusal:
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


class Deciding(FollowUpMixin):
    """What officers and the PPB's chair do to a request: hers alone, where a PPB commissioned the report."""

    permission = "monitoring.decide_follow_ups"

    def follow_up(self) -> FollowUp:
        mine = FollowUp.objects.decidable_by(self.request.user, self.partnership)
        return get_object_or_404(mine.select_related(*READ_WITH), pk=self.kwargs["pk"])

    def list_url(self) -> str:
        return reverse("monitoring:follow_up_requests", args=[self.partnership.slug])


class FollowUpRequests(PartnershipMixin, TemplateView):
    """All that members ask and nobody has decided, each with its wording and one button."""

    permission = "monitoring.decide_follow_ups"
    template_name = "monitoring/follow_up_requests.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = FollowUp.objects.decidable_by(self.request.user, self.partnership).requested()
        coming = ComingPpbs(self.partnership, at=clock.now())
        rows = known.select_related(*READ_WITH).order_by("recommendation", "asked_at", "pk")
        return super().get_context_data(
            requests=[_asked(one, coming) for one in rows],
            may_plan=self.request.user.has_perm("meetings.manage_meetings", self.partnership),
            **kwargs,
        )


def _asked(follow_up: FollowUp, coming: ComingPpbs, posted: Any = None) -> dict[str, Any]:
    """A request, the meeting that it would go to, and the form that puts it there; none where no meeting is planned."""
    meeting = coming.next_for(follow_up.recommendation, after=follow_up.meeting)
    form = None
    if meeting is not None:
        initial = {"wording": follow_up.words, "meeting": meeting.pk}
        form = PutOnForm(posted, initial=initial, auto_id=f"id_{follow_up.pk}_%s")
    return {"follow_up": follow_up, "meeting": meeting, "form": form}


class FollowUpPutOn(Deciding, TemplateView):
    """The list posts here; what cannot be taken is shown on a page of its own."""

    template_name = "monitoring/follow_up_put_on.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.follow_up().is_requested:
            return self._decided()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.follow_up().is_requested:
            return self._decided()
        context = self.get_context_data(posted=request.POST, **kwargs)
        form, follow_up = context["form"], context["follow_up"]
        if form is not None and form.is_valid():
            try:
                placed = put_on_agenda(
                    follow_up=follow_up,
                    wording=form.cleaned_data["wording"],
                    seen_meeting=form.cleaned_data["meeting"],
                    by=signed_in(request),
                    at=clock.now(),
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                assert placed.item is not None
                meeting = placed.item.meeting
                messages.success(request, f"It is on the agenda of {meeting.title}, {meeting.when}.")
                return HttpResponseRedirect(self.list_url())
        return self.render_to_response(context)

    def _decided(self) -> HttpResponse:
        """The button pressed twice, or by someone else a moment before."""
        messages.info(self.request, "This request has been decided, or taken back, already.")
        return HttpResponseRedirect(self.list_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        coming = ComingPpbs(self.partnership, at=clock.now())
        asked = _asked(self.follow_up(), coming, kwargs.pop("posted", None))
        return super().get_context_data(
            **asked,
            may_plan=self.request.user.has_perm("meetings.manage_meetings", self.partnership),
            back_url=self.list_url(),
            **kwargs,
        )


class FollowUpSettle(Deciding, WaitsForSignIn, FormView[SettleForm]):
    template_name = "monitoring/follow_up_settle.html"
    form_class = SettleForm

    def form_valid(self, form: SettleForm) -> HttpResponse:
        follow_up = self.follow_up()
        reason = form.cleaned_data["reason"]
        try:
            settle_follow_up(follow_up=follow_up, reason=reason, by=signed_in(self.request), at=clock.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, "The request is declined. The member who asked can read your reason.")
        return HttpResponseRedirect(self.list_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        follow_up = self.follow_up()
        return super().get_context_data(
            follow_up=follow_up,
            heading="Decline this request for follow-up",
            submit_text="Decline the request",
            back_url=self.list_url(),
            **kwargs,
        )
