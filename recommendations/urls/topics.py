"""Topic programmes, topic groups and their reports."""

from django.urls import path

from recommendations.views import recommendation

urlpatterns = [
    path("topic-groups/<int:pk>/", recommendation.TopicGroupShow.as_view(), name="topic_group"),
]
