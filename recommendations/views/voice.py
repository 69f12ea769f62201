"""Members comment on recommendations; officers answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView

from boards.views.base import PartnershipMixin, signed_in
from core import clock
from core.comments import AnsweredAlready
from recommendations.forms import AnswerForm, CommentForm
from recommendations.models import RecommendationComment
from recommendations.services.comments import add_comment, answer_comment
from recommendations.views.progress import AboutOne


class CommentAdd(AboutOne):
    """The recommendation's page posts here; what cannot be taken is shown on a page of its own."""

    permission = "recommendations.comment"
    form_class = CommentForm
    heading = "Comment or ask"
    submit_text = "Send to the partnership office"

    def form_valid(self, form: CommentForm) -> HttpResponse:
        comment = add_comment(
            recommendation=self.recommendation,
            text=form.cleaned_data["text"],
            by=signed_in(self.request),
            at=clock.now(),
        )
        messages.success(self.request, "Your comment is with the partnership office. The answer will appear below it.")
        return HttpResponseRedirect(f"{self.get_success_url()}#comment-{comment.pk}")


class CommentAnswer(PartnershipMixin, FormView):  # type: ignore[type-arg]  # FormView[F] fails at run time
    permission = "recommendations.answer_comment"
    template_name = "recommendations/answer.html"
    form_class = AnswerForm

    @cached_property
    def comment(self) -> RecommendationComment:
        known = RecommendationComment.objects.visible_to(self.request.user)
        mine = known.filter(recommendation__partnership=self.partnership)
        return get_object_or_404(mine.select_related("recommendation", "made_by"), pk=self.kwargs["pk"])

    def get_success_url(self) -> str:
        page = reverse("recommendations:detail", args=[self.partnership.slug, self.comment.recommendation_id])
        return f"{page}#comment-{self.comment.pk}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            comment=self.comment,
            heading="Answer a comment",
            submit_text="Publish the answer to members",
            back_url=self.get_success_url(),
            **kwargs,
        )

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        try:
            answer_comment(
                comment=self.comment, answer=form.cleaned_data["answer"], by=signed_in(self.request), at=clock.now()
            )
        except AnsweredAlready as refusal:
            messages.error(self.request, f"{refusal}. Your answer was not saved.")
        else:
            messages.success(self.request, "Your answer is published to the partnership’s members.")
        return super().form_valid(form)
