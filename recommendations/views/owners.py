"""Responsible owners: the list of them, and those of one recommendation."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.generic import ListView

from boards.records import RecordPages
from boards.views.base import PartnershipMixin, signed_in
from core import clock
from core.acts import Refused
from recommendations.forms.owners import OwnerForm, OwnersForm
from recommendations.models import Owner
from recommendations.services.owners import owner_problem, set_owners
from recommendations.views.about import RecommendationAct, RecommendationPages

MANAGE = "scrutiny.manage_scrutiny"


class OwnerList(PartnershipMixin, ListView[Owner]):
    permission = MANAGE
    template_name = "recommendations/owners.html"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[Owner]:
        rows = Owner.objects.filter(partnership=self.partnership).select_related(
            "body__partnership", "organisation__successor", "organisation__partnership", "contact"
        )
        counted = rows.annotate(asked_of=Count("lines")).order_by("name", "pk")
        return counted.prefetch_related("body__changes__successor", "organisation__seat_holdings")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context, today = super().get_context_data(**kwargs), clock.today()
        page = context["page_obj"]
        return context | {"page": page, "owners": [(owner, owner_problem(owner, on=today)) for owner in page]}


class OwnerPages(RecordPages):
    model, form_class, permission, namespace = Owner, OwnerForm, MANAGE, "recommendations"
    url_name, list_url_name, path = "owner", "owners", "scrutiny/owners"
    actions = ("add", "edit")
    noun = "owner"
    audited_by_services = ("add", "edit")

    def get_queryset(self, view: Any) -> QuerySet[Owner]:
        return Owner.objects.filter(partnership=view.partnership)

    def get_success_url(self, view: Any) -> str:
        return self.url("list", view)

    def get_message(self, action: str, record: Owner) -> str:
        return f"{record} is {'on the list of owners' if action == 'add' else 'saved'}."


class OwnersEdit(RecommendationAct):
    """Who answers for one recommendation, and who leads."""

    template_name = "recommendations/owners_form.html"
    heading = "Who answers for it"
    submit_text = "Save who answers for it"

    def get_form(self, form_class: Any = None) -> OwnersForm:
        return OwnersForm(self.request.POST or None, recommendation=self.object, initial=self.get_initial())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The button for more rows shows the page again, with what was typed: nothing is checked yet."""
        if "more" not in request.POST:
            return super().post(request, *args, **kwargs)
        self.object = self.get_record()
        typed = request.POST.dict() | {"rows": len(self.get_form().numbers)}
        longer = OwnersForm(recommendation=self.object, initial=typed)
        return self.render_to_response(self.get_context_data(form=longer))

    def perform(self, form: OwnersForm) -> str:
        by, on = signed_in(self.request), clock.today()
        try:
            lines = set_owners(recommendation=self.object, lines=form.lines, on=on, by=by)
        except Refused as refusal:
            raise Refused(str(refusal), field=form.field_of_row(refusal.field)) from refusal
        return f"{', '.join(map(str, lines)) or 'Nobody'} now answers for recommendation {self.object.number}."


class OwnersPages(RecommendationPages):
    permission, namespace = MANAGE, "recommendations"
    acts: ClassVar[Any] = {"owners_edit": OwnersEdit}
    routes: ClassVar[dict[str, str]] = {"owners_edit": "owners"}
