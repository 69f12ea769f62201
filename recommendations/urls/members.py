"""What members ask."""

from django.urls import path

from recommendations.views import follow_ups, voice

urlpatterns = [
    path("recommendations/<int:pk>/comments/add/", voice.CommentAdd.as_view(), name="comment_add"),
    path("recommendation-comments/<int:pk>/answer/", voice.CommentAnswer.as_view(), name="comment_answer"),
    path("recommendations/<int:pk>/follow-ups/add/", follow_ups.FollowUpAsk.as_view(), name="follow_up_ask"),
    path("recommendation-follow-ups/", follow_ups.FollowUpRequests.as_view(), name="follow_up_requests"),
    path("recommendation-follow-ups/<int:pk>/agenda/", follow_ups.FollowUpPutOn.as_view(), name="follow_up_put_on"),
    path("recommendation-follow-ups/<int:pk>/take-back/", follow_ups.FollowUpTakeBack.as_view(), name="follow_up_back"),
    path("recommendation-follow-ups/<int:pk>/settle/", follow_ups.FollowUpSettle.as_view(), name="follow_up_settle"),
]
