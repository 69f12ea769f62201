"""Addresses of recommendations, below a partnership's own address."""

from recommendations.urls import editing, members, reading

app_name = "recommendations"

urlpatterns = [*reading.urlpatterns, *members.urlpatterns, *editing.urlpatterns]
