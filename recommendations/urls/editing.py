"""Recommendations, their wording, parties and responses, as officers write them."""

from django.urls import path

from recommendations.views import scrutiny_settings

urlpatterns = [
    path("scrutiny/settings/", scrutiny_settings.ScrutinySettingsEdit.as_view(), name="scrutiny_settings"),
]
