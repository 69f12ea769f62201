"""Addresses of summaries, below a partnership's own: written, published, mailed, commented on; and of decisions."""

from django.urls import path

from summaries.views import comments, decisions, deliveries, publication, register, typing
from summaries.views.summary import SummaryEdit

app_name = "summaries"

SUMMARY = "meetings/<int:pk>/summary"
DELIVERIES = f"{SUMMARY}/deliveries"

urlpatterns = [
    path(f"{SUMMARY}/edit/", SummaryEdit.as_view(), name="summary_edit"),
    path(f"{SUMMARY}/autosave/", typing.SummaryAutosave.as_view(), name="summary_autosave"),
    path(f"{SUMMARY}/copies/keep/", typing.CopyKeep.as_view(), name="copy_keep"),
    path(f"{SUMMARY}/copies/<int:copy_pk>/", typing.CopyShow.as_view(), name="copy"),
    path(f"{SUMMARY}/preview/", publication.SummaryPreview.as_view(), name="summary_preview"),
    path(f"{SUMMARY}/publish/", publication.SummaryPublish.as_view(), name="summary_publish"),
    path(f"{DELIVERIES}/", deliveries.Deliveries.as_view(), name="deliveries"),
    path(f"{DELIVERIES}/progress/", deliveries.DeliveriesProgress.as_view(), name="deliveries_progress"),
    path(f"{DELIVERIES}/<int:delivery_pk>/send-again/", deliveries.DeliveryRetry.as_view(), name="delivery_retry"),
    path(f"{SUMMARY}/versions/<int:number>/", publication.VersionShow.as_view(), name="version"),
    *comments.PublishedPages().get_urls(),
    path("summary-comments/<int:pk>/answer/", comments.CommentAnswer.as_view(), name="comment_answer"),
    path("decisions/", decisions.DecisionList.as_view(), name="decisions"),
    path("decisions.csv", decisions.DecisionDownload.as_view(ending="csv"), name="decisions_csv"),
    path("decisions.xlsx", decisions.DecisionDownload.as_view(ending="xlsx"), name="decisions_xlsx"),
    path("decisions/<int:pk>/", decisions.DecisionShow.as_view(), name="decision"),
    path("summaries-on-time/", register.RegisterShow.as_view(), name="register"),
    path("summaries-on-time.csv", register.RegisterCsv.as_view(), name="register_csv"),
]
