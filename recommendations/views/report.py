"""The report of a topic group: read by everybody once the PPB has had it, written by officers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import TemplateView
from django.views.generic.base import View

from boards.views.base import signed_in
from core import clock
from core.rules.dates import format_date
from recommendations.choices import ReportStage
from recommendations.forms.report import NotCarriedForm, ParagraphForm, PasteForm, StageForm, as_typed
from recommendations.models import Recommendation, ReportParagraph
from recommendations.services.report import (
    ReportRefused,
    add_paragraph,
    add_paragraphs,
    change_paragraph,
    check_stage,
    makes_public,
    mark_not_carried,
    move_paragraph,
    pass_stage,
    possible_stages,
    remove_paragraph,
    why_not_removable,
)
from recommendations.views.topic_groups import GroupForm, TopicGroupMixin


class ReportShow(TopicGroupMixin, TemplateView):
    template_name = "recommendations/topics/report.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.may_read:
            raise Http404
        user = self.request.user
        drawn: Any = Recommendation.objects.visible_to(user).select_related("partnership").order_by("number")
        paragraphs = ReportParagraph.objects.visible_to(user).filter(topic_group=self.group)
        shown = list(paragraphs.prefetch_related(Prefetch("recommendations", queryset=drawn, to_attr="drawn")))
        return super().get_context_data(
            paragraphs=shown,
            unaccounted=list(paragraphs.unaccounted()),
            recommended=sum(one.is_recommended for one in shown),
            may_manage=self.may_manage,
            **kwargs,
        )


class ReportForm(GroupForm):
    """A form about the report, which ends on it, at ``anchor``."""

    anchor = ""

    def get_success_url(self) -> str:
        return self.url("report") + (f"#{self.anchor}" if self.anchor else "")


class ParagraphAdd(ReportForm):
    form_class = ParagraphForm
    heading = "Add a paragraph"
    submit_text = "Add the paragraph"

    def form_valid(self, form: ParagraphForm) -> HttpResponse:
        try:
            paragraph = add_paragraph(group=self.group, **form.cleaned_data, by=signed_in(self.request))
        except ReportRefused as refusal:
            return self.refused(form, refusal)
        self.anchor = paragraph.anchor
        messages.success(self.request, f"Paragraph {paragraph.number} is added.")
        return super().form_valid(form)


class AboutParagraph(ReportForm):
    """Sets ``self.paragraph`` from the address."""

    paragraph: ReportParagraph

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        known = ReportParagraph.objects.visible_to(request.user).filter(topic_group=self.group)
        self.paragraph = get_object_or_404(known.select_related("topic_group"), pk=kwargs["paragraph_pk"])
        self.anchor = self.paragraph.anchor

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(paragraph=self.paragraph, **kwargs)


class ParagraphEdit(AboutParagraph):
    form_class = ParagraphForm
    heading = "Change a paragraph"
    submit_text = "Save the paragraph"

    def get_initial(self) -> dict[str, Any]:
        return as_typed(self.paragraph) | super().get_initial()

    def form_valid(self, form: ParagraphForm) -> HttpResponse:
        try:
            paragraph = change_paragraph(paragraph=self.paragraph, **form.cleaned_data, by=signed_in(self.request))
        except ReportRefused as refusal:
            return self.refused(form, refusal)
        self.anchor = paragraph.anchor
        messages.success(self.request, f"Paragraph {paragraph.number} is saved.")
        return super().form_valid(form)


class ParagraphNotCarried(AboutParagraph):
    """Says why no recommendation carries it; the button beside takes that back."""

    form_class = NotCarriedForm
    template_name = "recommendations/topics/not_carried.html"
    heading = "Say why no recommendation carries it"
    submit_text = "Mark as not carried"

    def get_initial(self) -> dict[str, Any]:
        return {"reason": self.paragraph.not_carried_reason, **super().get_initial()}

    def form_valid(self, form: NotCarriedForm) -> HttpResponse:
        try:
            mark_not_carried(paragraph=self.paragraph, **form.cleaned_data, by=signed_in(self.request))
        except ReportRefused as refusal:
            return self.refused(form, refusal)
        messages.success(self.request, f"Paragraph {self.paragraph.number} is marked as not carried.")
        return super().form_valid(form)


class OneParagraph(TopicGroupMixin, View):
    """A button on the report about one paragraph; one that is gone leads back to the report."""

    permission = "recommendations.manage_scrutiny"

    def paragraph(self) -> ReportParagraph | None:
        known = ReportParagraph.objects.visible_to(self.request.user).filter(topic_group=self.group)
        return known.select_related("topic_group").filter(pk=self.kwargs["paragraph_pk"]).first()


class ParagraphMove(OneParagraph):
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        paragraph = self.paragraph()
        if paragraph is None:
            return redirect(self.url("report"))
        move_paragraph(paragraph=paragraph, is_up=request.POST.get("direction") == "up", by=signed_in(request))
        return redirect(f"{self.url('report')}#{paragraph.anchor}")


class ParagraphOpenAgain(OneParagraph):
    """Takes back that a paragraph is not carried."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        paragraph = self.paragraph()
        if paragraph is None or not paragraph.is_recommended:
            return redirect(self.url("report"))
        mark_not_carried(paragraph=paragraph, reason="", by=signed_in(request))
        messages.success(request, f"Paragraph {paragraph.number} is unaccounted for again.")
        return redirect(f"{self.url('report')}#{paragraph.anchor}")


