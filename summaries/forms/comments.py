"""What members say of a summary."""

from __future__ import annotations

from django import forms

from core.fields import ParagraphsField
from core.models import FormToken


class CommentForm(forms.Form):
    """It stands on the page of the meeting, and carries the token by which it is saved once (``core.acts``)."""

    form_token = forms.CharField(required=False, widget=forms.HiddenInput, initial=FormToken.new)
    text = ParagraphsField(
        label="Your comment",
        noun="your comment",
        max_length=4000,
        help_text="The members and officers of the partnership can read it. The office answers here.",
    )
