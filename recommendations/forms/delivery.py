"""What delivers a recommendation, as officers choose it."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms

from actions.models import Action
from boards.models import Partnership, Priority
from core.fields import field_of
from recommendations.services.delivery import priorities_to_choose


class DeliveryForm(forms.Form):
    """One action, found by its words, or one priority of an adopted strategy: each has a button of its own."""

    action = forms.ModelChoiceField(
        queryset=Action.objects.none(),
        required=False,
        error_messages={"invalid_choice": "Choose an action of this partnership"},
    )
    priority = forms.ModelChoiceField(
        queryset=Priority.objects.none(),
        label="Priority that it serves",
        required=False,
        widget=forms.Select(attrs={"class": "govuk-select"}),
        error_messages={"invalid_choice": "Choose a priority of a strategy that was adopted"},
    )

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = priorities_to_choose(partnership)
        field_of(self, "action", forms.ModelChoiceField).queryset = partnership.actions.all()
        field_of(self, "priority", forms.ModelChoiceField).queryset = Priority.objects.filter(
            pk__in=[one.pk for one in known]
        ).select_related("strategy")
        groups = groupby(known, key=lambda one: one.strategy)
        offered = [(strategy.name, [(one.pk, _named(one)) for one in found]) for strategy, found in groups]
        self.fields["priority"].widget.choices = [("", "Choose a priority"), *offered]
        self.has_priorities = bool(known)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("action") and not given.get("priority") and not self.errors:
            self.add_error("priority", "Choose what delivers it")
        return given


def _named(priority: Priority) -> str:
    return f"{priority.parent}: {priority}" if priority.parent else priority.name
