"""Recommendations, their wording, parties and responses, as officers write them."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
