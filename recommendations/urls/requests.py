"""Progress that is asked for, and comes by a link without an account."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
