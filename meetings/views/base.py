"""What the pages of one meeting do first: find it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from boards.records import RecordPages
from boards.views.base import PartnershipMixin
from core import clock
from meetings.models import Meeting
from meetings.permissions import MANAGE
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


def meeting_url(view: Any, name: str, *args: Any) -> str:
    """The same, for a view whose address names the meeting."""
    return reverse(name, args=[view.kwargs["partnership"], view.kwargs["pk"], *args])


def page_after(meeting: Meeting, of: str) -> str:
    """After a change of the meeting: the page of an app above to which the officer goes on, if there is one."""
    answers = officer_goes_on.send(Meeting, meeting=meeting, of=of, on=clock.today())
    return next((page for _, page in answers if page), "")


class MeetingPages(RecordPages):
    """Meetings, as the record of pages of their own, and of pages about their parts."""

    model, permission = Meeting, MANAGE
    namespace, path = "meetings", "meetings"
    actions: ClassVar[tuple[str, ...]] = ()

    def get_queryset(self, view: Any) -> QuerySet[Meeting]:
        return super().get_queryset(view).select_related("partnership", "body")

    def lock_scope(self, view: Any) -> None:
        """Nothing: whoever adds a meeting locks the partnership, and whoever changes one its row alone."""


meeting_pages = MeetingPages()
