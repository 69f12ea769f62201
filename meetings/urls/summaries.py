"""Summaries: written, published, mailed, commented on."""

from django.urls import path

from meetings.views import comments, copies, deliveries, distribution, meeting, publication
from meetings.views.autosave import SummaryAutosave
from meetings.views.summary import SummaryEdit

SUMMARY = "meetings/<int:pk>/summary"

urlpatterns = [
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
    path("bodies/<slug:code>/distribution/", distribution.DistributionShow.as_view(), name="distribution"),
    path(
        "bodies/<slug:code>/distribution/<int:pk>/remove/",
        distribution.DistributionRemove.as_view(),
        name="distribution_remove",
    ),
    path("summary-comments/<int:pk>/answer/", comments.CommentAnswer.as_view(), name="comment_answer"),
]
