"""The mail about a role is sent once more."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from boards.models import RoleGrant
from boards.views.base import PartnershipMixin, signed_in
from core import clock
from outbox.services.role_mail import tell_of_role_again


class RoleAgain(PartnershipMixin, TemplateView):
    """Asks first."""

    permission = "boards.manage_roles"
    template_name = "outbox/role_again.html"

    @cached_property
    def grant(self) -> RoleGrant:
        known = RoleGrant.objects.current(on=clock.today()).filter(partnership=self.partnership)
        return get_object_or_404(known.select_related("user", "partnership"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(grant=self.grant, is_new=not self.grant.user.has_usable_password(), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if tell_of_role_again(self.grant, by=signed_in(request), at=clock.now()):
            messages.success(request, f"The email about the role will be sent to {self.grant.user} again.")
        else:
            messages.info(request, f"The email about the role is on its way to {self.grant.user} already.")
        return redirect("boards:roles", self.partnership.slug)
