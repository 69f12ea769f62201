"""Officers record for an organisation that told them, and remind those who have not shared actions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from actions.forms import SharedByPhoneForm
from actions.services.sharing import remind, share, sharing_of, still_waiting
from boards.models import Organisation
from boards.views.acts import ActFormView, ActView
from boards.views.base import signed_in
from core import clock
from core.rules.text import counted
from meetings.views.base import MeetingMixin


class SharingMixin(MeetingMixin):
    permission = "actions.update_action"

    def get_success_url(self) -> str:
        return self.meeting.get_absolute_url()


class SharingRecord(SharingMixin, ActFormView[SharedByPhoneForm]):
    template_name = "components/form_page.html"
    form_class = SharedByPhoneForm
    nothing_done = "Already marked as shared."
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
        sent = [*sharing.shared, *sharing.settled] if self.request.method == "POST" else []
        return {**super().get_form_kwargs(), "waiting": [*sharing.waiting, *sent]}

    def perform(self, form: SharedByPhoneForm) -> str:
        by, at = signed_in(self.request), clock.now()
        shared = share(organisation=self.organisation, **form.cleaned_data, at=at, by=by)
        return f"Recorded: {self.organisation} has shared them." if shared else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=f"What {self.organisation} has shared",
            intro="Use this when someone tells you by telephone or email. The record will say that you entered it.",
            submit_text="Record as shared",
            back_url=self.get_success_url(),
            **kwargs,
        )


class SharingRemind(SharingMixin, ActView):
    """Shows who would be reminded, and asks first: email can't be taken back."""

    template_name = "components/send_page.html"
    nothing_done = "Nobody was reminded: each contact gets one reminder a day at most."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = still_waiting(meeting=self.meeting, on=clock.today())
        reached = [
            (line.organisation, line.people, counted(len(line.actions), "action")) for line in waiting if line.people
        ]
        unreached = [
            (line.organisation, self.url("actions:sharing_record", line.organisation.code))
            for line in waiting
            if not line.people
        ]
        organisations = counted(len(reached), "organisation")
        return super().get_context_data(
            heading=f"Remind {organisations} to share actions" if reached else "There is no one to remind",
            intro="Each of these people gets one email with their own link, at most one a day. It lists what their "
            "organisation has not shared yet.",
            reached=reached,
            unreached=unreached,
            nothing_left="Every organisation has shared what it was asked to.",
            otherwise_text="Tell them by other means, and record what they say.",
            submit_text=f"Remind {organisations}",
            back_url=self.get_success_url(),
            **kwargs,
        )

    def perform(self) -> str:
        queued = remind(meeting=self.meeting, by=signed_in(self.request), at=clock.now())
        return f"{counted(queued, 'reminder')} will be sent in a moment." if queued else ""
