"""The list and the pages of meetings."""

from django.urls import path

from meetings.views import lists, meeting, notices

urlpatterns = [
    path("meetings/", lists.MeetingList.as_view(), name="list"),
    path("meetings/add/", meeting.MeetingAdd.as_view(), name="add"),
    path("meetings/<int:pk>/", meeting.MeetingShow.as_view(), name="detail"),
    path("meetings/<int:pk>/edit/", meeting.MeetingEdit.as_view(), name="edit"),
    path("meetings/<int:pk>/cancel/", meeting.MeetingCancel.as_view(), name="cancel"),
    path("meetings/<int:pk>/notice/<slug:of>/", notices.MeetingNotice.as_view(), name="notice"),
]
