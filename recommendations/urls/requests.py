"""Progress that is asked for, and comes by a link without an account."""

from django.urls import path

from recommendations.views import request_link, requests

urlpatterns = [
    path("recommendations/requests/", requests.RequestList.as_view(), name="requests"),
    path("recommendations/requests/<int:meeting>/ask/", requests.RequestsAsk.as_view(), name="requests_ask"),
    path("recommendations/requests/<int:meeting>/remind/", requests.RequestsRemind.as_view(), name="requests_remind"),
    path("links/progress/<str:token>/", request_link.RequestByLink.as_view(), name="request_link"),
    path("links/progress/<str:token>/again/", request_link.RequestLinkAgain.as_view(), name="request_link_again"),
]
