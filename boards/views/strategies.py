"""Strategies: what was adopted, and apart from it what was only proposed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from boards.choices import StrategyStatus
from boards.forms.strategies import PriorityForm, StrategyForm
from boards.models import Priority, Strategy
from boards.panels import ON_STRATEGY
from boards.permissions import KEEP_REGISTER
from boards.records import RecordPages
from boards.views.as_at import AsAtMixin


@dataclass(frozen=True)
class StrategyGroup:
    """Strategies of one standing, in the order of the page."""

    title: str
    explanation: str
    strategies: tuple[Strategy, ...]


GROUPS = (
    ("Adopted", "Decided, and in force for the period shown.", (StrategyStatus.ADOPTED,)),
    (
        "Proposed or suggested",
        "Put forward for discussion. None of these was decided in the papers on record.",
        (StrategyStatus.PROPOSED, StrategyStatus.SUGGESTED),
    ),
    (
        "Evidence and national context",
        "What the strategies were drawn from, not strategies of the partnership.",
        (StrategyStatus.EVIDENCE, StrategyStatus.NATIONAL),
    ),
)
DECIDED = frozenset({StrategyStatus.ADOPTED})


class StrategyPages(RecordPages):
    model, form_class, permission = Strategy, StrategyForm, KEEP_REGISTER
    namespace, url_name, list_url_name, path = "boards", "strategy", "strategies", "strategies"
    lookup_field = pk_url_kwarg = "code"
    actions = ("add", "edit", "remove")
    noun = "strategy"
    headings: ClassVar[dict[str, str]] = {"edit": "Change the strategy"}
    removal_note = ""

    def get_queryset(self, view: Any) -> QuerySet[Strategy]:
        return Strategy.objects.filter(partnership=view.partnership).select_related("partnership")


strategy_pages = StrategyPages()


class PriorityPages(RecordPages):
    """Priorities, with the themes below them, on the page of their strategy."""

    model, form_class, permission = Priority, PriorityForm, KEEP_REGISTER
    namespace, url_name, path, pk_url_kwarg, anchor = "boards", "priority", "priorities", "priority_pk", "priorities"
    parent, parent_field = strategy_pages, "strategy"
    noun = "priority"
    headings: ClassVar[dict[str, str]] = {"add": "Add a priority or theme", "edit": "Change a priority"}
    removal_note = ""

    def get_queryset(self, view: Any) -> QuerySet[Priority]:
        return Priority.objects.filter(strategy=view.parent_of(self))

    def get_initial(self, view: Any) -> dict[str, Any]:
        if view.action != "add":
            return {}
        return {"position": max(view.parent.priorities.values_list("position", flat=True), default=0) + 1}


class StrategyList(AsAtMixin, TemplateView):
    template_name = "boards/strategies.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        strategies = list(Strategy.objects.filter(partnership=self.partnership).with_priority_count())
        in_force = Strategy.objects.filter(partnership=self.partnership, status__in=DECIDED).current(on=self.on)
        groups = [
            StrategyGroup(title, explanation, tuple(one for one in strategies if one.status in statuses))
            for title, explanation, statuses in GROUPS
        ]
        return super().get_context_data(
            groups=groups, in_force=set(in_force.values_list("pk", flat=True)), any=bool(strategies), **kwargs
        )


class StrategyShow(AsAtMixin, TemplateView):
    template_name = "boards/strategy.html"
    strategy: Strategy

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.strategy = get_object_or_404(Strategy, partnership=self.partnership, code=kwargs["code"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        priorities = Priority.objects.filter(strategy=self.strategy, parent=None).prefetch_related("sub_themes")
        current = Strategy.objects.filter(pk=self.strategy.pk).current(on=self.on).exists()
        return super().get_context_data(
            strategy=self.strategy,
            is_decided=self.strategy.status in DECIDED,
            is_current=current,
            priorities=priorities,
            panels=self.panels_at(ON_STRATEGY, self.strategy, on=self.on),
            sub_themes=Priority.objects.filter(strategy=self.strategy, parent__isnull=False).count(),
            **kwargs,
        )
