"""Addresses of reports, below a partnership's own address."""

from django.urls import URLPattern

app_name = "reports"

urlpatterns: list[URLPattern] = []
