"""Topic groups: their list, the page of one, and what officers write about it."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView, TemplateView

from boards.models import Appointment
from boards.views.base import PartnershipMixin, signed_in
from boards.views.typed import WaitsForSignIn
from core import clock
from core.rules.dates import format_date
from meetings.models import Document, Invitation, Meeting
from recommendations.choices import FindingKind
from recommendations.forms.topic_groups import MemberEndForm, MemberForm, TopicGroupForm
from recommendations.models import Evidence, Finding, Recommendation, ReportParagraph, StagePassed, TopicGroup
from recommendations.services.report import possible_stages
from recommendations.services.responses import clock_of
from recommendations.services.topic_groups import (
    TopicGroupRefused,
    add_member,
    add_new_member,
    change_topic_group,
    end_membership,
)

ROWS_A_PAGE = 25
MEETINGS_SHOWN = 20


class TopicGroupList(PartnershipMixin, TemplateView):
    template_name = "recommendations/topics/groups.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        groups = TopicGroup.objects.visible_to(user).filter(partnership=self.partnership).for_list(user)
        page = Paginator(groups, ROWS_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=page,
            may_manage=user.has_perm("recommendations.manage_scrutiny", self.partnership),
            **kwargs,
        )


class TopicGroupMixin(PartnershipMixin):
    """Sets ``self.group`` from the address."""

    group: TopicGroup

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        known = TopicGroup.objects.visible_to(request.user).filter(partnership=self.partnership)
        self.group = get_object_or_404(known.select_related("partnership", "commissioned_by", "body"), pk=kwargs["pk"])

    @property
    def may_read(self) -> bool:
        """Whether the reader may read the report; what is in preparation is for the PPB's members and the office."""
        readable = TopicGroup.objects.with_readable_report(self.request.user)
        return not self.group.is_draft or readable.filter(pk=self.group.pk).exists()

    @property
    def may_manage(self) -> bool:
        return self.request.user.has_perm("recommendations.manage_scrutiny", self.partnership)

    def url(self, name: str, *args: Any) -> str:
        """The address of another page of this topic group."""
        return reverse(f"recommendations:{name}", args=[self.partnership.slug, self.group.pk, *args])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(group=self.group, **kwargs)


class TopicGroupShow(TopicGroupMixin, TemplateView):
    template_name = "recommendations/topics/group.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        group, may_read, may_manage = self.group, self.may_read, self.may_manage
        parts = self._report() if may_read else {}
        if may_manage:
            parts |= {"witnesses": self._witnesses(), "has_next_stage": bool(possible_stages(group))}
        return super().get_context_data(
            may_read=may_read,
            may_manage=may_manage,
            members=Appointment.objects.filter(body=group.body).select_related("person").chair_first(),
            meetings=Meeting.objects.visible_to(self.request.user).of_body(group.body).newest_first()[:MEETINGS_SHOWN],
            today=clock.today(),
            **parts,
            **kwargs,
        )

    def _report(self) -> dict[str, Any]:
        """What the report says, and where it has been: only for those who may read it."""
        user, group = self.request.user, self.group
        paragraphs = ReportParagraph.objects.visible_to(user).filter(topic_group=group)
        recommendations = Recommendation.objects.visible_to(user).filter(topic_group=group)
        evidence = Evidence.objects.visible_to(user).filter(topic_group=group)
        return {
            "sections": self._findings(),
            "paragraphs": paragraphs.count(),
            "unaccounted": paragraphs.unaccounted(),
            "recommendations": recommendations.as_at(clock.today()).with_response(on=clock.today()).by_number(),
            "response_clock": clock_of(group, on=clock.today()),
            "evidence": evidence.select_related("organisation", "meeting", "document"),
            "readable_papers": set(
                Document.objects.visible_to(user).filter(evidence__in=evidence).values_list("pk", flat=True)
            ),
            "stages": StagePassed.objects.visible_to(user).filter(topic_group=group).select_related("meeting"),
        }

    def _findings(self) -> list[tuple[FindingKind, list[Finding]]]:
        order = list(FindingKind)
        found = sorted(
            Finding.objects.visible_to(self.request.user).filter(topic_group=self.group),
            key=lambda finding: (order.index(FindingKind(finding.kind)), finding.position),
        )
        return [(FindingKind(kind), list(group)) for kind, group in groupby(found, key=lambda finding: finding.kind)]

    def _witnesses(self) -> list[Invitation]:
        """Who was invited to the group's meetings: for officers only."""
        invited = Invitation.objects.visible_to(self.request.user).filter(meeting__body=self.group.body)
        return list(invited.select_related("meeting").order_by("-meeting__held_on", "name"))


