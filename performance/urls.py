"""Addresses of performance, below a partnership's own address."""

from django.urls import URLPattern

app_name = "performance"

urlpatterns: list[URLPattern] = []
