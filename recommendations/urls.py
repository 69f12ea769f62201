"""Addresses of recommendations, below a partnership's own address."""

from django.urls import URLPattern

app_name = "recommendations"

urlpatterns: list[URLPattern] = []
