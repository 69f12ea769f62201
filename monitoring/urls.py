"""What meetings decide about recommendations, their reviews, follow-ups, and all of them added up."""

from django.urls import path

from monitoring.views import decisions, follow_ups, overview, reviews

app_name = "monitoring"

urlpatterns = [
    path("recommendations/overview/", overview.RecommendationOverview.as_view(), name="overview"),
    path("recommendations/close/", decisions.RecommendationsClose.as_view(), name="close"),
    path("recommendations/<int:pk>/monitoring/stop/", decisions.MonitoringStop.as_view(), name="monitoring_stop"),
    path("recommendations/<int:pk>/monitoring/resume/", decisions.MonitoringResume.as_view(), name="monitoring_resume"),
    path("recommendations/reviews/", reviews.ReviewList.as_view(), name="reviews"),
    path("recommendations/<int:pk>/reviews/record/", reviews.ReviewRecord.as_view(), name="review_record"),
    path("recommendations/<int:pk>/follow-ups/add/", follow_ups.FollowUpAsk.as_view(), name="follow_up_ask"),
    path("recommendation-follow-ups/", follow_ups.FollowUpRequests.as_view(), name="follow_up_requests"),
    path("recommendation-follow-ups/<int:pk>/agenda/", follow_ups.FollowUpPutOn.as_view(), name="follow_up_put_on"),
    path("recommendation-follow-ups/<int:pk>/take-back/", follow_ups.FollowUpTakeBack.as_view(), name="follow_up_back"),
    path("recommendation-follow-ups/<int:pk>/settle/", follow_ups.FollowUpSettle.as_view(), name="follow_up_settle"),
]
