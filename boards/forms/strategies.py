"""What officers keep of strategies and their priorities."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet

from boards.models import Priority, Strategy
from core.fields import PlainDateField
from core.records.forms import SOURCE, CodedForm


class StrategyForm(CodedForm):
    """A strategy and its period. What is proposed is kept apart from what was adopted."""

    called = "a strategy"

    # A strategy runs to a day: its last one counts.
    ends_on = PlainDateField(
        label="Until", help_text="Its last day, for example 31 3 2030. Leave empty if it has none.", required=False
    )

    class Meta(CodedForm.Meta):
        model = Strategy
        fields: ClassVar[Any] = ("name", "status", "starts_on", "ends_on", "note", "source")
        labels: ClassVar[Any] = {"status": "What is it?", "starts_on": "From"}
        help_texts: ClassVar[Any] = {
            "starts_on": "A date, a month or a year. Of a proposal, when it was put forward.",
            "note": "Anyone can read this.",
            "source": SOURCE,
        }


class PriorityForm(CodedForm):
    """A priority of a strategy, or a theme below one."""

    class Meta(CodedForm.Meta):
        model = Priority
        fields: ClassVar[Any] = ("name", "parent", "position", "note", "source")
        labels: ClassVar[Any] = {"parent": "Is it part of a priority?", "position": "Place in the list"}
        help_texts: ClassVar[Any] = {"note": "Anyone can read this.", "source": SOURCE}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above: Any = self.fields["parent"]
        above.queryset = self.get_alike().filter(parent=None).exclude(pk=self.instance.pk)
        above.required, above.empty_label = False, "No, it is a priority itself"

    def get_alike(self) -> QuerySet[Priority]:
        return Priority.objects.filter(strategy=self.instance.strategy)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("parent") and self.instance.pk and self.instance.sub_themes.exists():
            self.add_error("parent", "It has themes below it, so it cannot be part of another")
        return given

    def save(self, commit: bool = True) -> Any:
        self.instance.kind = self.instance.kind or ("theme" if self.instance.parent else "priority")
        return super().save(commit)
