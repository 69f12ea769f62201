"""Who holds a meeting, beside the body whose meeting it is, and on what theme."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView

from boards.views.base import signed_in
from core import clock
from meetings.forms.joint import JointForm
from meetings.services.joint import change_who_meets
from meetings.views.base import MeetingMixin


class WhoMeets(MeetingMixin, FormView[JointForm]):
    permission = "meetings.manage_meetings"
    template_name = "meetings/joint_form.html"
    form_class = JointForm

    def get_form(self, form_class: type[JointForm] | None = None) -> JointForm:
        return JointForm(self.request.POST or None, meeting=self.meeting)

    def form_valid(self, form: JointForm) -> HttpResponse:
        change_who_meets(meeting=self.meeting, by=signed_in(self.request), at=clock.now(), **form.cleaned_data)
        messages.success(self.request, "Who meets is saved. The meeting is in the calendar of each of them.")
        return redirect(self.meeting)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading="Who meets",
            submit_text="Save who meets",
            back_url=self.meeting.get_absolute_url(),
            **kwargs,
        )
