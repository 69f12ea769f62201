"""Recommendations, their wording, parties and responses, as officers write them."""

from django.urls import path

from recommendations.views import delivery, editing, parties, responses

urlpatterns = [
    *editing.AddPages().get_urls(),
    *editing.DetailsPages().get_urls(),
    *editing.RewordPages().get_urls(),
    *responses.ResponsePages().get_urls(),
    *responses.ReportPages().get_urls(),
    *parties.PartiesPages().get_urls(),
    path("recommendations/<int:pk>/delivery/", delivery.DeliveryEdit.as_view(), name="delivery"),
    path("recommendations/<int:pk>/delivery/link/", delivery.DeliveryLink.as_view(), name="delivery_link"),
    path("recommendations/<int:pk>/delivery/unlink/", delivery.DeliveryUnlink.as_view(), name="delivery_unlink"),
    path("scrutiny/parties/", parties.PartyList.as_view(), name="parties"),
    *parties.PartyPages().get_urls(),
]
