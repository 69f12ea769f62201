"""Facts with dates whose precision is known (T-4, T-5)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from core.choices import Precision
from core.rules.dates import format_range


def precision_pair(field: str, precision: str) -> Q:
    """A date and its precision go together: without a date, nothing is known of it."""
    return Q(**{f"{field}__isnull": False}) | Q(**{precision: Precision.UNKNOWN})


class DatedModel(models.Model):
    """A fact that holds from ``starts_on`` to ``ends_on``, both days included (T-5).

    A date of which only the month or year is known stands on the first day of that period. An unknown start with a
    date means: on record from that day. An end without a date means that the fact still holds. An end whose
    precision is *unknown* means: last on record that day.
    """

    starts_on = models.DateField("first day", null=True, blank=True)
    starts_precision = models.CharField("known to the", max_length=7, choices=Precision.choices, default=Precision.DAY)
    ends_on = models.DateField("last day", null=True, blank=True)
    ends_precision = models.CharField("known to the", max_length=7, choices=Precision.choices, default=Precision.DAY)

    class Meta:
        abstract = True
        constraints: ClassVar[Any] = (
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ends_after_start",
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="The last day must be the same as or after the first day.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_start_precision",
                condition=precision_pair("starts_on", "starts_precision"),
                violation_error_message="Without a first day, its precision must be “not known”.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_precisions_known",
                condition=Q(starts_precision__in=Precision.values) & Q(ends_precision__in=Precision.values),
            ),
        )

    @property
    def period(self) -> str:
        """From when to when it holds, as far as is known: “from March 2012 until 31 December 2013”."""
        return format_range(self.starts_on, self.starts_precision, self.ends_on, self.ends_precision)
