"""Addresses of actions, below a partnership's own address: their lists, reports on them, and sharing them."""

from django.urls import path

from actions.views import actions, contacts, file_import, links, sharing
from boards.views.by_link import link_urls

app_name = "actions"

urlpatterns = [
    path("actions/", actions.ActionList.as_view(), name="actions"),
    path("actions.csv", file_import.ActionsDownload.as_view(), name="actions_csv"),
    path("actions/change/", file_import.ActionsChange.as_view(), name="actions_change"),
    path("actions/import/", file_import.ActionsImport.as_view(), name="actions_import"),
    path("actions/confirm/", file_import.ActionsConfirm.as_view(), name="actions_confirm"),
    *actions.ActionPages().get_urls(),
    path("owners/<slug:kind>/<int:pk>/contact/", contacts.OwnerContact.as_view(), name="owner_contact"),
    path("meetings/<int:pk>/sharing/remind/", sharing.SharingRemind.as_view(), name="sharing_remind"),
    path("meetings/<int:pk>/sharing/<slug:code>/", sharing.SharingRecord.as_view(), name="sharing_record"),
    *link_urls("links/sharing", links.SharingByLink),
    *link_urls("links/action", links.ActionByLink),
]
