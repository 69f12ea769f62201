"""Calendars, cadence, and meetings that are moved."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
