"""Addresses of meetings, below a partnership's own address; a module for each part of the cycle."""

from meetings.urls import actions, agenda, attendance, calendar, invitations, meetings, summaries

app_name = "meetings"

urlpatterns = [
    *meetings.urlpatterns,
    *calendar.urlpatterns,
    *agenda.urlpatterns,
    *attendance.urlpatterns,
    *invitations.urlpatterns,
    *summaries.urlpatterns,
    *actions.urlpatterns,
]
