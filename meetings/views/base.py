"""What the pages of one meeting do first: find it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from boards.models import Seat
from boards.views.base import PartnershipMixin
from meetings.models import Meeting


class MeetingMixin(PartnershipMixin):
    """Sets ``self.meeting`` from the address."""

    meeting: Meeting

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        known = Meeting.objects.visible_to(request.user).filter(partnership=self.partnership)
        self.meeting = get_object_or_404(known.select_related("partnership", "body"), pk=kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(meeting=self.meeting, **kwargs)

    def url(self, name: str, *args: Any) -> str:
        """The address of another page of this meeting."""
        return reverse(f"meetings:{name}", args=[self.partnership.slug, self.meeting.pk, *args])


class SummaryMixin(MeetingMixin):
    """A meeting of a body, on a day that is known: only such a meeting has a summary."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not self.meeting.may_have_summary:
            raise Http404

    def seats(self) -> list[Seat]:
        """The body's seats on the day of the meeting, with who held them then."""
        body, on = self.meeting.body, self.meeting.held_on
        assert body is not None
        assert on is not None
        return list(body.seats.current(on=on).with_holders(on=on))
