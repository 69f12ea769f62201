"""What members say of a summary."""

from __future__ import annotations

from typing import Any

from django import forms

from core.acts import CARRIED_AS
from core.fields import ParagraphsField
from core.models import FormToken


class CommentForm(forms.Form):
    """It stands on the page of the meeting, and carries the token by which it is saved once."""

    text = ParagraphsField(
        label="Your comment",
        noun="your comment",
        max_length=4000,
        help_text="The members and officers of the partnership can read it. The office answers here.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        token = forms.CharField(required=False, widget=forms.HiddenInput, initial=FormToken.new)
        self.fields[CARRIED_AS] = token
