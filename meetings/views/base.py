"""What the pages of one meeting do first: find it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from boards.views.base import PartnershipMixin
from core import clock
from meetings.models import Meeting
from meetings.signals import officer_goes_on


class MeetingMixin(PartnershipMixin):
    """Sets ``self.meeting`` from the address."""

    meeting: Meeting
    # What else a page reads of the meeting, in the same query.
    fetched: tuple[str, ...] = ()

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        known = Meeting.objects.visible_to(request.user).filter(partnership=self.partnership)
        self.meeting = get_object_or_404(known.select_related("partnership", "body", *self.fetched), pk=kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(meeting=self.meeting, **kwargs)

    def url(self, name: str, *args: Any) -> str:
        """The address of another page of this meeting, by its full name: “meetings:detail”."""
        return reverse(name, args=[self.partnership.slug, self.meeting.pk, *args])


def next_page(meeting: Meeting, of: str, *, otherwise: str) -> HttpResponse:
    """After a change of the meeting: the page of an app above to which the officer goes on, where there is any."""
    answers = officer_goes_on.send(Meeting, meeting=meeting, of=of, on=clock.today())
    return HttpResponseRedirect(next((page for _, page in answers if page), otherwise))
