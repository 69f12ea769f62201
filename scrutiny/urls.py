"""Topic programmes, topic groups and their reports."""

from django.urls import path

from scrutiny.views import programme, report, settings
from scrutiny.views.topic_groups import EvidencePages, FindingPages, MemberPages, group_pages

app_name = "scrutiny"

PROGRAMME = "scrutiny/programme"
GROUP = "topic-groups/<int:pk>"

urlpatterns = [
    path(f"{PROGRAMME}/", programme.Programme.as_view(), name="programme"),
    *programme.TopicPages().get_urls(),
    *group_pages.get_urls(),
    *FindingPages().get_urls(),
    *MemberPages().get_urls(),
    *EvidencePages().get_urls(),
    *report.ParagraphPages().get_urls(),
    path(f"{GROUP}/stages/add/", report.StageAdd.as_view(), name="stage_add"),
    path(f"{GROUP}/report/", report.ReportShow.as_view(), name="report"),
    path(f"{GROUP}/report/paste/", report.ReportPaste.as_view(), name="report_paste"),
    path("scrutiny/settings/", settings.ScrutinySettingsEdit.as_view(), name="scrutiny_settings"),
]
