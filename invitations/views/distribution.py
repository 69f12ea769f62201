"""Who gets the summaries of a body: its lines, and who they stand for today."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView

from boards.models import Body
from boards.views.base import PartnershipMixin, signed_in
from core import clock
from invitations.forms import LineForm
from invitations.models import DistributionLine
from invitations.services.distribution import add_line, in_words, lines_of, remove_line
from invitations.services.recipients import stands_for


class DistributionMixin(PartnershipMixin):
    """Sets ``self.body`` from the address."""

    permission = "invitations.keep_lists"
    body: Body

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        known = Body.objects.visible_to(request.user).filter(partnership=self.partnership)
        self.body = get_object_or_404(known.select_related("partnership"), code=kwargs["code"])

    @property
    def url(self) -> str:
        return reverse("invitations:distribution", args=[self.partnership.slug, self.body.code])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(body=self.body, **kwargs)


class DistributionShow(DistributionMixin, FormView[LineForm]):
    template_name = "invitations/distribution.html"
    form_class = LineForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"body": self.body, "on": clock.today()}

    def form_valid(self, form: LineForm) -> HttpResponse:
        line = add_line(body=self.body, by=signed_in(self.request), **form.cleaned_data)
        messages.success(self.request, f"{in_words(line)}: on the list from now on.")
        return HttpResponseRedirect(self.url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = lines_of(self.body)
        people = stands_for(lines, on=clock.today())
        return super().get_context_data(
            lines=[(line, in_words(line), people_of) for line, people_of in zip(lines, people, strict=True)],
            is_usual=not lines[0].pk,
            **kwargs,
        )


class DistributionRemove(DistributionMixin, TemplateView):
    """Asks first."""

    template_name = "invitations/distribution_remove.html"

    @cached_property
    def line(self) -> DistributionLine | None:
        """None where it was taken off meanwhile."""
        return self.body.distribution_lines.select_related("of_body", "person").filter(pk=self.kwargs["pk"]).first()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(request, *args, **kwargs) if self.line else self._done()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.line:
            remove_line(line=self.line, by=signed_in(request))
        return self._done()

    def _done(self) -> HttpResponse:
        messages.success(self.request, "It is not on the list any more.")
        return HttpResponseRedirect(self.url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assert self.line is not None
        [people] = stands_for([self.line], on=clock.today())
        is_last = self.body.distribution_lines.count() == 1
        return super().get_context_data(what=in_words(self.line), people=people, is_last=is_last, **kwargs)
