"""What somebody says about the mail that they get."""

from __future__ import annotations

from typing import Any

from django import forms

from core.fields import field_of
from outbox.choices import Rhythm
from outbox.kinds import kinds
from outbox.models import MailPreference


class PreferenceForm(forms.Form):
    """How often mail comes that can wait, and which of the kinds that are nobody's duty."""

    rhythm = forms.ChoiceField(
        label="How often do you want email that can wait?",
        widget=forms.RadioSelect,
        choices=[
            (Rhythm.AT_ONCE, "Each message at once"),
            (Rhythm.DAILY, "One digest a day, at 7am"),
            (Rhythm.WEEKLY, "One digest a week, on Monday at 7am"),
        ],
        error_messages={"required": "Choose how often you want email that can wait"},
        help_text="Summaries wait for a day at most. Invitations, reminders and requests always come at once.",
    )
    wanted = forms.MultipleChoiceField(
        label="Which email do you want?", widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, preference: MailPreference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.can_be_stopped = [kind for kind in kinds.values() if not kind.is_duty]
        self.fields["rhythm"].initial = preference.rhythm
        if not self.can_be_stopped:
            del self.fields["wanted"]
            return
        wanted = field_of(self, "wanted", forms.MultipleChoiceField)
        wanted.choices = [(kind.slug, kind.label) for kind in self.can_be_stopped]
        wanted.initial = [kind.slug for kind in self.can_be_stopped if kind.slug not in preference.stopped]

    @property
    def stopped(self) -> set[str]:
        return {kind.slug for kind in self.can_be_stopped} - set(self.cleaned_data.get("wanted", ()))
