"""The page on which an officer answers a comment, whatever the comment is about."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse

from boards.views.acts import ActFormView
from boards.views.typed import WaitsForSignIn
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


class AnswerView(WaitsForSignIn, ActFormView[AnswerForm]):
    """An app says which comment it is, where that stands (``get_success_url``), and how the answer is put on record."""

    form_class = AnswerForm

    @property
    def comment(self) -> CommentModel:
        raise NotImplementedError

    def answer(self, text: str) -> None:
        """May raise ``Refused``."""
        raise NotImplementedError

    def perform(self, form: AnswerForm) -> str:
        self.answer(form.cleaned_data["answer"])
        return "Your answer is published to the partnership’s members."

    def show_refusal(self, form: AnswerForm, refusal: Refused) -> HttpResponse:
        return self.lead_back(Refused(f"{refusal}. Your answer was not saved"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            comment=self.comment,
            heading="Answer a comment",
            submit_text="Publish the answer to members",
            back_url=self.get_success_url(),
            **kwargs,
        )
