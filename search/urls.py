"""The address of the search, below a partnership's own."""

from django.urls import path

from search.views import SearchPage

app_name = "search"

urlpatterns = [path("search/", SearchPage.as_view(), name="results")]
