"""Actions are passed on and reported by the link in a mail, without an account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from actions.choices import ActionStatus
from actions.forms import CascadeNoteForm, PassOnForm, ProgressForm
from actions.mail import ACTION, CASCADE, LINK_LASTS
from actions.models import Action
from actions.services.actions import Teller, update_action
from actions.services.cascade import NoteTooLong, add_note, cascade_of, pass_on
from actions.services.link_renewal import renew_action_link, renew_cascade_link
from boards.models import Organisation, Person
from boards.views.by_link import GONE, REFUSED, ByLinkMixin
from core import clock
from meetings.models import Meeting
from meetings.services.contacts import is_with, name_and_place, speaks_for

PASSED_ON, NOTED, REPORTED, WITHDRAWN = "passed-on", "noted", "reported", "withdrawn"


class ActionsByLink(ByLinkMixin, TemplateView):
    """The pages by which actions are passed on or reported, one a purpose."""

    lasts = LINK_LASTS
    person: Person

    def may_act(self) -> bool:
        """Whether the person still stands for whom the link was sent to them."""
        raise NotImplementedError

    def refused(self) -> HttpResponse | None:
        return None if self.may_act() else self.say("actions/link_refused.html", REFUSED)

    def expired(self, parts: tuple[int, ...]) -> HttpResponse | None:
        # Nothing of what the link was for is shown: whoever holds an old mail can only have a new one sent.
        return self.say("actions/link_expired.html", GONE, again_url=self.url("_again"))

    def url(self, step: str = "") -> str:
        return reverse(f"actions:{self.purpose}_link{step}", args=[self.partnership.slug, self.kwargs["token"]])

    def said(self) -> str:
        """What the press before this page has done; nothing where the page shows what is wrong with a press."""
        return self.request.GET.get("said", "") if self.request.method == "GET" else ""

    def back(self, outcome: str) -> HttpResponse:
        """The page again, by an address that does nothing when it is loaded once more."""
        return HttpResponseRedirect(f"{self.url()}?said={outcome}")


class CascadeByLink(ActionsByLink):
    purpose = CASCADE
    template_name = "actions/cascade_link.html"
    meeting: Meeting
    organisation: Organisation

    def find(self, *parts: int) -> None:
        meeting, organisation, person = parts
        self.meeting = get_object_or_404(self.partnership.meetings.select_related("partnership", "body"), pk=meeting)
        self.organisation = get_object_or_404(
            self.partnership.organisations.select_related("partnership"), pk=organisation
        )
        self.person = get_object_or_404(self.partnership.people.all(), pk=person)

    def may_act(self) -> bool:
        return is_with(self.person, self.organisation, on=clock.today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cascade = cascade_of(organisation=self.organisation, meeting=self.meeting)
        waiting = [*cascade.waiting, *cascade.elsewhere]
        form = kwargs.pop("form", None) or PassOnForm(waiting=waiting)
        reported = kwargs.pop("reported", {})
        return super().get_context_data(
            meeting=self.meeting,
            organisation=self.organisation,
            person=self.person,
            cascade=cascade,
            form=form,
            ticked=form.ticked(),
            note_form=kwargs.pop("note_form", None) or CascadeNoteForm(),
            own=[(action, reported.get(action.pk) or progress_form(action)) for action in cascade.own],
            said=self.said(),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        steps = {"note": self._note, "report": self._report}
        return steps.get(request.POST.get("do", ""), self._pass_on)()

    def _pass_on(self) -> HttpResponse:
        cascade = cascade_of(organisation=self.organisation, meeting=self.meeting)
        # What was passed on meanwhile may be sent again: it is on record, and stays as it is.
        known = [*cascade.waiting, *cascade.elsewhere, *cascade.passed, *cascade.settled]
        form = PassOnForm(self.request.POST, waiting=known)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        pass_on(
            organisation=self.organisation,
            actions=form.cleaned_data["actions"],
            note="",
            at=clock.now(),
            person=self.person,
        )
        return self.back(PASSED_ON)

    def _note(self) -> HttpResponse:
        form = CascadeNoteForm(self.request.POST)
        if form.is_valid():
            try:
                add_note(
                    organisation=self.organisation,
                    meeting=self.meeting,
                    note=form.cleaned_data["note"],
                    person=self.person,
                )
            except NoteTooLong:
                form.add_error("note", "Make it shorter: there is no room beside what was said before")
            else:
                return self.back(NOTED)
        return self.render_to_response(self.get_context_data(note_form=form))

    def _report(self) -> HttpResponse:
        known = self.organisation.actions_owned.select_related("partnership")
        pk = self.request.POST.get("action", "")
        # Python refuses to read a number of thousands of digits.
        action = get_object_or_404(known, pk=pk if pk.isdecimal() and len(pk) < 19 else 0)
        if action.status == ActionStatus.DROPPED:
            return self.back(WITHDRAWN)
        form = progress_form(action, self.request.POST)
        if form.is_valid():
            report_by_link(action, form, person=self.person, place=self.organisation)
            return self.back(REPORTED)
        return self.render_to_response(self.get_context_data(reported={action.pk: form}))


class ActionByLink(ActionsByLink):
    """An owner whom no cascade reaches says how far the action is."""

    purpose = ACTION
    template_name = "actions/action_link.html"
    action: Action

    def find(self, *parts: int) -> None:
        action, person = parts
        known = self.partnership.actions.with_owner().select_related("partnership", "meeting__partnership")
        self.action = get_object_or_404(known, pk=action)
        self.person = get_object_or_404(self.partnership.people.all(), pk=person)

    def may_act(self) -> bool:
        return speaks_for(self.person, self.action.owner, on=clock.today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            action=self.action,
            meeting=self.action.meeting,
            person=self.person,
            updates=self.action.updates.all(),
            form=kwargs.pop("form", None) or progress_form(self.action),
            is_overdue=self.action.is_overdue(on=clock.today()),
            said=self.said(),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.action.status == ActionStatus.DROPPED:
            return self.back(WITHDRAWN)
        form = progress_form(self.action, request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        place = self.action.owner_organisation or self.action.owner_body
        report_by_link(self.action, form, person=self.person, place=place)
        return self.back(REPORTED)


class SentAgain(ActionsByLink):
    """Mails a new link in place of one that has expired, and says the same whether it did or not."""

    http_method_names = ["post"]
    is_expired = False

    def expired(self, parts: tuple[int, ...]) -> None:
        self.is_expired = True
        self.find(*parts)

    def may_act(self) -> bool:
        return True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_expired:
            self.renew()
        return self.say("actions/link_sent_again.html", 200)

    def renew(self) -> None:
        raise NotImplementedError


class CascadeLinkAgain(SentAgain, CascadeByLink):
    def renew(self) -> None:
        renew_cascade_link(meeting=self.meeting, organisation=self.organisation, person=self.person, at=clock.now())


class ActionLinkAgain(SentAgain, ActionByLink):
    def renew(self) -> None:
        renew_action_link(action=self.action, person=self.person, at=clock.now())


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
        told_by=Teller(name_and_place(person, place), person),
    )
