"""Addresses of meetings, below a partnership's own address: planned, moved, in calendars, held jointly."""

from django.urls import path

from meetings.views import cadence, calendar, feeds, meeting

app_name = "meetings"

urlpatterns = [
    path("meetings/", meeting.MeetingList.as_view(), name="list"),
    path("meetings/<int:pk>/", meeting.MeetingShow.as_view(), name="detail"),
    *meeting.MeetingChangePages().get_urls(),
    path("meetings/<int:pk>/meeting.ics", feeds.MeetingFile.as_view(), name="ics"),
    path("bodies/<slug:code>/propose-dates/", cadence.DatesPropose.as_view(), name="propose"),
    path("bodies/<slug:code>/propose-dates/confirm/", cadence.DatesConfirm.as_view(), name="dates_confirm"),
    path("calendar/", calendar.MonthShow.as_view(), name="calendar"),
    path("calendar.ics", feeds.PartnershipFeed.as_view(), name="partnership_feed"),
    path("bodies/<slug:code>/calendar.ics", feeds.BodyFeed.as_view(), name="body_feed"),
    path("my-calendar/", feeds.MyCalendar.as_view(), name="my_calendar"),
    path("my-calendar/change/", feeds.MyCalendarChange.as_view(), name="my_calendar_change"),
    path("my-calendar/<str:token>.ics", feeds.PersonFeed.as_view(), name="person_feed"),
]
