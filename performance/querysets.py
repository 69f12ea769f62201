"""Reads of measures and achievements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Subquery, Value, When

from boards.choices import Role
from boards.roles import partnerships_with_role

if TYPE_CHECKING:
    from core.models import User
    from performance.models import Achievement, Measure


class MeasureQuerySet(models.QuerySet["Measure"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Performance is public."""
        return self.filter(partnership__is_listed=True)

    def by_theme(self) -> Self:
        """Themes in the alphabet's order, those without one last."""
        return self.order_by(Case(When(theme="", then=Value(1)), default=Value(0)), "theme", "name")

    def newest_first(self, *, up_to: int) -> Self:
        """Those with the newest figures first, and of these what has a target."""
        known: Any = apps.get_model("performance", "Result").objects.filter(measure=OuterRef("pk"), year__lte=up_to)
        newest = known.order_by("-year").values("year")[:1]
        targets = apps.get_model("performance", "Target")._default_manager.filter(measure=OuterRef("pk"))
        return self.annotate(newest_year=Subquery(newest), has_target=Exists(targets)).order_by(
            F("newest_year").desc(nulls_last=True), F("has_target").desc(), "name"
        )

    def with_results(self, *, up_to: int) -> Self:
        """Each with ``results_shown`` (oldest first, one without a year before all) and ``targets_shown``.

        Two queries for all; ``up_to`` is the last year to show.
        """
        return self.prefetch_related(
            Prefetch("results", queryset=results_until(up_to), to_attr="results_shown"),
            Prefetch("targets", queryset=targets_until(up_to), to_attr="targets_shown"),
        )

    def with_comparisons(self, *, up_to: int) -> Self:
        """Each with ``comparisons_shown``, by year and in the order of the comparators; one query for all."""
        known: Any = apps.get_model("performance", "Comparison").objects.filter(year__lte=up_to)
        ordered = known.select_related("comparator").order_by("year", "comparator__sort_order", "comparator__name")
        return self.prefetch_related(Prefetch("comparisons", queryset=ordered, to_attr="comparisons_shown"))


class AchievementQuerySet(models.QuerySet["Achievement"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The public reads what it is permitted to; officers see all."""
        kept = Q(partnership__in=partnerships_with_role(user, Role.OFFICER))
        return self.filter(Q(is_public=True) | kept, partnership__is_listed=True)

    def by_theme(self) -> Self:
        """Themes in the alphabet's order, in each the newest first and what has no date last."""
        return self.order_by("theme", F("happened_on").desc(nulls_last=True), "code")


def results_until(year: int) -> Any:
    """Those that measures show, oldest first, those without a year before all."""
    known = apps.get_model("performance", "Result").objects.filter(Q(year=None) | Q(year__lte=year))
    return known.order_by(F("year").asc(nulls_first=True))


def targets_until(year: int) -> Any:
    return apps.get_model("performance", "Target").objects.filter(year__lte=year).order_by("year")
