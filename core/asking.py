"""Forms that ask once about what is odd, but may be right; the same answer saved again is the confirmation."""

from __future__ import annotations

from hashlib import sha256

from django import forms
from django.http import QueryDict

IF_RIGHT = "If this is right, save again"


class AskingForm(forms.Form):
    """A form whose ``clean`` may ``ask``. What has been asked travels in a hidden field, so that it works without
    scripts, and another answer is another question.
    """

    # The plain field: whatever stands in it is no error that somebody would have to find.
    asked = forms.Field(required=False, widget=forms.HiddenInput)

    def ask(self, name: str, question: str) -> None:
        """Put the question to the field ``name``, unless it stood there when this was sent."""
        mark = sha256(question.encode()).hexdigest()[:16]
        before = str(self.data.get(self.add_prefix("asked")) or "").split()
        if mark in before:
            return
        self.add_error(name, f"{question}. {IF_RIGHT}")
        sent = QueryDict(mutable=True)
        sent.update(self.data)
        sent[self.add_prefix("asked")] = " ".join([*before[-9:], mark])
        self.data = sent
