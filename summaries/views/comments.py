"""Members comment on a summary, officers answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import FormView

from boards.views.base import signed_in
from boards.views.typed import WaitsForSignIn
from core import clock
from core.answering import AnswerView
from meetings.views.base import MeetingMixin
from summaries.forms.comments import CommentForm
from summaries.models import MeetingSummary, SummaryComment
from summaries.services.comments import add_comment, answer_comment


class CommentAdd(WaitsForSignIn, MeetingMixin, FormView[CommentForm]):
    """The form stands on the meeting's page; this page is seen only where it was sent incomplete."""

    permission = "summaries.comment_on_summary"
    template_name = "components/form_page.html"
    form_class = CommentForm
    summary: MeetingSummary

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.summary = get_object_or_404(MeetingSummary.objects.published(), meeting=self.meeting)

    def form_valid(self, form: CommentForm) -> HttpResponse:
        comment = add_comment(
            summary=self.summary, text=form.cleaned_data["text"], by=signed_in(self.request), at=clock.now()
        )
        messages.success(self.request, "Your comment is with the partnership office. The answer will appear below it.")
        return HttpResponseRedirect(f"{self.meeting.get_absolute_url()}#comment-{comment.pk}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading="Comment on the summary",
            submit_text="Send to the partnership office",
            back_url=self.meeting.get_absolute_url(),
            **kwargs,
        )


class CommentAnswer(WaitsForSignIn, AnswerView):
    permission = "summaries.answer_comment"
    template_name = "summaries/answer.html"

    @cached_property
    def comment(self) -> SummaryComment:
        known = SummaryComment.objects.visible_to(self.request.user)
        mine = known.filter(summary__meeting__partnership=self.partnership)
        return get_object_or_404(mine.select_related("made_by", "summary__meeting__partnership"), pk=self.kwargs["pk"])

    def answer(self, text: str) -> None:
        answer_comment(comment=self.comment, answer=text, by=signed_in(self.request), at=clock.now())

    def get_success_url(self) -> str:
        return f"{self.comment.summary.meeting.get_absolute_url()}#comment-{self.comment.pk}"
