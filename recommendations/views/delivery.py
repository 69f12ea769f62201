"""What delivers a recommendation: one page where officers find it, link it and take a link back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView
from django.views.generic.base import View

from boards.views.base import PartnershipMixin, signed_in
from core.rules.text import one_line
from recommendations.delivery import read_delivery
from recommendations.forms.delivery import DeliveryForm
from recommendations.models import DeliveringAction, Recommendation, ServedPriority
from recommendations.panels import ON_DELIVERY
from recommendations.services.delivery import (
    MOST_FOUND,
    find_actions,
    link_action,
    link_priority,
    unlink_action,
    unlink_priority,
)

LONGEST_SEARCH = 100


class DeliveryMixin(PartnershipMixin):
    permission = "scrutiny.manage_scrutiny"
    recommendation: Recommendation

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        known = Recommendation.objects.visible_to(request.user).filter(partnership=self.partnership)
        self.recommendation = get_object_or_404(known.select_related("partnership"), pk=kwargs["pk"])

    def page(self) -> str:
        return reverse("recommendations:delivery", args=[self.partnership.slug, self.recommendation.pk])

    def said(self, words: str) -> HttpResponse:
        messages.success(self.request, words)
        return HttpResponseRedirect(self.page())


class DeliveryEdit(DeliveryMixin, TemplateView):
    template_name = "recommendations/delivery.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = one_line(self.request.GET.get("q", ""))[:LONGEST_SEARCH]
        linked = read_delivery(self.recommendation)
        found = find_actions(self.partnership, words) if words else []
        return super().get_context_data(
            recommendation=self.recommendation,
            caption=f"Recommendation {self.recommendation.number}",
            linked=linked,
            form=kwargs.pop("form", None) or DeliveryForm(partnership=self.partnership),
            words=words,
            found=[action for action in found if action not in linked.found_actions],
            found_all=len(found) < MOST_FOUND,
            panels=self.panels_at(ON_DELIVERY, self.recommendation),
            **kwargs,
        )


class DeliveryLink(DeliveryMixin, View):
    """Takes what one of the page's buttons says; the page comes again if it cannot."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = DeliveryForm(request.POST, partnership=self.partnership)
        if not form.is_valid():
            messages.error(request, " ".join(str(one) for errors in form.errors.values() for one in errors))
            return HttpResponseRedirect(self.page())
        by, given = signed_in(request), form.cleaned_data
        if given["action"]:
            link_action(recommendation=self.recommendation, action=given["action"], by=by)
        if given["priority"]:
            link_priority(recommendation=self.recommendation, priority=given["priority"], by=by)
        what = given["action"] or given["priority"]
        return self.said(f"“{what}” is linked to recommendation {self.recommendation.number}.")


class DeliveryUnlink(DeliveryMixin, View):
    """Takes a link back; what was linked stays as it is."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        by = signed_in(request)
        if pk := _number(request.POST.get("action", "")):
            action_link = get_object_or_404(DeliveringAction, recommendation=self.recommendation, pk=pk)
            what = str(action_link.action)
            unlink_action(link=action_link, by=by)
        else:
            pk = _number(request.POST.get("priority", ""))
            priority_link = get_object_or_404(ServedPriority, recommendation=self.recommendation, pk=pk)
            what = str(priority_link.priority)
            unlink_priority(link=priority_link, by=by)
        return self.said(f"“{what}” is no longer linked to recommendation {self.recommendation.number}.")


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0
