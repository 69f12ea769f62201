"""Progress that officers write down, one by one or many at once."""

from django.urls import path

from recommendations.views import progress

urlpatterns = [
    path("recommendations/<int:pk>/progress/add/", progress.ProgressAdd.as_view(), name="progress_add"),
]
