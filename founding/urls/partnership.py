"""Addresses of a new partnership's first steps, below its own address."""

from django.urls import path

from founding import views

app_name = "getting_started"

urlpatterns = [
    path("getting-started/dismiss/", views.GettingStartedDismiss.as_view(), name="dismiss"),
]
