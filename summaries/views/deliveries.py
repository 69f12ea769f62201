"""What became of the mail: per person, with another try for what failed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from boards.views.base import signed_in
from core import clock
from meetings.views.base import MeetingMixin
from outbox.models import Message
from outbox.services.by_hand import NotFailed, send_again
from summaries.choices import SUMMARY
from summaries.models import SummaryRevision
from summaries.services.deliveries import progress


class DeliveriesMixin(MeetingMixin):
    permission = "summaries.see_deliveries"

    def revisions(self) -> list[SummaryRevision]:
        known = SummaryRevision.objects.visible_to(self.request.user).filter(summary__meeting=self.meeting)
        return list(known.order_by("-number"))

    def mail(self) -> dict[int, list[Message]]:
        """The messages of each revision, by its primary key."""
        revisions = self.revisions()
        known = Message.objects.visible_to(self.request.user).filter(
            kind=SUMMARY, about__in=[one.pk for one in revisions]
        )
        sent: dict[int, list[Message]] = {one.pk: [] for one in revisions}
        for message in known:
            sent[message.about].append(message)
        return sent


@method_decorator(never_cache, name="dispatch")
class Deliveries(DeliveriesMixin, TemplateView):
    template_name = "summaries/deliveries.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mail = self.mail()
        return super().get_context_data(
            mailings=[(revision, mail[revision.pk]) for revision in self.revisions()],
            progress=progress([one for sent in mail.values() for one in sent]),
            **kwargs,
        )


@method_decorator(never_cache, name="dispatch")
class DeliveriesProgress(DeliveriesMixin):
    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        mail = self.mail()
        # The meeting's own page follows the latest revision only.
        followed = list(mail)[:1] if "latest" in request.GET else list(mail)
        done = progress([one for revision in followed for one in mail[revision]])
        return JsonResponse(done | {"url": self.url("summaries:deliveries"), "link_text": "Show what became of each"})


class DeliveryRetry(MeetingMixin):
    permission = "summaries.see_deliveries"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        revisions = SummaryRevision.objects.visible_to(request.user).filter(summary__meeting=self.meeting)
        known = Message.objects.visible_to(request.user).filter(
            kind=SUMMARY, about__in=revisions.order_by().values("pk")
        )
        delivery = get_object_or_404(known, pk=kwargs["delivery_pk"])
        try:
            send_again(message=delivery, by=signed_in(request), at=clock.now())
            messages.success(request, f"The mail to {delivery.name} is being sent again.")
        except NotFailed:
            messages.info(request, f"The mail to {delivery.name} did not fail, so it is not sent again.")
        return HttpResponseRedirect(self.url("summaries:deliveries"))
