"""Addresses of boards, below a partnership's own address."""

from django.urls import URLPattern

app_name = "boards"

urlpatterns: list[URLPattern] = []
