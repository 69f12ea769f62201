"""Pages and buttons of a partnership that do one act and lead back; those about one record are in ``core.records``."""

from __future__ import annotations

from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView, TemplateView

from boards.views.base import PartnershipMixin
from core.acts import Refused

F = TypeVar("F", bound=forms.BaseForm)


class ActMixin(PartnershipMixin):
    """``nothing_done`` is told where ``perform`` returns no text, as after a button pressed twice."""

    nothing_done = ""

    def get_success_url(self) -> str:
        raise NotImplementedError

    def finish(self, done: str) -> HttpResponse:
        """Tell the person, and lead on."""
        if done:
            messages.success(self.request, done)
        elif self.nothing_done:
            messages.info(self.request, self.nothing_done)
        return redirect(self.get_success_url())

    def lead_back(self, refusal: Refused) -> HttpResponse:
        """With the reason, as a sentence."""
        messages.error(self.request, f"{str(refusal).removesuffix('.')}.")
        return redirect(self.get_success_url())


class ActView(ActMixin, TemplateView):
    """Asks first, on a page, and does it on POST. A button on another page has no template and takes POST alone."""

    def perform(self) -> str:
        """Do it, and return what to tell the person. May raise ``Refused``."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            done = self.perform()
        except Refused as refusal:
            return self.lead_back(refusal)
        return self.finish(done)


class ActFormView(ActMixin, FormView[F]):
    """Does what a form says. What is refused stands beside the field."""

    def perform(self, form: F) -> str:
        """Do it, and return what to tell the person. May raise ``Refused``."""
        raise NotImplementedError

    def show_refusal(self, form: F, refusal: Refused) -> HttpResponse:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return self.form_invalid(form)

    def form_valid(self, form: F) -> HttpResponse:
        try:
            done = self.perform(form)
        except Refused as refusal:
            return self.show_refusal(form, refusal)
        return self.finish(done)
