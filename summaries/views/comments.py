"""Members comment on a summary, officers answer."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from boards.records import RecordPages
from boards.views.answering import AnswerView
from boards.views.base import signed_in
from core import clock
from core.records import RecordAct
from summaries.forms.comments import CommentForm
from summaries.models import MeetingSummary, SummaryComment
from summaries.services.comments import add_comment, answer_comment


class CommentAdd(RecordAct):
    """The form stands on the meeting's page; this page is seen only where it was sent incomplete."""

    template_name = "components/form_page.html"
    form_class = CommentForm
    heading, submit_text = "Comment on the summary", "Send to the partnership office"
    comment: SummaryComment | None = None

    def perform(self, form: CommentForm) -> str:
        by = signed_in(self.request)
        self.comment = add_comment(summary=self.object, text=form.cleaned_data["text"], by=by, at=clock.now())
        return "Your comment is with the partnership office. The answer will appear below it."

    def get_success_url(self) -> str:
        page = str(self.object.meeting.get_absolute_url())
        return f"{page}#comment-{self.comment.pk}" if self.comment else page


class PublishedPages(RecordPages):
    """Published summaries, each found by its meeting."""

    model, permission, partnership_field = MeetingSummary, "summaries.comment_on_summary", "meeting__partnership"
    namespace, url_name, path = "summaries", "summary", "meetings"
    actions = ()
    acts = {"comment": CommentAdd}

    def lock_scope(self, view: Any) -> None:
        """The summary alone is locked."""

    def get_queryset(self, view: Any) -> QuerySet[MeetingSummary]:
        return super().get_queryset(view).filter(published_at__isnull=False).select_related("meeting__partnership")

    def lookup(self, view: Any) -> dict[str, Any]:
        return {"meeting__pk": view.kwargs["pk"]}


class CommentAnswer(AnswerView):
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
