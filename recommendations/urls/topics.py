"""Topic programmes, topic groups and their reports."""

from django.urls import path

from recommendations.views import programme, report
from recommendations.views.topic_groups import EvidencePages, FindingPages, MemberPages, group_pages

PROGRAMME = "scrutiny/programme"
GROUP = "topic-groups/<int:pk>"
PARAGRAPHS = f"{GROUP}/report/paragraphs"
PARAGRAPH = f"{PARAGRAPHS}/<int:paragraph_pk>"

urlpatterns = [
    path(f"{PROGRAMME}/", programme.Programme.as_view(), name="programme"),
    *programme.TopicPages().get_urls(),
    *group_pages.get_urls(),
    *FindingPages().get_urls(),
    *MemberPages().get_urls(),
    *EvidencePages().get_urls(),
    path(f"{GROUP}/stages/add/", report.StageAdd.as_view(), name="stage_add"),
    path(f"{GROUP}/report/", report.ReportShow.as_view(), name="report"),
    path(f"{GROUP}/report/paste/", report.ReportPaste.as_view(), name="report_paste"),
    path(f"{PARAGRAPHS}/add/", report.ParagraphAdd.as_view(), name="paragraph_add"),
    path(f"{PARAGRAPH}/edit/", report.ParagraphEdit.as_view(), name="paragraph_edit"),
    path(f"{PARAGRAPH}/move/", report.ParagraphMove.as_view(), name="paragraph_move"),
    path(f"{PARAGRAPH}/remove/", report.ParagraphRemove.as_view(), name="paragraph_remove"),
    path(f"{PARAGRAPH}/not-carried/", report.ParagraphNotCarried.as_view(), name="paragraph_not_carried"),
    path(f"{PARAGRAPH}/open-again/", report.ParagraphOpenAgain.as_view(), name="paragraph_open_again"),
]
