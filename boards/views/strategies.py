"""Strategies: what was adopted, and apart from it what was only proposed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from boards.choices import StrategyStatus
from boards.models import Priority, Strategy
from boards.panels import ON_STRATEGY
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
