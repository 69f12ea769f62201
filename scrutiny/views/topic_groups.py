"""Topic groups: their list, the page of one, and what officers record about it."""

from __future__ import annotations

from copy import copy
from itertools import groupby
from typing import Any, ClassVar

from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst

from agendas.models import Document
from boards.models import Appointment
from boards.records import RecordPages
from boards.views.acts import ActFormView
from boards.views.base import PartnershipMixin
from boards.views.typed import WaitsForSignIn
from core import clock
from core.panels import PanelRequest
from core.tags import tag
from invitations.models import Invitation
from meetings.models import Meeting
from scrutiny.choices import FindingKind
from scrutiny.forms.topic_groups import EvidenceForm, FindingForm, MemberEndForm, MemberForm, TopicGroupForm
from scrutiny.models import Evidence, Finding, ReportParagraph, TopicGroup
from scrutiny.panels import ON_TOPIC_GROUP
from scrutiny.services.report import possible_stages

MEETINGS_SHOWN = 20
MANAGE = "scrutiny.manage_scrutiny"


class TopicGroupPages(RecordPages):
    model, form_class, permission = TopicGroup, TopicGroupForm, MANAGE
    namespace, url_name, list_url_name, path = "scrutiny", "topic_group", "topic_groups", "topic-groups"
    actions = ("list", "show", "edit")
    noun, article = "topic group", "the "
    columns = ("title", "commissioned_by", "report", "recommended")
    search_fields = ("title",)
    verbs: ClassVar[dict[str, str]] = {"edit": "topic_group.changed"}
    templates: ClassVar[dict[str, str]] = {
        "list": "scrutiny/groups.html",
        "show": "scrutiny/group.html",
    }

    def as_seen_by(self, view: Any) -> TopicGroupPages:
        words, pages = view.partnership.words, copy(self)
        scrutiny, group = words.scrutiny.a, words.topic_group
        own = {
            "noun": group.one,
            "plural": capfirst(group.many),
            "lede": f"Councillors whom {scrutiny} appointed to look into one subject, and their reports.",
            "empty_text": f"{capfirst(group.a)} begins with a topic that {scrutiny} has chosen from its programme.",
        }
        vars(pages).update(own)
        return pages

    def get_queryset(self, view: Any) -> QuerySet[TopicGroup]:
        return super().get_queryset(view).select_related("partnership", "commissioned_by", "body")

    def get_list(self, view: Any) -> QuerySet[TopicGroup]:
        user = view.request.user
        return TopicGroup.objects.visible_to(user).filter(partnership=view.partnership).for_list(user)

    @display(description="Report", ordering="received_on")
    def report(self, group: TopicGroup) -> str:
        return tag("in preparation", "blue") if group.is_draft else f"Received: {group.received}"

    @display(description="Recommendations", ordering="recommended")
    def recommended(self, group: Any) -> int:
        """How many of them the reader may read: annotated."""
        return int(group.recommended)

    def get_parts(self, view: Any) -> dict[str, Any]:
        view.object.partnership = view.partnership  # the same one, whose words are known
        return TopicGroupParts(view.object, view.request.user).parts()


group_pages = TopicGroupPages()


class GroupPartPages(RecordPages):
    """A part of a topic group, which stands on its page at ``anchor``."""

    permission, namespace = MANAGE, "scrutiny"
    parent, parent_field = group_pages, "topic_group"


class FindingPages(GroupPartPages):
    model, form_class = Finding, FindingForm
    url_name, path, pk_url_kwarg, anchor = "finding", "findings", "finding_pk", "findings"
    noun = "point"
    headings: ClassVar[dict[str, str]] = {"add": "Add a term of reference or another point"}

    def get_initial(self, view: Any) -> dict[str, Any]:
        return {"kind": FindingKind.TERM_OF_REFERENCE} if view.action == "add" else {}


class EvidencePages(GroupPartPages):
    model, form_class = Evidence, EvidenceForm
    url_name, path, pk_url_kwarg, anchor = "evidence", "evidence", "evidence_pk", "evidence"
    noun, article = "evidence", ""
    removal_note = "Documents and meetings that it names stay where they are."


