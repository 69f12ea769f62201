"""What the pages of one meeting do first: find it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse

from boards.prepared import prepared
from boards.records import RecordPages
from boards.views.base import PartnershipMixin
from core import clock
from core.models import User
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
        found = list(_known(self.partnership.pk, kwargs["pk"], request.user, self.fetched))
        if not found:
            raise Http404
        self.meeting = found[0]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(meeting=self.meeting, **kwargs)

    def url(self, name: str, *args: Any) -> str:
        """The address of another page of this meeting, by its full name: “meetings:detail”."""
        return reverse(name, args=[self.partnership.slug, self.meeting.pk, *args])


@prepared("partnership", "pk")
def _known(partnership: int, pk: int, reader: User | AnonymousUser, fetched: tuple[str, ...]) -> QuerySet[Meeting]:
    known = Meeting.objects.visible_to(reader).filter(partnership=partnership, pk=pk)
    return known.select_related("partnership", "body", *fetched)


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
