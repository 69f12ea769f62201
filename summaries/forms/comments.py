"""What members say of a summary."""

from __future__ import annotations

from django import forms

from core.fields import ParagraphsField


class CommentForm(forms.Form):
    text = ParagraphsField(
        label="Your comment",
        noun="your comment",
        max_length=4000,
        help_text="The members and officers of the partnership can read it. The office answers here.",
    )
