"""Invitations, joint meetings and events."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
