"""Topic programmes, topic groups and their reports."""

from django.urls import path

from recommendations.views import evidence, findings, programme, report, topic_groups

PROGRAMME = "scrutiny/programme"
GROUP = "topic-groups/<int:pk>"
FINDING = f"{GROUP}/findings/<int:finding_pk>"
EVIDENCE = f"{GROUP}/evidence/<int:evidence_pk>"
PARAGRAPHS = f"{GROUP}/report/paragraphs"
PARAGRAPH = f"{PARAGRAPHS}/<int:paragraph_pk>"

urlpatterns = [
    path(f"{PROGRAMME}/", programme.Programme.as_view(), name="programme"),
    path(f"{PROGRAMME}/add/", programme.TopicAdd.as_view(), name="topic_add"),
    path(f"{PROGRAMME}/<int:pk>/edit/", programme.TopicEdit.as_view(), name="topic_edit"),
    path(f"{PROGRAMME}/<int:pk>/decide/", programme.TopicDecide.as_view(), name="topic_decide"),
    path(f"{PROGRAMME}/<int:pk>/start/", programme.TopicStart.as_view(), name="topic_start"),
    path("topic-groups/", topic_groups.TopicGroupList.as_view(), name="topic_groups"),
    path(f"{GROUP}/", topic_groups.TopicGroupShow.as_view(), name="topic_group"),
    path(f"{GROUP}/edit/", topic_groups.TopicGroupEdit.as_view(), name="topic_group_edit"),
    path(f"{GROUP}/findings/add/", findings.FindingAdd.as_view(), name="finding_add"),
    path(f"{FINDING}/edit/", findings.FindingEdit.as_view(), name="finding_edit"),
    path(f"{FINDING}/remove/", findings.FindingRemove.as_view(), name="finding_remove"),
    path(f"{GROUP}/members/add/", topic_groups.MemberAdd.as_view(), name="topic_member_add"),
    path(f"{GROUP}/members/<int:appointment_pk>/end/", topic_groups.MemberEnd.as_view(), name="topic_member_end"),
    path(f"{GROUP}/evidence/add/", evidence.EvidenceAdd.as_view(), name="evidence_add"),
    path(f"{EVIDENCE}/edit/", evidence.EvidenceEdit.as_view(), name="evidence_edit"),
    path(f"{EVIDENCE}/remove/", evidence.EvidenceRemove.as_view(), name="evidence_remove"),
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
