"""Addresses of meetings, below a partnership's own address."""

from django.urls import URLPattern

app_name = "meetings"

urlpatterns: list[URLPattern] = []
