"""The email about a role is sent once more."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from boards.models import RoleGrant
from boards.views.acts import ActView
from boards.views.base import signed_in
from core import clock
from outbox.services.role_mail import tell_of_role_again


class RoleAgain(ActView):
    permission = "boards.manage_roles"
    template_name = "outbox/role_again.html"

    @cached_property
    def grant(self) -> RoleGrant:
        known = RoleGrant.objects.current(on=clock.today()).filter(partnership=self.partnership)
        return get_object_or_404(known.select_related("user", "partnership"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(grant=self.grant, is_new=not self.grant.user.has_usable_password(), **kwargs)

    def get_success_url(self) -> str:
        return reverse("boards:roles", args=[self.partnership.slug])

    def perform(self) -> str:
        self.nothing_done = f"The email about the role is on its way to {self.grant.user} already."
        by, at = signed_in(self.request), clock.now()
        queued = tell_of_role_again(partnership=self.partnership, grant=self.grant, by=by, at=at)
        return f"The email about the role will be sent to {self.grant.user} again." if queued else ""
