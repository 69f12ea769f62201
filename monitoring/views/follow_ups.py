"""PPB members ask for follow-up and take it back; the office or the PPB's chair puts it on an agenda or declines it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.views.generic import TemplateView

from boards.models import Partnership
from boards.records import RecordPages
from boards.views.base import PartnershipMixin, signed_in
from core import clock
from core.acts import Refused, lock
from core.models import FormToken
from core.records import RecordAct
from meetings.models import Meeting
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
from recommendations.views.about import RecommendationAct, RecommendationPages

READ_WITH = ("recommendation__topic_group", "recommendation__partnership", "asked_by", "item__meeting", "meeting")


class FollowUpAsk(RecommendationAct):
    """The recommendation's page posts here; what cannot be taken is shown on a page of its own."""

    form_class = FollowUpForm
    heading = submit_text = "Ask for follow-up"
    anchor = "follow-up"

    def perform(self, form: FollowUpForm) -> str:
        by, at = signed_in(self.request), clock.now()
        ask_follow_up(recommendation=self.object, text=form.cleaned_data["text"], by=by, at=at)
        return "Your request is with the partnership office. You can take it back until it is on an agenda."


class AskPages(RecommendationPages):
    permission, namespace = "monitoring.ask_follow_up", "monitoring"
    acts: ClassVar[Any] = {"follow_up_ask": FollowUpAsk}
    routes: ClassVar[dict[str, str]] = {"follow_up_ask": "follow-ups/add"}


class FollowUpTakeBack(RecordAct):
    """Asks first: it cannot be undone, only asked again."""

    form_class = forms.Form
    template_name = "monitoring/follow_up_take_back.html"
    heading, submit_text = "Take this follow-up back?", "Take it back"

    def check(self) -> None:
        if refusal := why_not_taken_back(self.object, by=signed_in(self.request)):
            raise Refused(refusal)

    def perform(self, form: forms.Form) -> str:
        take_back_follow_up(follow_up=self.object, by=signed_in(self.request), at=clock.now())
        return "Your follow-up is taken back."


class FollowUpPages(RecordPages):
    """What a member does with a request of their own."""

    model, permission, namespace = FollowUp, "monitoring.ask_follow_up", "monitoring"
    partnership_field, url_name, path = "recommendation__partnership", "follow_up", "recommendation-follow-ups"
    actions = ()
    acts: ClassVar[Any] = {"take_back": FollowUpTakeBack}

    def lock_scope(self, view: Any) -> None:
        """The recommendation, so that two requests at once make one item of an agenda."""
        lock(view.get_object().recommendation)

    def get_queryset(self, view: Any) -> QuerySet[FollowUp]:
        return super().get_queryset(view).select_related(*READ_WITH)

    def get_success_url(self, view: Any) -> str:
        return f"{view.object.recommendation.get_absolute_url()}#follow-up"


def put_on_form(follow_up: FollowUp, meeting: Meeting | None, posted: Any = None) -> PutOnForm:
    """``meeting`` is the one that the request would go to; None where none is planned."""
    initial = {"wording": follow_up.words, "meeting": meeting and meeting.pk}
    return PutOnForm(posted, initial=initial, auto_id=f"id_{follow_up.pk}_%s")


class FollowUpPutOn(RecordAct):
    """The list posts here; what cannot be taken is shown on a page of its own."""

    form_class = PutOnForm
    template_name = "monitoring/follow_up_put_on.html"
    partnership: Partnership

    def check(self) -> None:
        if not self.object.is_requested:
            raise Refused("This request has been decided, or taken back, already.")

    @property
    def meeting(self) -> Meeting | None:
        coming = ComingPpbs(self.partnership, at=clock.now())
        return coming.next_for(self.object.recommendation, after=self.object.meeting)

    def get_form(self, form_class: Any = None) -> PutOnForm:
        return put_on_form(self.object, self.meeting, self.request.POST or None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_plan = self.request.user.has_perm("meetings.manage_meetings", self.partnership)
        own = {"follow_up": self.object, "meeting": self.meeting, "may_plan": may_plan}
        return super().get_context_data(**(own | kwargs))

    def perform(self, form: PutOnForm) -> str:
        placed = put_on_agenda(
            follow_up=self.object,
            wording=form.cleaned_data["wording"],
            seen_meeting=form.cleaned_data["meeting"],
            by=signed_in(self.request),
            at=clock.now(),
        )
        assert placed.meeting is not None  # it is on its agenda
        return f"It is on the agenda of {placed.meeting.title}, {placed.meeting.when}."


class FollowUpSettle(RecordAct):
    template_name = "monitoring/follow_up_settle.html"
    form_class = SettleForm
    heading = "Decline this request for follow-up"
    submit_text = "Decline the request"

    def perform(self, form: SettleForm) -> str:
        reason, by = form.cleaned_data["reason"], signed_in(self.request)
        settle_follow_up(follow_up=self.object, reason=reason, by=by, at=clock.now())
        return "The request is declined. The member who asked can read your reason."


class RequestPages(FollowUpPages):
    """What officers and the PPB's chair do to a request: hers alone, where a PPB commissioned the report."""

    permission = "monitoring.decide_follow_ups"
    acts: ClassVar[Any] = {"put_on": FollowUpPutOn, "settle": FollowUpSettle}

    def get_queryset(self, view: Any) -> QuerySet[FollowUp]:
        mine = FollowUp.objects.decidable_by(view.request.user, view.partnership)
        return mine.select_related(*READ_WITH)

    def get_success_url(self, view: Any) -> str:
        return reverse("monitoring:follow_up_requests", args=[view.partnership.slug])


class FollowUpRequests(PartnershipMixin, TemplateView):
    """All that members ask and nobody has decided, each with its wording and one button."""

    permission = "monitoring.decide_follow_ups"
    template_name = "monitoring/follow_up_requests.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = FollowUp.objects.decidable_by(self.request.user, self.partnership).requested()
        coming = ComingPpbs(self.partnership, at=clock.now())
        requests = []
        for one in known.select_related(*READ_WITH).order_by("recommendation", "asked_at", "pk"):
            meeting = coming.next_for(one.recommendation, after=one.meeting)
            form, token = put_on_form(one, meeting), FormToken.new()
            requests.append({"follow_up": one, "meeting": meeting, "form": form, "form_token": token})
        may_plan = self.request.user.has_perm("meetings.manage_meetings", self.partnership)
        return super().get_context_data(requests=requests, may_plan=may_plan, **kwargs)
