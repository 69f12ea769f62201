from __future__ import annotations

from django import forms

from core.fields import ParagraphsField


class CommentForm(forms.Form):
    """What a member asks or says."""

    text = ParagraphsField(
        label="Your comment or question",
        noun="your comment or question",
        help_text="Members and officers of the partnership will see it with your name.",
        max_length=4000,
    )
