"""Writing a summary: the form, with and without scripts."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.defaultfilters import capfirst
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic.base import TemplateResponseMixin

from core import clock
from core.richtext import editor_csp, editor_media, left_out_sentence
from core.rules.file_types import FileRefused
from core.templatetags.dates import plain_time
from meetings.choices import SUMMARY_TONES
from meetings.services.clock import SummaryClock
from summaries.forms.word_file import SummaryFileForm
from summaries.models import MeetingSummary
from summaries.services.content import ROWS
from summaries.services.drafts import (
    DraftConflict,
    draft_fields,
    row_count,
    summary_of,
    with_all_present,
    with_recommendation,
    with_row_added,
    with_row_removed,
)
from summaries.services.parts import fill_from_word, sort_by_headings
from summaries.services.publication import why_not_publishable
from summaries.views.typing import TypingMixin, posted_draft_version


@method_decorator([never_cache, editor_csp], name="dispatch")
class SummaryEdit(TypingMixin, TemplateResponseMixin):
    """Every button saves first, so that nothing typed depends on what it does then."""

    template_name = "summaries/summary_form.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.meeting.is_off:
            messages.error(request, f"This meeting was {self.meeting.get_status_display()}. It needs no summary.")
            return redirect(self.meeting)
        self.restore_typed()
        summary = summary_of(self.meeting)
        return self.show(summary, summary.working_draft, check="check" in request.GET)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        data = draft_fields(request.POST.dict())
        todo = request.POST.get("do", "preview")
        file_form = None
        if todo == "read-file" or request.FILES:
            # Whichever button was pressed: a file that was chosen is read, and looked at before it is published.
            todo, file_form = "read-file", SummaryFileForm(request.POST, request.FILES)
            data = self._filled(data, file_form)
        elif todo == "preview":
            data = self._sorted(data)
        data, place = self._edited(data, todo)
        try:
            summary = self.save_typed(data)
        except DraftConflict as conflict:
            return self.show(
                conflict.summary, data, conflict=conflict, draft_version=posted_draft_version(request), status=409
            )
        if file_form is not None and file_form.errors:
            return self.show(summary, data, file_form=file_form)
        if todo == "preview":
            if self.summary_form(summary, data, check=True).is_valid():
                return HttpResponseRedirect(self.url("summaries:summary_preview"))
            return self.show(summary, data, check=True)
        if todo == "save":
            messages.success(request, f"The draft is saved, {plain_time(summary.saved_at)}.")
        return self.to_form(place)

    def _filled(self, data: dict[str, str], form: SummaryFileForm) -> dict[str, str]:
        """The draft with the text of the file; as it was, with an error in the file's form, where it can't be read."""
        if not form.is_valid():
            return data
        try:
            filled, left_out = fill_from_word(data, form.cleaned_data["word_file"])
        except FileRefused as refusal:
            form.add_error("word_file", f"{capfirst(form.filename)} {refusal}")
            return data
        labels = {"key_issues": "Key issues", "decisions": "Decisions"}
        if boxes := [label for name, label in labels.items() if filled.get(name, "") != data.get(name, "")]:
            told = f"We added the text of {form.filename} to {' and '.join(boxes)}. Check it before you publish it."
            messages.success(self.request, told)
        else:
            form.add_error("word_file", f"{capfirst(form.filename)} has no text")
        self._tell_what_is_left_out(left_out)
        return filled

    def _sorted(self, data: dict[str, str]) -> dict[str, str]:
        """The draft with what was pasted under a heading “Decisions” in that box."""
        sorting = sort_by_headings(data)
        if sorting.has_moved:
            told = "We sorted the text by its headings “Key issues” and “Decisions”. Check it before you publish it."
            messages.success(self.request, told)
        self._tell_what_is_left_out(sorting.left_out)
        return sorting.data

    def _tell_what_is_left_out(self, left_out: Counter[str]) -> None:
        if sentence := left_out_sentence(left_out):
            messages.warning(self.request, sentence)

    def _edited(self, data: dict[str, str], todo: str) -> tuple[dict[str, str], str]:
        """The draft after the button that was pressed, and where on the page it leaves its reader."""
        if todo == "read-file":
            return data, "#summary-file"
        if todo == "all-present":
            return with_all_present(data, self.seats()), "#attendance"
        if todo == "add-action":
            data = with_row_added(data)
            return data, f"#id_actions-{row_count(data) - 1}-what"
        if match := re.fullmatch(r"remove-action-(\d{1,3})", todo, re.ASCII):
            return with_row_removed(data, row=int(match[1])), "#actions"
        if match := re.fullmatch(r"pick-(\d{1,2})-(\d{1,18})", todo, re.ASCII):
            row = int(match[1])
            return with_recommendation(data, row=row, pk=match[2]), f"#id_{ROWS}-{row}-recommendation"
        return data, ""

    def show(
        self,
        summary: MeetingSummary,
        draft: dict[str, str],
        *,
        check: bool = False,
        conflict: DraftConflict | None = None,
        draft_version: int | None = None,
        status: int = 200,
        file_form: SummaryFileForm | None = None,
    ) -> HttpResponse:
        form = self.summary_form(summary, draft, check=check)
        if check:
            form.is_valid()
        today = clock.today()
        due = SummaryClock(self.partnership, [self.meeting], today=today)
        timing = due.timing(self.meeting, published_at=summary.published_at)
        context = self.get_context_data(
            form=form,
            file_form=file_form or SummaryFileForm(),
            media=editor_media(form, self.request),
            summary=summary,
            conflict=conflict,
            # A stale page stays stale until its reader has chosen: pressing a button again must not overwrite.
            draft_version=summary.draft_version if draft_version is None else draft_version,
            page=uuid4(),
            timing=timing,
            tone=SUMMARY_TONES[timing.state] if timing else "",
            explanation=due.explanation(self.meeting),
            hindrance=why_not_publishable(meeting=self.meeting, at=clock.now()),
            copies=summary.copies.select_related("kept_by") if summary.pk else [],
        )
        return self.render_to_response(context, status=status)