class GroupForm(TopicGroupMixin, WaitsForSignIn, FormView):  # type: ignore[type-arg]  # FormView[F] fails at run time
    """A form about a topic group, which ends on its page, at the part named ``part``."""

    permission = "recommendations.manage_scrutiny"
    template_name = "recommendations/topics/group_form.html"
    heading = ""
    submit_text = ""
    part = ""

    def get_success_url(self) -> str:
        return self.url("topic_group") + (f"#{self.part}" if self.part else "")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=self.heading, submit_text=self.submit_text, back_url=self.get_success_url(), **kwargs
        )

    def refused(self, form: Any, refusal: Any) -> HttpResponse:
        """Put the service's sentence beside the field that it is about."""
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return self.form_invalid(form)


class TopicGroupEdit(GroupForm):
    form_class = TopicGroupForm
    heading = "Change the topic group"
    submit_text = "Save the changes"

    def get_initial(self) -> dict[str, Any]:
        names = ("title", "commissioned_by", "received_on", "received_precision")
        return {name: getattr(self.group, name) for name in names} | super().get_initial()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"group": self.group}

    def form_valid(self, form: TopicGroupForm) -> HttpResponse:
        try:
            changed = change_topic_group(group=self.group, **form.cleaned_data, by=signed_in(self.request))
        except TopicGroupRefused as refusal:
            return self.refused(form, refusal)
        said = "The topic group is saved."
        if changed:
            said += f" {changed} recommendation{'s have' if changed > 1 else ' has'} a new day of review."
        messages.success(self.request, said)
        return super().form_valid(form)


class PartRemove(TopicGroupMixin, TemplateView):
    """Asks first; what is gone already, perhaps by this very button, leads back."""

    permission = "recommendations.manage_scrutiny"
    part = ""
    removed = ""

    def found(self) -> Any:
        """What the address names, or None."""
        raise NotImplementedError

    def remove(self, found: Any) -> None:
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.found() is None:
            raise Http404
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if found := self.found():
            self.remove(found)
            messages.success(request, self.removed)
        return redirect(f"{self.url('topic_group')}#{self.part}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(found=self.found(), back_url=self.url("topic_group"), **kwargs)


# Members


class MemberAdd(GroupForm):
    form_class = MemberForm
    heading = "Add a member"
    submit_text = "Add the member"
    part = "members"

    def get_initial(self) -> dict[str, Any]:
        return {"starts_on": clock.today(), **super().get_initial()}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"group": self.group}

    def form_valid(self, form: MemberForm) -> HttpResponse:
        given, by = form.cleaned_data, signed_in(self.request)
        when = {"position": given["position"], "starts_on": given["starts_on"]}
        try:
            if given["person"]:
                joined = add_member(group=self.group, person=given["person"], **when, by=by)
            else:
                joined = add_new_member(group=self.group, name=given["new_name"], **when, by=by)
        except TopicGroupRefused as refusal:
            return self.refused(form, refusal)
        messages.success(self.request, f"{joined.person} is on the topic group from {format_date(given['starts_on'])}.")
        return super().form_valid(form)


class MemberEnd(GroupForm):
    form_class = MemberEndForm
    heading = "End a membership"
    submit_text = "End the membership"
    part = "members"
    appointment: Appointment

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        known = Appointment.objects.filter(body=self.group.body).select_related("person")
        self.appointment = get_object_or_404(known, pk=kwargs["appointment_pk"])

    def get_initial(self) -> dict[str, Any]:
        return {"ends_on": clock.today(), **super().get_initial()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(appointment=self.appointment, **kwargs)

    def form_valid(self, form: MemberEndForm) -> HttpResponse:
        try:
            end_membership(appointment=self.appointment, **form.cleaned_data, by=signed_in(self.request))
        except TopicGroupRefused as refusal:
            return self.refused(form, refusal)
        last = format_date(form.cleaned_data["ends_on"])
        messages.success(self.request, f"{self.appointment.person} is on the topic group until {last}.")
        return super().form_valid(form)
