"""Actions: their lists, reports on them, and the cascade."""

from django.urls import path

from meetings.views import actions, lists

urlpatterns = [
    path("actions/", lists.ActionList.as_view(), name="actions"),
    path("actions/<int:pk>/", actions.ActionShow.as_view(), name="action"),
    path("actions/<int:pk>/update/", actions.ActionUpdate.as_view(), name="action_update"),
]
