"""Calendars for other programs: addresses that answer without a sign-in, and the page of one's own address."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition
from django.views.generic import TemplateView

from boards.views.base import BodyMixin, PartnershipMixin, signed_in
from core import clock
from meetings.models import CalendarFeed
from meetings.permissions import KEEP_CALENDAR
from meetings.rules import Calendar
from meetings.services.calendar_feed import (
    calendar_of_body,
    calendar_of_meeting,
    calendar_of_partnership,
    calendar_of_person,
    change_feed_address,
    make_feed,
    write_calendar,
)
from meetings.views.base import MeetingMixin

KEPT_FOR = 15 * 60


def answer_calendar(request: HttpRequest, calendar: Calendar, *, filename: str, attached: bool = False) -> HttpResponse:
    """The calendar as a file, or 304 where the program has this very one already."""

    @condition(etag_func=lambda _: f'"{calendar.mark}"', last_modified_func=lambda _: calendar.changed_at)
    def write(request: HttpRequest) -> HttpResponse:
        response = HttpResponse(write_calendar(calendar), content_type="text/calendar; charset=utf-8")
        shown = "attachment" if attached else "inline"
        response["Content-Disposition"] = f"{shown}; filename*=UTF-8''{quote(filename)}"
        return response

    response: HttpResponse = write(request)
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    return response


class PartnershipFeed(PartnershipMixin):
    def get(self, request: HttpRequest, partnership: str) -> HttpResponse:
        calendar = calendar_of_partnership(self.partnership, on=clock.today())
        response = answer_calendar(request, calendar, filename=f"{self.partnership.slug}.ics")
        patch_cache_control(response, public=True, max_age=KEPT_FOR)
        return response


class BodyFeed(BodyMixin):
    def get(self, request: HttpRequest, partnership: str, code: str) -> HttpResponse:
        calendar = calendar_of_body(self.body, on=clock.today())
        response = answer_calendar(request, calendar, filename=f"{code}.ics")
        patch_cache_control(response, public=True, max_age=KEPT_FOR)
        return response


class PersonFeed(PartnershipMixin):
    """Whoever knows the address reads it: the token is the key. An address that was changed is not found.

    Nor is that of somebody who is no member of the partnership any more.
    """

    def get(self, request: HttpRequest, partnership: str, token: str) -> HttpResponse:
        known = CalendarFeed.objects.filter(partnership=self.partnership, user__is_active=True)
        # PostgreSQL takes no NUL in a text, and no address has one.
        feed = get_object_or_404(known.select_related("partnership", "user"), token=token.replace("\0", " "))
        if not feed.user.has_perm(KEEP_CALENDAR, self.partnership):
            raise Http404
        response = answer_calendar(request, calendar_of_person(feed, on=clock.today()), filename="my-meetings.ics")
        patch_cache_control(response, private=True, max_age=KEPT_FOR)
        response["Referrer-Policy"] = "no-referrer"
        return response


class MeetingFile(MeetingMixin):
    """One meeting, to be put into a calendar by hand."""

    def get(self, request: HttpRequest, partnership: str, pk: int) -> HttpResponse:
        calendar = calendar_of_meeting(self.meeting)
        if not calendar.entries:
            raise Http404
        return answer_calendar(request, calendar, filename=f"meeting-{pk}.ics", attached=True)


def subscription(name: str, *args: Any) -> dict[str, str]:
    """The address of a calendar in full, and the form of it that opens a calendar program at once."""
    url = f"{settings.BASE_URL}{reverse(name, args=args)}"
    return {"url": url, "webcal": urlsplit(url)._replace(scheme="webcal").geturl()}


class MyCalendar(PartnershipMixin, TemplateView):
    """One's own calendar: the address is made, shown and changed here."""

    permission = KEEP_CALENDAR
    template_name = "meetings/calendar_mine.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        feed = self._feed()
        slug = self.partnership.slug
        return super().get_context_data(
            feed=feed,
            address=subscription("meetings:person_feed", slug, feed.token) if feed else None,
            shown=calendar_of_person(feed, on=clock.today()).entries if feed else (),
            **kwargs,
        )

    def _feed(self) -> CalendarFeed | None:
        mine = CalendarFeed.objects.filter(partnership=self.partnership, user=signed_in(self.request))
        return mine.select_related("partnership", "user").first()

    def post(self, request: HttpRequest, partnership: str) -> HttpResponse:
        """``token`` is that of the address to be changed; without one, an address is made."""
        user, token, feed = signed_in(request), request.POST.get("token", ""), self._feed()
        if feed is None:
            make_feed(partnership=self.partnership, user=user, at=clock.now())
            messages.success(request, "Your calendar has an address now.")
        elif token:
            change_feed_address(feed=feed, token=token, by=user, at=clock.now())
            messages.success(request, "Your calendar has a new address. The old one no longer works.")
        return redirect("meetings:my_calendar", self.partnership.slug)


class MyCalendarChange(PartnershipMixin, TemplateView):
    """Asks first: programs that read the old address find nothing there any more."""

    permission = KEEP_CALENDAR
    template_name = "meetings/calendar_change.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        feed = get_object_or_404(CalendarFeed, partnership=self.partnership, user=signed_in(self.request))
        return super().get_context_data(feed=feed, **kwargs)
