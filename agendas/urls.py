"""Addresses of agendas, their papers, and minutes, below a partnership's own address."""

from django.urls import path

from agendas.views import agenda, documents

app_name = "agendas"

AGENDA = "meetings/<int:pk>/agenda"
DOCUMENT = "meetings/<int:pk>/documents/<int:document_pk>"

urlpatterns = [
    path(f"{AGENDA}/", agenda.AgendaShow.as_view(), name="agenda"),
    path(f"{AGENDA}/edit/", agenda.AgendaEdit.as_view(), name="agenda_edit"),
    *agenda.AgendaPages().get_urls(),
    *agenda.ItemPages().get_urls(),
    path("meetings/confidential/", agenda.ConfidentialItems.as_view(), name="confidential"),
    *documents.MinutesPages().get_urls(),
    *documents.DocumentPages().get_urls(),
    path(f"{DOCUMENT}/file/", documents.DocumentFile.as_view(), name="document_file"),
    path(f"{DOCUMENT}/versions/<int:number>/file/", documents.DocumentFile.as_view(), name="document_version"),
]
