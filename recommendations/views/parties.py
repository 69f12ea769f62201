"""Responsible parties: the list of them, and those of one recommendation."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.generic import ListView

from boards.records import RecordPages
from boards.views.base import PartnershipMixin, signed_in
from core import clock
from core.acts import Refused
from recommendations.forms.parties import PartiesForm, PartyForm
from recommendations.models import ResponsibleParty
from recommendations.services.parties import party_problem, set_parties
from recommendations.views.about import RecommendationAct, RecommendationPages

MANAGE = "scrutiny.manage_scrutiny"


class PartyList(PartnershipMixin, ListView[ResponsibleParty]):
    permission = MANAGE
    template_name = "recommendations/parties.html"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[ResponsibleParty]:
        rows = ResponsibleParty.objects.filter(partnership=self.partnership).select_related(
            "body__partnership", "organisation__successor", "organisation__partnership", "contact"
        )
        counted = rows.annotate(asked_of=Count("lines")).order_by("name", "pk")
        return counted.prefetch_related("body__changes__successor", "organisation__seat_holdings")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context, today = super().get_context_data(**kwargs), clock.today()
        page = context["page_obj"]
        return context | {"page": page, "parties": [(party, party_problem(party, on=today)) for party in page]}


class PartyPages(RecordPages):
    model, form_class, permission, namespace = ResponsibleParty, PartyForm, MANAGE, "recommendations"
    url_name, list_url_name, path = "party", "parties", "scrutiny/parties"
    actions = ("add", "edit")
    noun = "party"
    audited_by_services = ("add", "edit")

    def get_queryset(self, view: Any) -> QuerySet[ResponsibleParty]:
        return ResponsibleParty.objects.filter(partnership=view.partnership)

    def get_success_url(self, view: Any) -> str:
        return self.url("list", view)

    def get_message(self, action: str, record: ResponsibleParty) -> str:
        return f"{record} is {'on the list of parties' if action == 'add' else 'saved'}."


class PartiesEdit(RecommendationAct):
    """Who answers for one recommendation, and who leads."""

    template_name = "recommendations/parties_form.html"
    heading = "Who answers for it"
    submit_text = "Save who answers for it"

    def get_form(self, form_class: Any = None) -> PartiesForm:
        return PartiesForm(self.request.POST or None, recommendation=self.object, initial=self.get_initial())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The button for more rows shows the page again, with what was typed: nothing is checked yet."""
        if "more" not in request.POST:
            return super().post(request, *args, **kwargs)
        self.object = self.get_record()
        typed = request.POST.dict() | {"rows": len(self.get_form().numbers)}
        longer = PartiesForm(recommendation=self.object, initial=typed)
        return self.render_to_response(self.get_context_data(form=longer))

    def perform(self, form: PartiesForm) -> str:
        by, on = signed_in(self.request), clock.today()
        try:
            lines = set_parties(recommendation=self.object, lines=form.lines, on=on, by=by)
        except Refused as refusal:
            raise Refused(str(refusal), field=form.field_of_row(refusal.field)) from refusal
        return f"{', '.join(map(str, lines)) or 'Nobody'} now answers for recommendation {self.object.number}."


class PartiesPages(RecommendationPages):
    permission, namespace = MANAGE, "recommendations"
    acts: ClassVar[Any] = {"parties_edit": PartiesEdit}
    routes: ClassVar[dict[str, str]] = {"parties_edit": "parties"}
