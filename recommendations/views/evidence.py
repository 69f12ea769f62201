"""What a topic group heard, read and saw, as officers write it down."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from boards.views.base import signed_in
from recommendations.forms.topic_groups import EvidenceForm
from recommendations.models import Evidence
from recommendations.services.topic_groups import (
    EvidencePlan,
    TopicGroupRefused,
    add_evidence,
    change_evidence,
    remove_evidence,
)
from recommendations.views.topic_groups import GroupForm, PartRemove


class AboutEvidence(GroupForm):
    form_class = EvidenceForm
    part = "evidence"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"group": self.group, "reader": self.request.user}


class EvidenceAdd(AboutEvidence):
    heading = "Add evidence"
    submit_text = "Add the evidence"

    def form_valid(self, form: EvidenceForm) -> HttpResponse:
        try:
            add_evidence(group=self.group, plan=form.plan(), by=signed_in(self.request))
        except TopicGroupRefused as refusal:
            return self.refused(form, refusal)
        messages.success(self.request, "The evidence is added.")
        return super().form_valid(form)


class EvidenceEdit(AboutEvidence):
    heading = "Change evidence"
    submit_text = "Save the evidence"
    evidence: Evidence

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        known = Evidence.objects.visible_to(request.user).filter(topic_group=self.group)
        self.evidence = get_object_or_404(known, pk=kwargs["evidence_pk"])

    def get_initial(self) -> dict[str, Any]:
        names = EvidencePlan.__dataclass_fields__
        return {name: getattr(self.evidence, name) for name in names} | super().get_initial()

    def form_valid(self, form: EvidenceForm) -> HttpResponse:
        try:
            change_evidence(evidence=self.evidence, plan=form.plan(), by=signed_in(self.request))
        except TopicGroupRefused as refusal:
            return self.refused(form, refusal)
        messages.success(self.request, "The evidence is saved.")
        return super().form_valid(form)


class EvidenceRemove(PartRemove):
    template_name = "recommendations/topics/evidence_remove.html"
    part = "evidence"
    removed = "The evidence is removed."

    def found(self) -> Evidence | None:
        known = Evidence.objects.visible_to(self.request.user).filter(topic_group=self.group)
        return known.filter(pk=self.kwargs["evidence_pk"]).first()

    def remove(self, found: Evidence) -> None:
        remove_evidence(evidence=found, by=signed_in(self.request))
