"""What is asked before an example is removed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.fields import LineField


class RemovalForm(forms.Form):
    """The name of what is removed, typed as it is."""

    name = LineField(
        label="Type the name of the example",
        noun="the name of the example",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, called: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.called = called

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name != self.called:
            raise ValidationError(f"The name must be “{self.called}”")
        return name
