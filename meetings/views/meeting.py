"""The public page of a meeting; officers plan, change and cancel meetings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView, TemplateView

from boards.views.base import PartnershipMixin, signed_in
from core import clock
from core.acts import Refused
from core.rules.dates import format_date
from core.rules.text import clean_text
from meetings.choices import MeetingStatus
from meetings.forms.meeting import CancelForm, MeetingForm, PostponeForm
from meetings.panels import (
    MEETING_BUTTONS,
    MEETING_LINKS,
    MEETING_MAIN,
    MEETING_MAIN_AHEAD,
    MEETING_SIDE,
    MEETING_SIDE_AHEAD,
    MEETING_TOP,
)
from meetings.services.scheduling import (
    cancel_meeting,
    change_meeting,
    check_may_cancel,
    check_may_postpone,
    postpone_meeting,
    schedule_meeting,
)
from meetings.signals import DATE
from meetings.views.base import MeetingMixin, page_after


class MeetingShow(MeetingMixin, TemplateView):
    """When and where, and what apps have to show of it: agenda, attendance, summary, actions, invitations."""

    template_name = "meetings/detail.html"
    fetched = ("summary",)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_ahead = self.meeting.is_ahead(on=clock.today())
        return super().get_context_data(
            is_summarised=self.meeting.has_published_summary,
            may_manage=self.request.user.has_perm("meetings.manage_meetings", self.partnership),
            buttons=self.panels_at(MEETING_BUTTONS, self.meeting),
            top_panels=self.panels_at(MEETING_TOP, self.meeting),
            main_panels=self.panels_at(MEETING_MAIN_AHEAD if is_ahead else MEETING_MAIN, self.meeting),
            side_panels=self.panels_at(MEETING_SIDE_AHEAD if is_ahead else MEETING_SIDE, self.meeting),
            links=self.panels_at(MEETING_LINKS, self.meeting),
            **kwargs,
        )


class MeetingAdd(PartnershipMixin, FormView[MeetingForm]):
    permission = "meetings.manage_meetings"
    template_name = "meetings/meeting_form.html"
    form_class = MeetingForm

    def get_form(self, form_class: type[MeetingForm] | None = None) -> MeetingForm:
        form = MeetingForm(self.request.POST or None, partnership=self.partnership)
        if asked := clean_text(self.request.GET.get("body", "")):
            # A page about one body leads here.
            form.initial["body"] = self.partnership.bodies.filter(code=asked).values_list("pk", flat=True).first()
        return form

    def form_valid(self, form: MeetingForm) -> HttpResponse:
        plan, by = form.plan(), signed_in(self.request)
        try:
            meeting = schedule_meeting(partnership=self.partnership, plan=plan, by=by, at=clock.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, f"{meeting.title} on {meeting.when} is on the list.")
        return redirect(meeting)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading="Add a meeting",
            submit_text="Add the meeting",
            back_url=reverse("meetings:list", args=[self.partnership.slug]),
            **kwargs,
        )


class MeetingEdit(MeetingMixin, FormView[MeetingForm]):
    permission = "meetings.manage_meetings"
    template_name = "meetings/meeting_form.html"
    form_class = MeetingForm

    def get_form(self, form_class: type[MeetingForm] | None = None) -> MeetingForm:
        return MeetingForm(self.request.POST or None, partnership=self.partnership, meeting=self.meeting)

    def form_valid(self, form: MeetingForm) -> HttpResponse:
        plan, by = form.plan(), signed_in(self.request)
        try:
            meeting = change_meeting(meeting=self.meeting, plan=plan, by=by, at=clock.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, "The meeting is changed.")
        if meeting.held_on == self.meeting.held_on:
            return redirect(meeting)
        return redirect(page_after(meeting, DATE) or meeting.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=f"Change {self.meeting.title}",
            submit_text="Save the changes",
            back_url=self.meeting.get_absolute_url(),
            **kwargs,
        )


class MeetingCancel(MeetingMixin, FormView[CancelForm]):
    """Asks for the reason, and is the confirmation at once."""

    permission = "meetings.manage_meetings"
    template_name = "meetings/meeting_cancel.html"
    form_class = CancelForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            check_may_cancel(self.meeting)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(self.meeting)
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: CancelForm) -> HttpResponse:
        was_decided = self.meeting.status != MeetingStatus.PROPOSED
        try:
            meeting = cancel_meeting(
                meeting=self.meeting,
                reason=form.cleaned_data["reason"],
                by=signed_in(self.request),
                at=clock.now(),
            )
        except Refused as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.meeting)
        messages.success(self.request, "The meeting is cancelled. No summary is due for it.")
        page = self.meeting.get_absolute_url()
        return redirect((was_decided and page_after(meeting, DATE)) or page)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=f"Cancel {self.meeting.title}",
            submit_text="Cancel the meeting",
            back_url=self.meeting.get_absolute_url(),
            **kwargs,
        )


class MeetingPostpone(MeetingMixin, FormView[PostponeForm]):
    """Moves a meeting to another day, or to one that is not known yet; one that waits for its day gets it here."""

    permission = "meetings.manage_meetings"
    template_name = "meetings/meeting_postpone.html"
    form_class = PostponeForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            check_may_postpone(self.meeting)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(self.meeting)
        return super().get(request, *args, **kwargs)

    def get_form(self, form_class: type[PostponeForm] | None = None) -> PostponeForm:
        return PostponeForm(self.request.POST or None, meeting=self.meeting)

    def form_valid(self, form: PostponeForm) -> HttpResponse:
        to_on, reason = form.cleaned_data["to_on"], form.cleaned_data["reason"]
        try:
            meeting = postpone_meeting(
                meeting=self.meeting, to_on=to_on, reason=reason, by=signed_in(self.request), at=clock.now()
            )
        except Refused as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.meeting)
        if to_on is None:
            said = "The meeting is postponed. No summary is due until it has a new day."
        else:
            due = meeting.summary_due_on
            said = f"The meeting is now on {format_date(to_on)}."
            said += f" Its summary is due on {format_date(due)}." if due else ""
        messages.success(self.request, said)
        return redirect(page_after(meeting, DATE) or meeting.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waits = self.meeting.is_off
        return super().get_context_data(
            heading=f"Set the new day of {self.meeting.title}" if waits else f"Postpone {self.meeting.title}",
            submit_text="Set the new day" if waits else "Postpone the meeting",
            back_url=self.meeting.get_absolute_url(),
            **kwargs,
        )
