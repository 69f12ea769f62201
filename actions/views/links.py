"""Actions are shared and reported by the link in an email, without an account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from actions.choices import ActionStatus
from actions.forms import ProgressForm, SharingForm, SharingNoteForm
from actions.mail import ActionLink, SharingLink
from actions.models import Action
from actions.services.actions import Reporter, update_action
from actions.services.sharing import OrganisationSharing, add_note, share, sharing_of
from boards.models import Person
from boards.views.by_link import ByLinkMixin
from core import clock
from core.acts import Refused
from meetings.services.contacts import name_and_place

SHARED, NOTED, REPORTED, WITHDRAWN = "shared", "noted", "reported", "withdrawn"


class SharingByLink(ByLinkMixin, TemplateView):
    link_class = SharingLink
    template_name = "actions/sharing_link.html"
    link: SharingLink

    def sharing(self) -> OrganisationSharing:
        return sharing_of(organisation=self.link.organisation, meeting=self.link.meeting)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sharing = self.sharing()
        waiting = [*sharing.waiting, *sharing.elsewhere]
        form = kwargs.pop("form", None) or SharingForm(waiting=waiting)
        reported = kwargs.pop("reported", {})
        return super().get_context_data(
            sharing=sharing,
            form=form,
            ticked=form.ticked(),
            note_form=kwargs.pop("note_form", None) or SharingNoteForm(),
            own=[(action, reported.get(action.pk) or progress_form(action)) for action in sharing.own],
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        steps = {"note": self._note, "report": self._report}
        return steps.get(request.POST.get("do", ""), self._share)()

    def _share(self) -> HttpResponse:
        sharing = self.sharing()
        # What was shared meanwhile may be sent again: it is on record, and stays as it is.
        known = [*sharing.waiting, *sharing.elsewhere, *sharing.shared, *sharing.settled]
        form = SharingForm(self.request.POST, waiting=known)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        share(
            organisation=self.link.organisation,
            actions=form.cleaned_data["actions"],
            note="",
            at=clock.now(),
            person=self.link.person,
        )
        return self.back(SHARED)

    def _note(self) -> HttpResponse:
        form = SharingNoteForm(self.request.POST)
        if form.is_valid():
            try:
                add_note(note=form.cleaned_data["note"], **self.link.records)
            except Refused as refusal:
                form.add_error(refusal.field, str(refusal))
            else:
                return self.back(NOTED)
        return self.render_to_response(self.get_context_data(note_form=form))

    def _report(self) -> HttpResponse:
        known = self.link.organisation.actions_owned.select_related("partnership")
        pk = self.request.POST.get("action", "")
        # Python refuses to read a number of thousands of digits.
        action = get_object_or_404(known, pk=pk if pk.isdecimal() and len(pk) < 19 else 0)
        if action.status == ActionStatus.DROPPED:
            return self.back(WITHDRAWN)
        form = progress_form(action, self.request.POST)
        if form.is_valid():
            report_by_link(action, form, person=self.link.person, place=self.link.organisation)
            return self.back(REPORTED)
        return self.render_to_response(self.get_context_data(reported={action.pk: form}))


class ActionByLink(ByLinkMixin, TemplateView):
    """An owner whom no sharing reaches says how far the action is."""

    link_class = ActionLink
    template_name = "actions/action_link.html"
    link: ActionLink

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        action = self.link.action
        return super().get_context_data(
            meeting=action.meeting,
            updates=action.updates.select_related("noted_at", "reporter"),
            form=kwargs.pop("form", None) or progress_form(action),
            is_overdue=action.is_overdue(on=clock.today()),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        action = self.link.action
        if action.status == ActionStatus.DROPPED:
            return self.back(WITHDRAWN)
        form = progress_form(action, request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        report_by_link(action, form, person=self.link.person, place=action.owner_organisation or action.owner_body)
        return self.back(REPORTED)


def progress_form(action: Action, posted: Any = None) -> ProgressForm:
    """The box for one action; an organisation's page has several of them."""
    return ProgressForm(posted, prefix=f"action-{action.pk}", initial={"status": action.status})


def report_by_link(action: Action, form: ProgressForm, *, person: Person, place: Any) -> None:
    update_action(
        action=action,
        status=form.cleaned_data["status"],
        text=form.cleaned_data["text"],
        reported_on=clock.today(),
        by=None,
        at=clock.now(),
        reporter=Reporter(name_and_place(person, place), person),
    )
