"""Terms of reference, conclusions and other points of a topic group, as officers write them down."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from boards.views.base import signed_in
from recommendations.choices import FindingKind
from recommendations.forms.topic_groups import FindingForm
from recommendations.models import Finding
from recommendations.services.topic_groups import add_finding, change_finding, remove_finding
from recommendations.views.topic_groups import GroupForm, PartRemove


class FindingAdd(GroupForm):
    form_class = FindingForm
    heading = "Add a term of reference or another point"
    submit_text = "Add the point"
    part = "findings"

    def get_initial(self) -> dict[str, Any]:
        return {"kind": FindingKind.TERM_OF_REFERENCE, **super().get_initial()}

    def form_valid(self, form: FindingForm) -> HttpResponse:
        add_finding(group=self.group, **form.cleaned_data, by=signed_in(self.request))
        messages.success(self.request, "The point is added.")
        return super().form_valid(form)


class AboutFinding(GroupForm):
    part = "findings"
    finding: Finding

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        known = Finding.objects.visible_to(request.user).filter(topic_group=self.group)
        self.finding = get_object_or_404(known, pk=kwargs["finding_pk"])


class FindingEdit(AboutFinding):
    form_class = FindingForm
    heading = "Change a point"
    submit_text = "Save the point"

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.finding, name) for name in ("kind", "text", "source")} | super().get_initial()

    def form_valid(self, form: FindingForm) -> HttpResponse:
        change_finding(finding=self.finding, **form.cleaned_data, by=signed_in(self.request))
        messages.success(self.request, "The point is saved.")
        return super().form_valid(form)


class FindingRemove(PartRemove):
    template_name = "recommendations/topics/finding_remove.html"
    part = "findings"
    removed = "The point is removed."

    def found(self) -> Finding | None:
        known = Finding.objects.visible_to(self.request.user).filter(topic_group=self.group)
        return known.filter(pk=self.kwargs["finding_pk"]).first()

    def remove(self, found: Finding) -> None:
        remove_finding(finding=found, by=signed_in(self.request))
