"""What members ask to be followed up, and why the office says that no meeting need look at it."""

from __future__ import annotations

from django import forms

from core.fields import LineField, ParagraphsField


class FollowUpForm(forms.Form):
    # The item of an agenda holds the texts of several members.
    text = ParagraphsField(
        label="What should the next meeting look at?",
        noun="what the next meeting should look at",
        help_text="It goes on the agenda, which everyone can read once it is published, without your name.",
        max_length=1000,
        rows=3,
    )


class SettleForm(forms.Form):
    reason = LineField(
        label="Why need no meeting look at it?",
        noun="why no meeting need look at it",
        help_text="Members read this beside what was asked.",
        max_length=300,
    )
