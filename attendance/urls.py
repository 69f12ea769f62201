"""Addresses of attendance over a year, below a partnership's own address."""

from django.urls import path

from attendance import views

app_name = "attendance"

BODY = "bodies/<slug:code>/attendance"

urlpatterns = [
    path(f"{BODY}/", views.BodyAttendance.as_view(), name="matrix"),
    path(f"{BODY}.csv", views.MatrixDownload.as_view(ending="csv"), name="matrix_csv"),
    path(f"{BODY}.xlsx", views.MatrixDownload.as_view(ending="xlsx"), name="matrix_xlsx"),
    path("attendance/", views.AllAttendance.as_view(), name="attendance"),
    path("attendance.csv", views.AllAttendanceCsv.as_view(), name="attendance_csv"),
    path(
        "organisations/<slug:code>/attendance/",
        views.OrganisationAttendance.as_view(),
        name="organisation_attendance",
    ),
]
