"""What a partnership's reader sees first."""

from django.urls import path

from desk.views import background, history, pages, today

app_name = "office"

urlpatterns = [
    path("", pages.PartnershipHome.as_view(), name="home"),
    path("today/", today.Today.as_view(), name="today"),
    path("background-work/", background.BackgroundShow.as_view(), name="background"),
    path("background-work/retry/", background.BackgroundRetry.as_view(), name="background_retry"),
    path("history/<slug:kind>/<slug:key>/", history.RecordHistory.as_view(), name="history"),
    path("audit/<int:pk>/", history.ActChanges.as_view(), name="act"),
]
