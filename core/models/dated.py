"""Facts with dates whose precision is known (T-4, T-5)."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.choices import Precision
from core.models.change import Governed
from core.precise_dates import LastDayField, PreciseDateField, precision_field
from core.querysets import DatedQuerySet
from core.rules.dates import ONE_DAY, format_date, format_range


def precision_pair(field: str, precision: str) -> Q:
    """A date and its precision go together: without a date, nothing is known of it."""
    return Q(**{f"{field}__isnull": False}) | Q(**{precision: Precision.UNKNOWN})


class DatedModel(models.Model):
    """A fact that holds from ``starts_on`` to ``ends_on``, both days included (T-5).

    A date of which only the month or year is known stands on the first day of that period. An unknown start with a
    date means: on record from that day. An end without a date means that the fact still holds. An end whose
    precision is *unknown* means: last on record that day.
    """

    starts_on = PreciseDateField("first day", null=True, blank=True)
    starts_precision = models.CharField("known to the", max_length=7, choices=Precision.choices, default=Precision.DAY)
    ends_on = LastDayField("last day", null=True, blank=True)
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

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.starts_on is None:
            self.starts_precision = Precision.UNKNOWN
        super().save(*args, **kwargs)

    def holds_on(self, on: date) -> bool:
        """Whether it holds on the day, its first and last day included (T-5)."""
        return (self.starts_on is None or self.starts_on <= on) and (self.ends_on is None or self.ends_on >= on)

    @property
    def period(self) -> str:
        """From when to when it holds, as far as is known: “from March 2012 until 31 December 2013”."""
        return format_range(self.starts_on, self.starts_precision, self.ends_on, self.ends_precision)


class SoleFact(DatedModel):
    """A dated fact of which one holds at a time: a body has one name on a day, a seat one holder.

    ``sole_by`` names the fields whose values the others share. A fact changes **from a day**: the next one takes over
    (``take_over``), and what it took over comes back if it is removed (``give_back``). What was never so is corrected
    in its row.
    """

    sole_by: ClassVar[tuple[str, ...]] = ()
    clash_message: ClassVar[str] = "Another one holds on some of these days."
    # Set on a new fact that is to take over from what holds: then it is no clash.
    takes_over = False
    # The neighbours that are to give way to a correction (``neighbours_in_the_way``): then they are no clash.
    gives_way: tuple[SoleFact, ...] = ()

    class Meta(DatedModel.Meta):
        abstract = True

    def others(self) -> DatedQuerySet[Self]:
        """The facts of which this one is the only one on its days."""
        # By key: what a form refused is not there to be asked for.
        alike = {one.name: getattr(self, one.attname) for one in self._meta.concrete_fields if one.name in self.sole_by}
        return DatedQuerySet(type(self)).filter(**alike).exclude(pk=self.pk)

    def clean(self) -> None:
        if self.takes_over:
            if same := self.others().filter(starts_on=self.starts_on, starts_on__isnull=False).first():
                raise ValidationError({"starts_on": f"“{same}” starts on that date. Correct it instead"})
            return
        others = self.others().exclude(pk__in=[one.pk for one in self.gives_way])
        if others.overlapping(self.starts_on, self.ends_on).exists():
            raise ValidationError({"starts_on": self.clash_message})

    def neighbours_in_the_way(self, was: Self) -> list[Self]:
        """What ended the day before ``was`` began, or began the day after it ended, without the days that a correction
        of ``was`` to this takes from it. Nothing is saved. One that would be left no day is not among them.
        """
        cut = []
        if self.starts_on and was.starts_on and self.starts_on < was.starts_on:
            before = self.others().filter(ends_on=was.starts_on - ONE_DAY).first()
            if before is not None and (before.starts_on is None or before.starts_on < self.starts_on):
                before.ends_on, before.ends_precision = self.starts_on - ONE_DAY, self.starts_precision
                cut.append(before)
        if self.ends_on and was.ends_on and self.ends_on > was.ends_on:
            after = self.others().filter(starts_on=was.ends_on + ONE_DAY).first()
            if after is not None and (after.ends_on is None or after.ends_on > self.ends_on):
                after.starts_on, after.starts_precision = self.ends_on + ONE_DAY, self.ends_precision
                cut.append(after)
        return cut

    def take_over(self) -> Self | None:
        """Save a new fact that holds from ``starts_on``: what held on that day ends the day before and leaves it the
        rest of its time; where nothing did, it lasts until the next one begins. Returns what it followed.
        """
        assert self.starts_on is not None
        before = self.others().current(on=self.starts_on).first()
        if before is not None:
            self.ends_on, self.ends_precision = before.ends_on, before.ends_precision
            before.ends_on, before.ends_precision = self.starts_on - ONE_DAY, self.starts_precision
            before.save()
        elif following := self.others().filter(starts_on__gt=self.starts_on).order_by("starts_on").first():
            self.ends_on, self.ends_precision = following.starts_on - ONE_DAY, following.starts_precision
        self.save()
        return before

    def give_back(self) -> None:
        """Remove the fact: what held until the day before holds for its time again."""
        before = self.starts_on and self.others().filter(ends_on=self.starts_on - ONE_DAY).first()
        until = self.ends_on, self.ends_precision
        self.delete()
        if before:
            before.ends_on, before.ends_precision = until
            before.save()


class DatedEvent(Governed):
    """What happened on a day, and was recorded by someone. ``dated_by`` names the field with the day, which may have
    its precision beside it: ``reviewed_on``, ``reported_on`` with ``reported_precision``.

    Its manager is an ``EventQuerySet``.
    """

    dated_by: ClassVar[str]

    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    @property
    def when(self) -> str:
        """As much of the date as is known (T-4)."""
        precision = getattr(self, precision_field(self.dated_by), Precision.DAY)
        return format_date(getattr(self, self.dated_by), precision)
