"""What members ask to be followed up, and what the office or the chair decides."""

from __future__ import annotations

from django import forms

from core.fields import LineField, ParagraphsField


class FollowUpForm(forms.Form):
    # The item of an agenda holds the texts of several members.
    text = ParagraphsField(
        label="What should the next meeting look at?",
        noun="what the next meeting should look at",
        help_text="The partnership office or the chair decides whether it goes on the agenda, and words it.",
        max_length=1000,
        rows=3,
    )


class PutOnForm(forms.Form):
    """How the agenda words it; ``meeting`` is the one that the page names."""

    meeting = forms.IntegerField(widget=forms.HiddenInput(attrs={"autocomplete": "off"}))
    wording = ParagraphsField(
        label="Wording on the agenda",
        noun="the wording on the agenda",
        help_text="Everyone can read it once the agenda is published. It does not name the member.",
        max_length=1000,
        rows=3,
    )


class SettleForm(forms.Form):
    reason = LineField(
        label="Why does no meeting need to look at it?",
        noun="why no meeting needs to look at it",
        help_text="Members can read this.",
        max_length=300,
    )
