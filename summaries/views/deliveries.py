"""What became of the mail: per person, with another try for what failed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from boards.views.base import signed_in
from core import clock
from meetings.views.base import MeetingMixin
from outbox.models import Message
from outbox.querysets import MessageQuerySet
from outbox.services.by_hand import send_again
from summaries.choices import SUMMARY
from summaries.models import SummaryVersion
from summaries.services.deliveries import progress


class DeliveriesMixin(MeetingMixin):
    permission = "summaries.see_deliveries"

    @cached_property
    def versions(self) -> list[SummaryVersion]:
        known = SummaryVersion.objects.visible_to(self.request.user).filter(summary__meeting=self.meeting)
        return list(known.order_by("-number"))

    def mail(self, versions: list[SummaryVersion]) -> MessageQuerySet:
        about = [one.pk for one in versions]
        return Message.objects.visible_to(self.request.user).filter(kind=SUMMARY, about__in=about)


@method_decorator(never_cache, name="dispatch")
class Deliveries(DeliveriesMixin, TemplateView):
    template_name = "summaries/deliveries.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mail = list(self.mail(self.versions))
        mailings = [(version, [one for one in mail if one.about == version.pk]) for version in self.versions]
        return super().get_context_data(mailings=mailings, progress=progress(mail), **kwargs)


@method_decorator(never_cache, name="dispatch")
class DeliveriesProgress(DeliveriesMixin):
    """The same for static/js/progress.js; the meeting's own page follows the latest version only."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        done = progress(self.mail(self.versions[:1] if "latest" in request.GET else self.versions))
        return JsonResponse(done | {"url": self.url("summaries:deliveries"), "link_text": "Show what became of each"})


class DeliveryRetry(DeliveriesMixin):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        delivery = get_object_or_404(self.mail(self.versions), pk=kwargs["delivery_pk"])
        if send_again(message=delivery, by=signed_in(request), at=clock.now()):
            messages.success(request, f"The email to {delivery.name} is being sent again.")
        else:
            messages.info(request, f"The email to {delivery.name} did not fail, so it is not sent again.")
        return HttpResponseRedirect(self.url("summaries:deliveries"))
