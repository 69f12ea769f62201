"""Members comment on recommendations; officers answer."""

from __future__ import annotations

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from boards.views.answering import AnswerView
from boards.views.base import signed_in
from core import clock
from recommendations.forms.comments import CommentForm
from recommendations.models import RecommendationComment
from recommendations.services.comments import add_comment, answer_comment
from recommendations.views.about import RecommendationAct, RecommendationPages


class CommentAdd(RecommendationAct):
    """The recommendation's page posts here; what cannot be taken is shown on a page of its own."""

    form_class = CommentForm
    heading = "Comment or ask"
    submit_text = "Send to the partnership office"

    def perform(self, form: CommentForm) -> str:
        by, at = signed_in(self.request), clock.now()
        comment = add_comment(recommendation=self.object, text=form.cleaned_data["text"], by=by, at=at)
        self.anchor = f"comment-{comment.pk}"
        return "Your comment is with the partnership office. The answer will appear below it."


class CommentPages(RecommendationPages):
    permission, namespace = "recommendations.comment", "recommendations"
    acts: ClassVar[Any] = {"comment_add": CommentAdd}
    routes: ClassVar[dict[str, str]] = {"comment_add": "comments/add"}


class CommentAnswer(AnswerView):
    permission = "recommendations.answer_comment"
    template_name = "recommendations/answer.html"

    @cached_property
    def comment(self) -> RecommendationComment:
        known = RecommendationComment.objects.visible_to(self.request.user)
        mine = known.filter(recommendation__partnership=self.partnership)
        return get_object_or_404(mine.select_related("recommendation", "made_by"), pk=self.kwargs["pk"])

    def answer(self, text: str) -> None:
        answer_comment(comment=self.comment, answer=text, by=signed_in(self.request), at=clock.now())

    def get_success_url(self) -> str:
        page = reverse("recommendations:detail", args=[self.partnership.slug, self.comment.recommendation_id])
        return f"{page}#comment-{self.comment.pk}"
