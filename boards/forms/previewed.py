"""Forms that show what they would do before they do it: the first press shows it, the second does it."""

from __future__ import annotations

from typing import Any

from django import forms

from core.records.forms import CarriedField


class PreviewedForm(forms.Form):
    """``shown`` carries what the page has shown the consequences of. Where the person has chosen something else since,
    the form comes back with the consequences of that.
    """

    shown = CarriedField()

    def preview_key(self, given: dict[str, Any]) -> str:
        """What the consequences follow from, once it is valid."""
        raise NotImplementedError

    def was_shown(self, given: dict[str, Any]) -> bool:
        """Whether the page had shown them; from here on it does."""
        key = self.preview_key(given)
        if str(self.data.get(self.add_prefix("shown"), "")) == key:
            return True
        self.resend(shown=[key])
        return False

    def resend(self, **fields: list[str]) -> None:
        """Let the form come back with these values, as if they had been sent."""
        sent: Any = self.data
        sent = sent.copy()
        for name, values in fields.items():
            sent.setlist(self.add_prefix(name), values)
        self.data = sent
