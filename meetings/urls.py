"""Addresses of meetings, below a partnership's own address."""

from django.urls import path

from meetings.views import actions, comments, copies, deliveries, lists, meeting, publication
from meetings.views.autosave import SummaryAutosave
from meetings.views.summary import SummaryEdit

app_name = "meetings"

SUMMARY = "meetings/<int:pk>/summary"

urlpatterns = [
    path("meetings/", lists.MeetingList.as_view(), name="list"),
    path("meetings/add/", meeting.MeetingAdd.as_view(), name="add"),
    path("meetings/<int:pk>/", meeting.MeetingShow.as_view(), name="detail"),
    path("meetings/<int:pk>/edit/", meeting.MeetingEdit.as_view(), name="edit"),
    path("meetings/<int:pk>/cancel/", meeting.MeetingCancel.as_view(), name="cancel"),
    path(f"{SUMMARY}/edit/", SummaryEdit.as_view(), name="summary_edit"),
    path(f"{SUMMARY}/autosave/", SummaryAutosave.as_view(), name="summary_autosave"),
    path(f"{SUMMARY}/copies/keep/", copies.CopyKeep.as_view(), name="copy_keep"),
    path(f"{SUMMARY}/copies/<int:copy_pk>/", copies.CopyShow.as_view(), name="copy"),
    path(f"{SUMMARY}/preview/", publication.SummaryPreview.as_view(), name="summary_preview"),
    path(f"{SUMMARY}/publish/", publication.SummaryPublish.as_view(), name="summary_publish"),
    path(f"{SUMMARY}/deliveries/", deliveries.Deliveries.as_view(), name="deliveries"),
    path(f"{SUMMARY}/deliveries/progress/", deliveries.DeliveriesProgress.as_view(), name="deliveries_progress"),
    path(
        f"{SUMMARY}/deliveries/<int:delivery_pk>/send-again/", deliveries.DeliveryRetry.as_view(), name="delivery_retry"
    ),
    path(f"{SUMMARY}/revisions/<int:number>/", meeting.RevisionShow.as_view(), name="revision"),
    path(f"{SUMMARY}/comments/add/", comments.CommentAdd.as_view(), name="comment_add"),
    path("summary-comments/<int:pk>/answer/", comments.CommentAnswer.as_view(), name="comment_answer"),
    path("actions/", lists.ActionList.as_view(), name="actions"),
    path("actions/<int:pk>/", actions.ActionShow.as_view(), name="action"),
    path("actions/<int:pk>/update/", actions.ActionUpdate.as_view(), name="action_update"),
]
