"""Responsible parties: the list of them, and those of one recommendation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import FormView, TemplateView

from boards.views.base import PartnershipMixin, signed_in
from boards.views.typed import WaitsForSignIn
from core import clock
from core.acts import Refused
from recommendations.forms.parties import IS_ANOTHER, PartiesForm, PartyForm
from recommendations.models import ResponsibleParty
from recommendations.services.parties import (
    LooksAlike,
    add_party,
    change_party,
    parties_seen,
    party_problem,
    set_parties,
)
from recommendations.views.editing import EditsOne

ROWS_A_PAGE = 50


class PartyList(PartnershipMixin, TemplateView):
    permission = "scrutiny.manage_scrutiny"
    template_name = "recommendations/parties.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = ResponsibleParty.objects.filter(partnership=self.partnership)
        rows = known.select_related(
            "body__partnership", "organisation__successor", "organisation__partnership", "contact"
        )
        counted = rows.annotate(asked_of=Count("lines")).prefetch_related(
            "body__changes__successor", "organisation__seat_holdings"
        )
        page = Paginator(counted.order_by("name", "pk"), ROWS_A_PAGE).get_page(self.request.GET.get("page"))
        today = clock.today()
        return super().get_context_data(
            page=page, parties=[(party, party_problem(party, on=today)) for party in page], **kwargs
        )


class PartyEditing(WaitsForSignIn, FormView[PartyForm]):
    permission = "scrutiny.manage_scrutiny"
    template_name = "components/form_page.html"
    form_class = PartyForm
    heading = submit_text = ""

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"partnership": self.partnership}

    def save(self, form: PartyForm) -> str:
        """Call the service; answers what to tell the officer."""
        raise NotImplementedError

    def form_valid(self, form: PartyForm) -> HttpResponse:
        try:
            messages.success(self.request, self.save(form))
        except LooksAlike as refusal:
            form.add_error("name", str(refusal))
            form.ask_whether_another()
            return self.form_invalid(form)
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
            return self.form_invalid(form)
        return HttpResponseRedirect(self.back_url())

    def back_url(self) -> str:
        return reverse("recommendations:parties", args=[self.partnership.slug])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=self.heading, submit_text=self.submit_text, back_url=self.back_url(), **kwargs
        )


class PartyAdd(PartyEditing):
    heading = "Add a party"
    submit_text = "Add this party"

    def save(self, form: PartyForm) -> str:
        party = add_party(
            partnership=self.partnership,
            details=form.details,
            on=clock.today(),
            by=signed_in(self.request),
            is_another=form.cleaned_data.get(IS_ANOTHER, False),
        )
        return f"{party} is on the list of parties."


class PartyEdit(PartyEditing):
    heading = "Change a party"
    submit_text = "Save this party"
    party: ResponsibleParty

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.party = get_object_or_404(ResponsibleParty, partnership=self.partnership, pk=kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        party = self.party
        kept = {"name": party.name, "body": party.body, "organisation": party.organisation, "contact": party.contact}
        return kept | super().get_initial()

    def save(self, form: PartyForm) -> str:
        party = change_party(
            party=self.party,
            details=form.details,
            on=clock.today(),
            by=signed_in(self.request),
            is_another=form.cleaned_data.get(IS_ANOTHER, False),
        )
        return f"{party} is saved."


class PartiesEdit(EditsOne):
    """Who answers for one recommendation, and who leads."""

    template_name = "recommendations/parties_form.html"
    heading = "Who answers for it"
    submit_text = "Save who answers for it"

    def get_form(self, form_class: type[PartiesForm] | None = None) -> PartiesForm:
        return PartiesForm(self.request.POST or None, recommendation=self.recommendation, initial=self.get_initial())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if form.wants_more:
            # Nothing is checked yet: the page comes again with what was typed and more rows.
            typed = request.POST.dict() | {"rows": len(form.numbers)}
            longer = PartiesForm(recommendation=self.recommendation, initial=typed)
            return self.render_to_response(self.get_context_data(form=longer))
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def seen_now(self) -> str:
        return parties_seen(self.recommendation)

    def save(self, form: PartiesForm) -> str:
        lines = set_parties(
            recommendation=self.recommendation,
            lines=form.lines,
            seen=form.cleaned_data["seen"],
            on=clock.today(),
            by=signed_in(self.request),
        )
        number = self.recommendation.number
        return f"{', '.join(map(str, lines)) or 'Nobody'} now answers for recommendation {number}."
