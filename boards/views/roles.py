"""Who may do what in the partnership."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from boards.choices import Role
from boards.filters import RoleFilter
from boards.forms.settings import RoleEndForm, RoleGrantForm
from boards.leaving import Endings
from boards.models import RoleGrant
from boards.services.roles import (
    check_may_end,
    end_role,
    endings_of,
    grant_role,
    other_roles,
    ticked_at_first,
)
from boards.tables import RoleTable
from boards.views.acts import ActFormView, ActMixin
from boards.views.base import PartnershipMixin, signed_in
from core import clock
from core.acts import Refused
from core.querysets import DatedQuerySet
from core.two_steps import with_two_steps


class RoleList(PartnershipMixin, SingleTableMixin, FilterView):
    permission = "boards.manage_roles"
    template_name = "boards/roles.html"
    table_class = RoleTable
    filterset_class = RoleFilter

    def get_queryset(self) -> DatedQuerySet[Any]:
        grants: Any = self.partnership.role_grants.all()
        if not self.request.GET.get("ended"):
            grants = grants.current(on=clock.today())
        found: DatedQuerySet[Any] = grants.select_related("user", "granted_by")
        return found.annotate(has_two_steps=with_two_steps("user"))

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"reader": signed_in(self.request), "today": clock.today()}

    def get_filterset_kwargs(self, filterset_class: type[RoleFilter]) -> dict[str, Any]:
        return {**super().get_filterset_kwargs(filterset_class), "partnership": self.partnership}


class RolesMixin(ActMixin):
    permission = "boards.manage_roles"

    def get_success_url(self) -> str:
        return reverse("boards:roles", args=[self.partnership.slug])


class RoleGrantAdd(RolesMixin, ActFormView[RoleGrantForm]):
    template_name = "boards/role_grant.html"
    form_class = RoleGrantForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "partnership": self.partnership, "on": clock.today()}

    def perform(self, form: RoleGrantForm) -> str:
        given = form.cleaned_data | {"role": Role(form.cleaned_data["role"])}
        granted = grant_role(partnership=self.partnership, **given, by=signed_in(self.request), on=clock.today())
        user = granted.grant.user
        what = "how to set a password" if granted.is_new_user else "where to sign in"
        return f"{user} now has the role {granted.grant.role_name}. An email to {user.email} says so, and {what}."


class RoleEnd(RolesMixin, ActFormView[RoleEndForm]):
    """Asks first, and what ends with the role; ends all of it in one act on POST."""

    template_name = "boards/role_end.html"
    form_class = RoleEndForm
    grant: RoleGrant

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        grants = RoleGrant.objects.filter(partnership=self.partnership).select_related("user", "partnership")
        self.grant = get_object_or_404(grants, pk=kwargs["pk"])

    @cached_property
    def endings(self) -> Endings:
        return endings_of(self.grant, on=clock.today())

    def get_form_kwargs(self) -> dict[str, Any]:
        ticked = ticked_at_first(self.grant, self.endings, on=clock.today())
        return super().get_form_kwargs() | {"endings": self.endings, "ticked": ticked}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        refusal = ""
        try:
            check_may_end(self.grant, by=signed_in(self.request), on=today)
        except Refused as refused:
            refusal = str(refused)
        return super().get_context_data(
            grant=self.grant,
            refusal=refusal,
            endings=self.endings,
            others=other_roles(self.grant, on=today),
            **kwargs,
        )

    def perform(self, form: RoleEndForm) -> str:
        end_role(grant=self.grant, by=signed_in(self.request), on=clock.today(), keep=form.kept)
        return f"{self.grant.user} no longer has the role {self.grant.role_name}."

    def show_refusal(self, form: RoleEndForm, refusal: Refused) -> HttpResponse:
        return self.lead_back(refusal)
