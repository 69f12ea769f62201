"""What members ask."""

from django.urls import path

from recommendations.views import voice

urlpatterns = [
    path("recommendations/<int:pk>/comments/add/", voice.CommentAdd.as_view(), name="comment_add"),
    path("recommendation-comments/<int:pk>/answer/", voice.CommentAnswer.as_view(), name="comment_answer"),
]
