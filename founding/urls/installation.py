"""Addresses of setting up a partnership: of the installation, as there is no partnership yet."""

from django.urls import path

from founding import views

app_name = "founding"

urlpatterns = [
    path("", views.SetUpStart.as_view(), name="start"),
    path("check/", views.SetUpCheck.as_view(), name="check"),
    path("<slug:step>/", views.SetUpStep.as_view(), name="step"),
]
