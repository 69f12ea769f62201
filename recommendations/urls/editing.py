"""Recommendations, their wording, parties and responses, as officers write them."""

from django.urls import path

from recommendations.views import delivery, editing, parties, responses

urlpatterns = [
    path("topic-groups/<int:pk>/recommendations/add/", editing.RecommendationAdd.as_view(), name="add"),
    path("topic-groups/<int:pk>/responses/", responses.ReportResponses.as_view(), name="report_responses"),
    path("recommendations/<int:pk>/edit/", editing.RecommendationEdit.as_view(), name="edit"),
    path("recommendations/<int:pk>/reword/", editing.RecommendationReword.as_view(), name="reword"),
    path("recommendations/<int:pk>/parties/", parties.PartiesEdit.as_view(), name="parties_edit"),
    path("recommendations/<int:pk>/responses/add/", responses.ResponseAdd.as_view(), name="response_add"),
    path("recommendations/<int:pk>/delivery/", delivery.DeliveryEdit.as_view(), name="delivery"),
    path("recommendations/<int:pk>/delivery/link/", delivery.DeliveryLink.as_view(), name="delivery_link"),
    path("recommendations/<int:pk>/delivery/unlink/", delivery.DeliveryUnlink.as_view(), name="delivery_unlink"),
    path("scrutiny/parties/", parties.PartyList.as_view(), name="parties"),
    path("scrutiny/parties/add/", parties.PartyAdd.as_view(), name="party_add"),
    path("scrutiny/parties/<int:pk>/edit/", parties.PartyEdit.as_view(), name="party_edit"),
]
