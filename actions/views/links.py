"""Actions are passed on and reported by the link in a mail, without an account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from actions.choices import ActionStatus
from actions.forms import CascadeNoteForm, PassOnForm, ProgressForm
from actions.mail import ActionLink, CascadeLink
from actions.models import Action
from actions.services.actions import Reporter, update_action
from actions.services.cascade import NoteTooLong, OrganisationCascade, add_note, cascade_of, pass_on
from boards.models import Person
from boards.views.by_link import ByLinkMixin
from core import clock
from meetings.services.contacts import name_and_place

PASSED_ON, NOTED, REPORTED, WITHDRAWN = "passed-on", "noted", "reported", "withdrawn"


class CascadeByLink(ByLinkMixin, TemplateView):
    link_class = CascadeLink
    template_name = "actions/cascade_link.html"
    link: CascadeLink

    def cascade(self) -> OrganisationCascade:
        return cascade_of(organisation=self.link.organisation, meeting=self.link.meeting)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cascade = self.cascade()
        waiting = [*cascade.waiting, *cascade.elsewhere]
        form = kwargs.pop("form", None) or PassOnForm(waiting=waiting)
        reported = kwargs.pop("reported", {})
        return super().get_context_data(
            cascade=cascade,
            form=form,
            ticked=form.ticked(),
            note_form=kwargs.pop("note_form", None) or CascadeNoteForm(),
            own=[(action, reported.get(action.pk) or progress_form(action)) for action in cascade.own],
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        steps = {"note": self._note, "report": self._report}
        return steps.get(request.POST.get("do", ""), self._pass_on)()

    def _pass_on(self) -> HttpResponse:
        cascade = self.cascade()
        # What was passed on meanwhile may be sent again: it is on record, and stays as it is.
        known = [*cascade.waiting, *cascade.elsewhere, *cascade.passed, *cascade.settled]
        form = PassOnForm(self.request.POST, waiting=known)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        pass_on(
            organisation=self.link.organisation,
            actions=form.cleaned_data["actions"],
            note="",
            at=clock.now(),
            person=self.link.person,
        )
        return self.back(PASSED_ON)

    def _note(self) -> HttpResponse:
        form = CascadeNoteForm(self.request.POST)
        if form.is_valid():
            try:
                add_note(note=form.cleaned_data["note"], **self.link.records)
            except NoteTooLong:
                form.add_error("note", "Make it shorter: there is no room beside what was said before")
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
    """An owner whom no cascade reaches says how far the action is."""

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
