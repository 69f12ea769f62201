"""The first page of the installation and of each partnership, and the pages about the portal."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView
from django.views.generic.base import View

from boards.choices import Role
from boards.models import Partnership
from boards.roles import highest_roles
from boards.views.base import PartnershipMixin


class InstallationHome(TemplateView):
    """The partnerships of this installation; with only one, straight to it."""

    template_name = "desk/installation.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = list(Partnership.objects.visible_to(request.user))
        if len(found) == 1:
            return redirect("office:home", found[0].slug)
        return self.render_to_response({"partnerships": found})


class Landing(LoginRequiredMixin, View):
    """After signing in: officers to Today, PPB members to the recommendations, others to their partnership."""

    def get(self, request: HttpRequest) -> HttpResponse:
        held = highest_roles(request.user)
        mine = Partnership.objects.visible_to(request.user).filter(pk__in=held).first()
        if mine is None:
            return redirect("desk:installation")
        role = held[mine.pk]
        if role in (Role.OFFICER, Role.ADMIN):
            return redirect("office:today", mine.slug)
        return HttpResponseRedirect(reverse("office:home", args=[mine.slug]))


class AccessibilityStatement(TemplateView):
    template_name = "desk/accessibility.html"


class Privacy(TemplateView):
    template_name = "desk/privacy.html"


class PartnershipHome(PartnershipMixin, TemplateView):
    template_name = "desk/home.html"
