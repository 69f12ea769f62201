"""What meetings decide about recommendations, their reviews, follow-ups, and all of them added up."""

from django.urls import path

from monitoring.views import decisions, follow_ups, overview, reviews

app_name = "monitoring"

urlpatterns = [
    path("recommendations/overview/", overview.RecommendationOverview.as_view(), name="overview"),
    path("recommendations/close/", decisions.RecommendationsClose.as_view(), name="close"),
    path("recommendations/reviews/", reviews.ReviewList.as_view(), name="reviews"),
    *decisions.DecisionPages().get_urls(),
    *reviews.ReviewPages().get_urls(),
    *follow_ups.AskPages().get_urls(),
    path("recommendation-follow-ups/", follow_ups.FollowUpRequests.as_view(), name="follow_up_requests"),
    *follow_ups.FollowUpPages().get_urls(),
    *follow_ups.RequestPages().get_urls(),
]
