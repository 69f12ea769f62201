"""Measures, what was aimed at, and what came of it."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from boards.models import Partnership, Priority
from core.addresses import address
from core.models import Governed, User
from performance.choices import ComparatorKind, Polarity, ToleranceKind, ValueBasis
from performance.querysets import MeasureQuerySet


class Measure(Governed):
    """A figure that the partnership follows (P-1).

    ``MeasureQuerySet.with_results`` sets the attributes named first; ``performance.standing`` reads them.
    """

    results_shown: list[Result]
    targets_shown: list[Target]
    comparisons_shown: list[Comparison]

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="measures")
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, null=True, blank=True, related_name="measures")
    code = models.SlugField("address", max_length=60)
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=40, blank=True)
    theme = models.CharField(max_length=100, blank=True)
    polarity = models.CharField(max_length=8, choices=Polarity.choices)
    tolerance = models.DecimalField(max_digits=18, decimal_places=6, default=0)
    tolerance_kind = models.CharField(max_length=8, choices=ToleranceKind.choices, default=ToleranceKind.ABSOLUTE)
    decimals_shown = models.PositiveSmallIntegerField(default=1)
    source = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ("theme", "name")
        constraints = (
            models.UniqueConstraint(fields=("partnership", "code"), name="performance_measure_code"),
            models.CheckConstraint(name="performance_tolerance", condition=Q(tolerance__gte=0)),
            models.CheckConstraint(
                name="performance_measure_words",
                condition=Q(polarity__in=Polarity.values, tolerance_kind__in=ToleranceKind.values),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("performance:measure", self.partnership.slug, self.code)


class Target(Governed):
    """What a measure should reach in a year: ``low`` for higher, ``high`` for lower, both for in range."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="targets")
    year = models.PositiveSmallIntegerField()
    low = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    high = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    reason = models.CharField("why it was changed", max_length=200, blank=True)

    part_of, named_by = ("measure",), "year"

    class Meta:
        ordering = ("measure", "year")
        constraints = (
            models.UniqueConstraint(fields=("measure", "year"), name="performance_target_once"),
            models.CheckConstraint(
                name="performance_target_limits", condition=Q(low=None) | Q(high=None) | Q(low__lte=F("high"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.measure}: target for {self.year}"


class Result(Governed):
    """A figure for a year; ``year`` is empty where the source gives none. Stated and computed are both kept (P-5)."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="results")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    value = models.DecimalField(max_digits=18, decimal_places=6)
    basis = models.CharField(max_length=22, choices=ValueBasis.choices, default=ValueBasis.STATED)
    change_stated = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    change_from_year = models.PositiveSmallIntegerField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    source = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    part_of, named_by = ("measure",), "year"

    class Meta:
        ordering = ("measure", F("year").asc(nulls_first=True))
        constraints = (
            models.UniqueConstraint(fields=("measure", "year"), name="performance_result_once"),
            models.UniqueConstraint(
                fields=("measure",), condition=Q(year=None), name="performance_result_undated_once"
            ),
            models.CheckConstraint(name="performance_result_words", condition=Q(basis__in=ValueBasis.values)),
        )

    def __str__(self) -> str:
        return f"{self.measure}: {self.value} ({self.year or 'no year'})"


class ComparatorQuerySet(models.QuerySet["Comparator"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """With whom a place compares itself is public."""
        return self.filter(partnership__is_listed=True)


class Comparator(Governed):
    """Whom the partnership compares its measures with: the nation, its region, neighbours, a place of its choice."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="comparators")
    code = models.SlugField("code in imports", max_length=60)
    name = models.CharField(max_length=60)
    kind = models.CharField("what it is", max_length=10, choices=ComparatorKind.choices)
    sort_order = models.PositiveSmallIntegerField(default=100)

    objects = ComparatorQuerySet.as_manager()

    class Meta:
        ordering = ("sort_order", "name")
        constraints = (
            models.UniqueConstraint(fields=("partnership", "code"), name="performance_comparator_code"),
            models.CheckConstraint(name="performance_comparator_words", condition=Q(kind__in=ComparatorKind.values)),
        )

    def __str__(self) -> str:
        return self.name


class Comparison(Governed):
    """The figure of a comparator for the same measure and a year."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="comparisons")
    comparator = models.ForeignKey(Comparator, on_delete=models.PROTECT, related_name="comparisons")
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=18, decimal_places=6)
    source = models.CharField(max_length=200, blank=True)

    part_of, named_by = ("measure",), "comparator"

    class Meta:
        ordering = ("measure", "year", "comparator")
        verbose_name = "figure to compare with"
        verbose_name_plural = "figures to compare with"
        constraints = (
            models.UniqueConstraint(fields=("measure", "comparator", "year"), name="performance_comparison_once"),
        )

    def __str__(self) -> str:
        return f"{self.comparator}, {self.year}"
