"""The page on which an officer answers a comment, whatever the comment is about."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.views.generic import FormView

from core.acts import Refused
from core.fields import ParagraphsField
from core.models import CommentModel


class AnswerForm(forms.Form):
    """What the office answers."""

    answer = ParagraphsField(
        label="Your answer",
        noun="your answer",
        max_length=4000,
        help_text="Members and officers of the partnership see it below the comment, with your name.",
    )


class AnswerView(FormView[AnswerForm]):
    """An app says which comment it is, where that stands, and how the answer is put on record."""

    form_class = AnswerForm

    @property
    def comment(self) -> CommentModel:
        raise NotImplementedError

    def get_success_url(self) -> str:
        """The comment on the page of what it is about."""
        raise NotImplementedError

    def answer(self, text: str) -> None:
        """May raise ``Refused``."""
        raise NotImplementedError

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        try:
            self.answer(form.cleaned_data["answer"])
        except Refused as refusal:
            messages.error(self.request, f"{refusal}. Your answer was not saved.")
        else:
            messages.success(self.request, "Your answer is published to the partnership’s members.")
        return HttpResponseRedirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            comment=self.comment,
            heading="Answer a comment",
            submit_text="Publish the answer to members",
            back_url=self.get_success_url(),
            **kwargs,
        )
