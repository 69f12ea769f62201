"""The first page of the installation and of each partnership, and the pages about the portal."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView
from django.views.generic.base import View

from boards.choices import Role
from boards.models import Partnership
from boards.roles import has_role, highest_roles, may_add_partnerships, waiting_roles
from boards.views.base import PartnershipMixin, signed_in
from core import clock
from core.two_steps import GOING_TO
from desk.front import changed_since_last_look, front_of
from summaries.services.due import summaries_due


class InstallationHome(TemplateView):
    """The partnerships of this installation; with only one, straight to it, and without any, to its set-up."""

    template_name = "desk/installation.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        held = highest_roles(request.user)
        found = list(Partnership.objects.visible_to(request.user))
        if not found:
            return redirect("founding:start")
        if len(found) == 1:
            return redirect("office:home", found[0].slug)
        shown = [{"partnership": one, "role": held[one.pk].label if one.pk in held else ""} for one in found]
        may_add = may_add_partnerships(request.user)
        return self.render_to_response({"partnerships": shown, "may_add": may_add})


class Landing(LoginRequiredMixin, View):
    """After signing in: officers to Today, PPB members to the recommendations, others to their partnership.

    Somebody with roles in several partnerships chooses one first. Whoever lacks the two-step sign-in that a role needs
    is led to turn it on.
    """

    def get(self, request: HttpRequest) -> HttpResponse:
        if waiting_roles(request.user):
            request.session[GOING_TO] = request.get_full_path()
            return redirect("mfa_index")
        held = highest_roles(request.user)
        mine = list(Partnership.objects.visible_to(request.user).filter(pk__in=held))
        if len(mine) != 1:
            return redirect("desk:installation")
        return redirect(FIRST_PAGES[held[mine[0].pk]], mine[0].slug)


FIRST_PAGES = {
    Role.MEMBER: "office:home",
    Role.PPB_MEMBER: "recommendations:list",
    Role.OFFICER: "office:today",
    Role.ADMIN: "office:today",
}


class AboutThePortal(TemplateView):
    """Pages of the installation. With one partnership, its office answers for them."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offices = Partnership.objects.visible_to(self.request.user).exclude(office_email="")
        return super().get_context_data(offices=offices, **kwargs)


class AccessibilityStatement(AboutThePortal):
    template_name = "desk/accessibility.html"


class Privacy(AboutThePortal):
    template_name = "desk/privacy.html"


class PartnershipHome(PartnershipMixin, TemplateView):
    """Public; a signed-in reader finds what they come for on top."""

    template_name = "desk/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        front = front_of(self.partnership, reader=self.request.user, on=today)
        return super().get_context_data(front=front, today=today, **self._for_you(), **kwargs)

    def _for_you(self) -> dict[str, Any]:
        reader, partnership = self.request.user, self.partnership
        if has_role(reader, partnership, Role.OFFICER):
            return {"summaries_due": len(summaries_due(partnership, on=clock.today())), "is_officer": True}
        if not has_role(reader, partnership, Role.MEMBER):
            return {}
        looked_at, changed = changed_since_last_look(partnership, reader=signed_in(self.request), at=clock.now())
        return {"is_member": True, "looked_at": looked_at, "changed": changed}
