"""What a partnership's reader sees first."""

from django.urls import path

from desk.views import history, pages, today

app_name = "office"

urlpatterns = [
    path("", pages.PartnershipHome.as_view(), name="home"),
    path("today/", today.Today.as_view(), name="today"),
    path("history/<slug:kind>/<slug:key>/", history.RecordHistory.as_view(), name="history"),
]
