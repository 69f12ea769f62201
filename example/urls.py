"""Addresses of the example, below its own address."""

from django.urls import path

from example import views

app_name = "example"

urlpatterns = [
    path("remove-example/", views.ExampleRemove.as_view(), name="remove"),
]
