"""Addresses of agendas, their papers, and minutes, below a partnership's own address."""

from django.urls import path

from agendas.views import agenda, documents, items, publication

app_name = "agendas"

AGENDA = "meetings/<int:pk>/agenda"
DOCUMENTS = "meetings/<int:pk>/documents"
DOCUMENT = f"{DOCUMENTS}/<int:document_pk>"

urlpatterns = [
    path(f"{AGENDA}/", agenda.AgendaShow.as_view(), name="agenda"),
    path(f"{AGENDA}/edit/", agenda.AgendaEdit.as_view(), name="agenda_edit"),
    path(f"{AGENDA}/start/", agenda.AgendaStart.as_view(), name="agenda_start"),
    path(f"{AGENDA}/publish/", publication.AgendaPublish.as_view(), name="agenda_publish"),
    path(f"{AGENDA}/take-back/", publication.AgendaTakeBack.as_view(), name="agenda_take_back"),
    path(f"{AGENDA}/items/add/", items.ItemAdd.as_view(), name="agenda_item_add"),
    path(f"{AGENDA}/items/<int:item_pk>/edit/", items.ItemEdit.as_view(), name="agenda_item_edit"),
    path(f"{AGENDA}/items/<int:item_pk>/release/", items.ItemRelease.as_view(), name="agenda_item_release"),
    path(f"{AGENDA}/items/<int:item_pk>/remove/", items.ItemRemove.as_view(), name="agenda_item_remove"),
    path("meetings/confidential/", agenda.ConfidentialItems.as_view(), name="confidential"),
    path(f"{DOCUMENTS}/add/", documents.DocumentAdd.as_view(), name="document_add"),
    path(f"{DOCUMENTS}/minutes/add/", documents.MinutesAdd.as_view(), name="minutes_add"),
    path(f"{DOCUMENT}/", documents.DocumentShow.as_view(), name="document"),
    path(f"{DOCUMENT}/file/", documents.DocumentFile.as_view(), name="document_file"),
    path(f"{DOCUMENT}/versions/<int:number>/file/", documents.DocumentFile.as_view(), name="document_version"),
    path(f"{DOCUMENT}/edit/", documents.DocumentEdit.as_view(), name="document_edit"),
    path(f"{DOCUMENT}/replace/", documents.DocumentReplace.as_view(), name="document_replace"),
    path(f"{DOCUMENT}/withdraw/", documents.DocumentWithdraw.as_view(), name="document_withdraw"),
]
