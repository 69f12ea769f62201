"""Addresses of meetings, below a partnership's own address: planned, moved, in calendars, held jointly."""

from django.urls import path

from meetings.views import cadence, calendar, feeds, joint, lists, meeting

app_name = "meetings"

urlpatterns = [
    path("meetings/", lists.MeetingList.as_view(), name="list"),
    path("meetings/add/", meeting.MeetingAdd.as_view(), name="add"),
    path("meetings/<int:pk>/", meeting.MeetingShow.as_view(), name="detail"),
    path("meetings/<int:pk>/edit/", meeting.MeetingEdit.as_view(), name="edit"),
    path("meetings/<int:pk>/cancel/", meeting.MeetingCancel.as_view(), name="cancel"),
    path("meetings/<int:pk>/confirm/", cadence.MeetingConfirm.as_view(), name="confirm"),
    path("meetings/<int:pk>/postpone/", meeting.MeetingPostpone.as_view(), name="postpone"),
    path("meetings/<int:pk>/joint/", joint.WhoMeets.as_view(), name="joint"),
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
