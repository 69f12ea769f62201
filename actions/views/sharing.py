"""Officers record for an organisation that told them, and remind those who have not passed actions on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView, TemplateView

from actions.forms import SharedByPhoneForm
from actions.services.sharing import remind, share, sharing_of, still_waiting
from boards.models import Organisation
from boards.views.base import signed_in
from core import clock
from meetings.views.base import MeetingMixin


class SharingRecord(MeetingMixin, FormView[SharedByPhoneForm]):
    permission = "actions.update_action"
    template_name = "components/form_page.html"
    form_class = SharedByPhoneForm
    organisation: Organisation

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        known = Organisation.objects.visible_to(request.user).filter(partnership=self.partnership)
        asked = known.filter(sharings__action__meeting=self.meeting).distinct()
        self.organisation = get_object_or_404(asked.select_related("partnership"), code=kwargs["code"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not sharing_of(organisation=self.organisation, meeting=self.meeting).waiting:
            messages.info(request, f"{self.organisation} has shared all that it was asked to.")
            return redirect(self.meeting)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        sharing = sharing_of(organisation=self.organisation, meeting=self.meeting)
        # What was recorded meanwhile may be sent again: it stays as it is.
        sent = [*sharing.passed, *sharing.settled] if self.request.method == "POST" else []
        return {**super().get_form_kwargs(), "waiting": [*sharing.waiting, *sent]}

    def form_valid(self, form: SharedByPhoneForm) -> HttpResponse:
        told = share(
            organisation=self.organisation,
            actions=form.cleaned_data["actions"],
            note=form.cleaned_data["note"],
            at=clock.now(),
            by=signed_in(self.request),
        )
        if told:
            messages.success(self.request, f"Recorded: {self.organisation} has shared them.")
        else:
            messages.info(self.request, "Already marked as shared.")
        return redirect(self.meeting)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=f"What {self.organisation} has shared",
            intro="Use this when someone tells you by telephone or email. The record will say that you entered it.",
            submit_text="Record as shared",
            back_url=self.meeting.get_absolute_url(),
            **kwargs,
        )


class SharingRemind(MeetingMixin, TemplateView):
    """Shows who would be reminded, and asks first: mail can't be taken back."""

    permission = "actions.update_action"
    template_name = "actions/sharing_remind.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = still_waiting(meeting=self.meeting, on=clock.today())
        return super().get_context_data(
            reached=[one for one in waiting if one.people],
            unreached=[one for one in waiting if not one.people],
            back_url=self.meeting.get_absolute_url(),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        queued = remind(meeting=self.meeting, by=signed_in(request), at=clock.now())
        if queued:
            messages.success(request, f"{queued} reminder{'' if queued == 1 else 's'} will be sent in a moment.")
        else:
            messages.info(request, "Nobody was reminded: each contact gets one reminder a day at most.")
        return redirect(self.meeting)
