"""What became of the mail: per person, with another try for what failed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from boards.views.base import signed_in
from core import clock
from meetings.choices import DeliveryState
from meetings.models import Delivery, SummaryRevision
from meetings.services.delivery import NotFailed, send_again
from meetings.views.base import MeetingMixin

UNDER_WAY = (DeliveryState.QUEUED, DeliveryState.SENDING)


class DeliveriesMixin(MeetingMixin):
    permission = "meetings.see_deliveries"

    def deliveries(self) -> list[Delivery]:
        known = Delivery.objects.visible_to(self.request.user)
        return list(known.filter(revision__summary__meeting=self.meeting))


def progress(deliveries: list[Delivery]) -> dict[str, Any]:
    """How far the mailing is, in the form that js/progress.js reads."""
    total = len(deliveries)
    left = sum(one.state in UNDER_WAY for one in deliveries)
    sent = sum(one.state == DeliveryState.SENT for one in deliveries)
    text = f"Sent {sent} of {total}"
    if failed := total - left - sent:
        text += f", {failed} could not be sent"
    return {
        "state": "working" if left else "done",
        "percent": 100 * (total - left) // total if total else 100,
        "text": text,
        "waiting": left,
    }


@method_decorator(never_cache, name="dispatch")
class Deliveries(DeliveriesMixin, TemplateView):
    template_name = "meetings/deliveries.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        revisions = SummaryRevision.objects.visible_to(self.request.user).filter(summary__meeting=self.meeting)
        known = Delivery.objects.visible_to(self.request.user)
        shown = list(revisions.order_by("-number").prefetch_related(Prefetch("deliveries", queryset=known)))
        return super().get_context_data(
            revisions=shown,
            progress=progress([one for revision in shown for one in revision.deliveries.all()]),
            **kwargs,
        )


@method_decorator(never_cache, name="dispatch")
class DeliveriesProgress(DeliveriesMixin):
    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        done = progress(self.deliveries())
        return JsonResponse(done | {"url": self.url("deliveries"), "link_text": "Show what became of each"})


class DeliveryRetry(MeetingMixin):
    permission = "meetings.see_deliveries"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        known = Delivery.objects.visible_to(request.user).filter(revision__summary__meeting=self.meeting)
        delivery = get_object_or_404(known, pk=kwargs["delivery_pk"])
        try:
            send_again(delivery=delivery, by=signed_in(request), at=clock.now())
            messages.success(request, f"The mail to {delivery.name} is being sent again.")
        except NotFailed:
            messages.info(request, f"The mail to {delivery.name} did not fail, so it is not sent again.")
        return HttpResponseRedirect(self.url("deliveries"))
