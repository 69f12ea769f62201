"""Addresses of the installation as a whole."""

from django.urls import path

from desk.views import guide, pages

app_name = "desk"

urlpatterns = [
    path("", pages.InstallationHome.as_view(), name="installation"),
    path("landing/", pages.Landing.as_view(), name="landing"),
    path("accessibility/", pages.AccessibilityStatement.as_view(), name="accessibility"),
    path("guide/", guide.GuidePage.as_view(), name="guide"),
    path("guide/<slug:page>/", guide.GuidePage.as_view(), name="guide_page"),
    path("privacy/", pages.Privacy.as_view(), name="privacy"),
]
