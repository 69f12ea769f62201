"""Addresses of the outbox and of what somebody says about their mail, below a partnership's own address."""

from django.urls import path

from outbox.views import preferences

app_name = "outbox"

urlpatterns = [
    path("mail/", preferences.OwnPreferences.as_view(), name="preferences"),
    path("mail/<str:token>/", preferences.PreferencesByLink.as_view(), name="preferences_by_link"),
    path("mail/<str:token>/stop/", preferences.StopByLink.as_view(), name="stop_by_link"),
]
