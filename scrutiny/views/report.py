"""The report of a topic group: read by everybody once the PPB has had it, written by officers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from boards.views.base import signed_in
from core import clock
from core.acts import Refused
from core.records import RecordAct, RecordPress
from core.rules.dates import format_date
from scrutiny.forms.report import NotCarriedForm, ParagraphForm, PasteForm, StageForm
from scrutiny.models import ReportParagraph
from scrutiny.services.report import (
    add_paragraphs,
    check_stage,
    makes_public,
    mark_not_carried,
    move_paragraph,
    pass_stage,
    possible_stages,
)
from scrutiny.views.topic_groups import GroupForm, GroupPartPages, TopicGroupMixin
from scrutiny.wording import stage_names


class ReportShow(TopicGroupMixin, TemplateView):
    template_name = "scrutiny/report.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.may_read:
            raise Http404
        user = self.request.user
        drawn: Any = self.group.recommendations.visible_to(user).select_related("partnership").order_by("number")
        paragraphs = ReportParagraph.objects.visible_to(user).filter(topic_group=self.group)
        shown = list(paragraphs.prefetch_related(Prefetch("recommendations", queryset=drawn, to_attr="drawn")))
        return super().get_context_data(
            paragraphs=shown,
            unaccounted=list(paragraphs.unaccounted()),
            recommended=sum(one.is_recommended for one in shown),
            may_manage=self.may_manage,
            **kwargs,
        )


class ParagraphNotCarried(RecordAct):
    """Says why no recommendation carries it; the button beside takes that back."""

    form_class = NotCarriedForm
    template_name = "scrutiny/not_carried.html"
    heading = "Say why no recommendation carries it"
    submit_text = "Mark as not carried"

    def get_initial(self) -> dict[str, Any]:
        return {"reason": self.object.not_carried_reason, **super().get_initial()}

    def perform(self, form: NotCarriedForm) -> str:
        mark_not_carried(paragraph=self.object, **form.cleaned_data, by=signed_in(self.request))
        return f"{self.object} is marked as not carried."


class ParagraphOpenAgain(RecordPress):
    """Takes back that a paragraph is not carried."""

    def perform(self) -> str:
        mark_not_carried(paragraph=self.object, reason="", by=signed_in(self.request))
        return f"{self.object} is unaccounted for again."


class ParagraphMove(RecordPress):
    def perform(self) -> str:
        is_up = self.request.POST.get("direction") == "up"
        move_paragraph(paragraph=self.object, is_up=is_up, by=signed_in(self.request))
        return ""


class ParagraphPages(GroupPartPages):
    model, form_class = ReportParagraph, ParagraphForm
    url_name, path, pk_url_kwarg = "paragraph", "report/paragraphs", "paragraph_pk"
    acts: ClassVar[Mapping[str, type[RecordAct | RecordPress]]] = {
        "not_carried": ParagraphNotCarried,
        "move": ParagraphMove,
        "open_again": ParagraphOpenAgain,
    }
    noun = "paragraph"
    verbs: ClassVar[dict[str, str]] = {
        "add": "report.paragraph_added",
        "edit": "report.paragraph_changed",
        "remove": "report.paragraph_removed",
    }
    removal_note = "The numbers of the others stay."

    def why_not_removable(self, record: ReportParagraph) -> str:
        if record.recommendations.exists():
            return "A recommendation is drawn from it. Take the paragraph out of that recommendation first."
        return super().why_not_removable(record)

    def get_message(self, action: str, record: ReportParagraph) -> str:
        return f"{record} is {'saved' if action == 'edit' else self.WORDS[action][2]}."

    def get_success_url(self, view: Any) -> str:
        paragraph: ReportParagraph | None = getattr(view, "object", None)
        report = reverse("scrutiny:report", args=[view.partnership.slug, view.parent.pk])
        if paragraph is None or not paragraph.pk or view.action == "remove":
            return report
        return f"{report}#{paragraph.anchor}"


class ReportPaste(GroupForm):
    """A whole text: first shown as what would become of it, then put in."""

    form_class = PasteForm
    template_name = "scrutiny/paste.html"
    heading = "Paste the report"
    submit_text = "Show what becomes of it"

    def get_success_url(self) -> str:
        return self.url("report")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"group": self.group}

    def form_valid(self, form: PasteForm) -> HttpResponse:
        asked = self.request.POST
        if "back" in asked or "confirmed" not in asked:
            found = [] if "back" in asked else form.found
            return self.render_to_response(self.get_context_data(form=form, found=found))
        return super().form_valid(form)

    def perform(self, form: PasteForm) -> str:
        recommended = self.request.POST.getlist("recommended")
        count = add_paragraphs(group=self.group, found=form.found, recommended=recommended, by=signed_in(self.request))
        return f"{count} paragraph{'s are' if count > 1 else ' is'} added."


class StageAdd(GroupForm):
    """Records where the report was; what makes it public is asked about first."""

    form_class = StageForm
    heading = "Record a stage of the report"
    submit_text = "Record the stage"
    part = "stages"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not possible_stages(self.group):
            messages.info(request, "The report has passed its last stage.")
            return redirect(self.url("topic_group"))
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        given = {"group": self.group, "stages": possible_stages(self.group), "today": clock.today()}
        return super().get_form_kwargs() | given

    def form_valid(self, form: StageForm) -> HttpResponse:
        given, today = form.cleaned_data, clock.today()
        facts = {name: given[name] for name in ("stage", "happened_on", "meeting")}
        try:
            check_stage(self.group, **facts, today=today)
            if makes_public(self.group, given["stage"], given["outcome"]) and "confirmed" not in self.request.POST:
                return self._ask(form)
        except Refused as refusal:
            return self.show_refusal(form, refusal)
        return super().form_valid(form)

    def perform(self, form: StageForm) -> str:
        given, today = form.cleaned_data, clock.today()
        pass_stage(group=self.group, **given, by=signed_in(self.request), at=clock.now(), today=today)
        label = stage_names(self.partnership.words)[given["stage"]]
        return f"The stage “{label}” of {format_date(given['happened_on'])} is recorded."

    def _ask(self, form: StageForm) -> HttpResponse:
        received_on = self.group.received_on or form.cleaned_data["happened_on"]
        typed = [(bound.html_name, bound.value()) for bound in form]
        unaccounted = self.group.paragraphs.unaccounted().count()
        context = self.get_context_data(form=form, received_on=received_on, typed=typed, unaccounted=unaccounted)
        return self.response_class(self.request, "scrutiny/stage_confirm.html", context)
