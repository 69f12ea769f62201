"""Attendance over the year, and how punctual the summaries were."""

from django.urls import path

from meetings.views import attendance, register

BODY = "bodies/<slug:code>/attendance"

urlpatterns = [
    path(f"{BODY}/", attendance.BodyAttendance.as_view(), name="matrix"),
    path(f"{BODY}.csv", attendance.MatrixDownload.as_view(ending="csv"), name="matrix_csv"),
    path(f"{BODY}.xlsx", attendance.MatrixDownload.as_view(ending="xlsx"), name="matrix_xlsx"),
    path("attendance/", attendance.Attendance.as_view(), name="attendance"),
    path("attendance.csv", attendance.AttendanceCsv.as_view(), name="attendance_csv"),
    path(
        "organisations/<slug:code>/attendance/",
        attendance.OrganisationAttendance.as_view(),
        name="organisation_attendance",
    ),
    path("summaries-on-time/", register.RegisterShow.as_view(), name="register"),
    path("summaries-on-time.csv", register.RegisterCsv.as_view(), name="register_csv"),
]