class ParagraphRemove(OneParagraph, TemplateView):
    """Asks first; a paragraph that a recommendation is drawn from stays, with the reason."""

    template_name = "recommendations/topics/paragraph_remove.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.paragraph() is None:
            raise Http404
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if paragraph := self.paragraph():
            try:
                remove_paragraph(paragraph=paragraph, by=signed_in(request))
                messages.success(request, f"Paragraph {paragraph.number} is removed.")
            except ReportRefused as refusal:
                messages.error(request, str(refusal))
        return redirect(self.url("report"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paragraph = self.paragraph()
        return super().get_context_data(
            paragraph=paragraph,
            refusal=why_not_removable(paragraph) if paragraph else "",
            back_url=self.url("report"),
            **kwargs,
        )


class ReportPaste(ReportForm):
    """A whole text: first shown as what would become of it, then put in."""

    form_class = PasteForm
    template_name = "recommendations/topics/paste.html"
    heading = "Paste the report"
    submit_text = "Show what becomes of it"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"group": self.group}

    def form_valid(self, form: PasteForm) -> HttpResponse:
        asked = self.request.POST
        if "back" in asked or "confirmed" not in asked:
            found = [] if "back" in asked else form.found
            return self.render_to_response(self.get_context_data(form=form, found=found))
        recommended = asked.getlist("recommended")
        try:
            count = add_paragraphs(
                group=self.group, found=form.found, recommended=recommended, by=signed_in(self.request)
            )
        except ReportRefused as refusal:
            return self.refused(form, refusal)
        messages.success(self.request, f"{count} paragraph{'s are' if count > 1 else ' is'} added.")
        return super().form_valid(form)


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
            pass_stage(group=self.group, **given, by=signed_in(self.request), at=clock.now(), today=today)
        except ReportRefused as refusal:
            return self.refused(form, refusal)
        label = ReportStage(given["stage"]).label
        messages.success(self.request, f"The stage “{label}” of {format_date(given['happened_on'])} is recorded.")
        return super().form_valid(form)

    def _ask(self, form: StageForm) -> HttpResponse:
        received_on = self.group.received_on or form.cleaned_data["happened_on"]
        typed = [(bound.html_name, bound.value()) for bound in form]
        unaccounted = self.group.paragraphs.unaccounted().count()
        context = self.get_context_data(form=form, received_on=received_on, typed=typed, unaccounted=unaccounted)
        return self.response_class(self.request, "recommendations/topics/stage_confirm.html", context)
