"""What delivers a recommendation: one page where officers find it, link it and take a link back."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from boards.views.acts import ActMixin, ActView
from boards.views.base import signed_in
from core.acts import Refused
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
    unlink,
)

LONGEST_SEARCH = 100


class DeliveryMixin(ActMixin):
    permission = "scrutiny.manage_scrutiny"
    recommendation: Recommendation

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        known = Recommendation.objects.visible_to(request.user).filter(partnership=self.partnership)
        self.recommendation = get_object_or_404(known.select_related("partnership"), pk=kwargs["pk"])

    def get_success_url(self) -> str:
        return reverse("recommendations:delivery", args=[self.partnership.slug, self.recommendation.pk])


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


class DeliveryLink(DeliveryMixin, ActView):
    """Takes what one of the page's buttons says; the page comes again if it cannot."""

    http_method_names = ("post",)

    def perform(self) -> str:
        form = DeliveryForm(self.request.POST, partnership=self.partnership)
        if not form.is_valid():
            raise Refused(" ".join(str(error) for errors in form.errors.values() for error in errors))
        by, given = signed_in(self.request), form.cleaned_data
        if given["action"]:
            link_action(recommendation=self.recommendation, action=given["action"], by=by)
        if given["priority"]:
            link_priority(recommendation=self.recommendation, priority=given["priority"], by=by)
        what = given["action"] or given["priority"]
        return f"“{what}” is linked to recommendation {self.recommendation.number}."


class DeliveryUnlink(DeliveryMixin, ActView):
    """Takes a link back; what was linked stays as it is."""

    http_method_names = ("post",)
    models: ClassVar = (DeliveringAction, ServedPriority)

    def perform(self) -> str:
        posted: dict[Any, int] = {model: _number(self.request.POST.get(model.named_by, "")) for model in self.models}
        model = next((model for model in self.models if posted[model]), ServedPriority)
        link = get_object_or_404(model, recommendation=self.recommendation, pk=posted[model])
        unlink(link=link, by=signed_in(self.request))
        return f"“{getattr(link, link.named_by)}” is no longer linked to recommendation {self.recommendation.number}."


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0