class MemberPages(GroupPartPages):
    """The people appointed to the group’s body."""

    model, form_class, end_form_class = Appointment, MemberForm, MemberEndForm
    url_name, path, pk_url_kwarg, anchor = "topic_member", "members", "appointment_pk", "members"
    actions = ("add", "end")
    noun = "member"
    headings: ClassVar[dict[str, str]] = {"end": "End a membership"}
    submit_texts: ClassVar[dict[str, str]] = {"end": "End the membership"}
    verbs: ClassVar[dict[str, str]] = {"add": "topic_group.member_added", "end": "topic_group.member_ended"}

    def get_queryset(self, view: Any) -> QuerySet[Appointment]:
        return Appointment.objects.filter(body=view.parent.body).select_related("person", "body__partnership")

    def new(self, view: Any) -> Appointment:
        return Appointment(body=view.parent.body)

    def get_initial(self, view: Any) -> dict[str, Any]:
        return {"starts_on": clock.today(), "ends_on": clock.today()}

    def get_message(self, action: str, record: Appointment) -> str:
        assert record.body is not None  # of the group's body
        return f"{record.person} is on the {record.body.partnership.words.topic_group.one} {record.period}."


def may_read_report(group: TopicGroup, user: Any) -> bool:
    """What is in preparation is for the PPB's members and the office."""
    return not group.is_draft or TopicGroup.objects.with_readable_report(user).filter(pk=group.pk).exists()


class TopicGroupParts:
    """What the page of a topic group shows beside its facts, to this reader."""

    def __init__(self, group: TopicGroup, user: Any) -> None:
        self.group, self.user = group, user

    def parts(self) -> dict[str, Any]:
        group, user = self.group, self.user
        may_manage = user.has_perm(MANAGE, group.partnership)
        may_read = may_read_report(group, user)
        parts = self._report() if may_read else {}
        if may_manage:
            parts |= {"witnesses": self._witnesses(), "has_next_stage": bool(possible_stages(group))}
        return parts | {
            "group": group,
            "may_read": may_read,
            "may_manage": may_manage,
            "members": Appointment.objects.filter(body=group.body).select_related("person").chair_first(),
            "meetings": Meeting.objects.visible_to(user).of_body(group.body).newest_first()[:MEETINGS_SHOWN],
            "today": clock.today(),
        }

    def _report(self) -> dict[str, Any]:
        """What the report says, and where it has been: only for those who may read it."""
        user, group = self.user, self.group
        paragraphs = ReportParagraph.objects.visible_to(user).filter(topic_group=group)
        evidence = Evidence.objects.visible_to(user).filter(topic_group=group)
        return {
            "sections": self._findings(),
            "paragraphs": paragraphs.count(),
            "unaccounted": paragraphs.unaccounted(),
            "panels": ON_TOPIC_GROUP.panels(PanelRequest(group, user, on=clock.today(), today=clock.today())),
            "evidence": evidence.select_related("organisation", "meeting", "document"),
            "readable_papers": set(
                Document.objects.visible_to(user).filter(evidence__in=evidence).values_list("pk", flat=True)
            ),
            "stages": group.stages.visible_to(user).select_related("meeting"),
        }

    def _findings(self) -> list[tuple[FindingKind, list[Finding]]]:
        order = list(FindingKind)
        found = sorted(
            Finding.objects.visible_to(self.user).filter(topic_group=self.group),
            key=lambda finding: (order.index(FindingKind(finding.kind)), finding.position),
        )
        return [(FindingKind(kind), list(group)) for kind, group in groupby(found, key=lambda finding: finding.kind)]

    def _witnesses(self) -> list[Invitation]:
        """Who was invited to the group's meetings: for officers only."""
        invited = Invitation.objects.visible_to(self.user).filter(meeting__body=self.group.body)
        return list(invited.select_related("meeting").order_by("-meeting__held_on", "name"))


class TopicGroupMixin(PartnershipMixin):
    """Sets ``self.group`` from the address."""

    group: TopicGroup

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        known = TopicGroup.objects.visible_to(request.user).filter(partnership=self.partnership)
        self.group = get_object_or_404(known.select_related("partnership", "commissioned_by", "body"), pk=kwargs["pk"])

    @property
    def may_read(self) -> bool:
        return may_read_report(self.group, self.request.user)

    @property
    def may_manage(self) -> bool:
        return self.request.user.has_perm(MANAGE, self.partnership)

    def url(self, name: str, *args: Any) -> str:
        """The address of another page of this topic group."""
        return reverse(f"scrutiny:{name}", args=[self.partnership.slug, self.group.pk, *args])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(group=self.group, **kwargs)


class GroupForm(TopicGroupMixin, WaitsForSignIn, ActFormView[Any]):
    """A form about a topic group, which ends on its page, at the part named ``part``."""

    permission = MANAGE
    template_name = "scrutiny/group_form.html"
    heading = ""
    submit_text = ""
    part = ""

    def get_success_url(self) -> str:
        return self.url("topic_group") + (f"#{self.part}" if self.part else "")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=self.heading, submit_text=self.submit_text, back_url=self.get_success_url(), **kwargs
        )
