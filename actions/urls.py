"""Addresses of actions, below a partnership's own address: their lists, reports on them, and passing them on."""

from django.urls import path

from actions.views import actions, cascade, contacts, file_import, links

app_name = "actions"

urlpatterns = [
    path("actions/", actions.ActionList.as_view(), name="actions"),
    path("actions.csv", file_import.ActionsDownload.as_view(), name="actions_csv"),
    path("actions/change/", file_import.ActionsChange.as_view(), name="actions_change"),
    path("actions/import/", file_import.ActionsImport.as_view(), name="actions_import"),
    path("actions/confirm/", file_import.ActionsConfirm.as_view(), name="actions_confirm"),
    path("actions/<int:pk>/", actions.ActionShow.as_view(), name="action"),
    path("actions/<int:pk>/update/", actions.ActionUpdate.as_view(), name="action_update"),
    path("actions/<int:pk>/owner/", actions.ActionOwner.as_view(), name="action_owner"),
    path("owners/<slug:kind>/<int:pk>/contact/", contacts.OwnerContact.as_view(), name="owner_contact"),
    path("meetings/<int:pk>/cascade/remind/", cascade.CascadeRemind.as_view(), name="cascade_remind"),
    path("meetings/<int:pk>/cascade/<slug:code>/", cascade.CascadeRecord.as_view(), name="cascade_record"),
    path("links/cascade/<str:token>/", links.CascadeByLink.as_view(), name="cascade_link"),
    path("links/cascade/<str:token>/again/", links.CascadeLinkAgain.as_view(), name="cascade_link_again"),
    path("links/action/<str:token>/", links.ActionByLink.as_view(), name="action_link"),
    path("links/action/<str:token>/again/", links.ActionLinkAgain.as_view(), name="action_link_again"),
]
