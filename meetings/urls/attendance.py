"""Attendance over the year, and how punctual the summaries were."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
