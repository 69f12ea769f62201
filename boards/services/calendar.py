"""The bank holidays that a partnership's deadlines follow (T-2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet

from boards import signals
from boards.models import BankHolidayAdded, Partnership
from boards.prepared import prepared
from core import audit
from core.acts import act, lock
from core.models import User
from core.rules.dates import ONE_DAY
from core.rules.working_days import bank_holiday_names, unusual_day

# How many days of a long meeting are asked about by name.
DAYS_NAMED = 4


def holiday_names_of(partnership: Partnership, years: Iterable[int]) -> dict[date, str]:
    """The nation's bank holidays in these years and those that an admin added, each with its name; one query."""
    wanted = set(years)
    added = {day: name for day, name in _added_holidays(partnership.pk) if day.year in wanted}
    return bank_holiday_names(partnership.nation, wanted, added)


@prepared("partnership")
def _added_holidays(partnership: int) -> QuerySet[BankHolidayAdded, tuple[date, str]]:
    return BankHolidayAdded.objects.filter(partnership=partnership).values_list("day", "name")


def holidays_of(partnership: Partnership, years: Iterable[int]) -> frozenset[date]:
    """The days of ``holiday_names_of``: what the rules of working days ask for."""
    return frozenset(holiday_names_of(partnership, years))


def why_unusual(partnership: Partnership, day: date) -> str:
    """Why a meeting on the day is asked about, by the partnership's own bank holidays; empty for a working one."""
    return unusual_day(day, names=holiday_names_of(partnership, (day.year,)))


def why_unusual_between(
    partnership: Partnership, first: date, last: date, *, known: tuple[date | None, date | None]
) -> str:
    """As ``why_unusual``, of the days between the first and the last, save those from ``known`` to known."""
    names = holiday_names_of(partnership, range(first.year, last.year + 1))
    begun, ended = known
    between = (first + n * ONE_DAY for n in range(1, (last - first).days))
    new = (day for day in between if not (begun and ended and begun <= day <= ended))
    odd = [words for day in new if (words := unusual_day(day, names=names))]
    more = [f"and {len(odd) - DAYS_NAMED} more like these"] if len(odd) > DAYS_NAMED else []
    return "; ".join([*odd[:DAYS_NAMED], *more])


@act("partnership")
def add_holiday(*, partnership: Partnership, day: date, name: str, by: User, at: datetime) -> BankHolidayAdded:
    """Add a one-off bank holiday; whoever listens to ``holidays_changed`` counts open deadlines again.

    A day that has been added already, by a button pressed twice, is answered as it is.
    """
    known = partnership.added_holidays.filter(day=day).first()
    if known is not None:
        known.consequences = []
        return known
    added = BankHolidayAdded.objects.create(partnership=partnership, day=day, name=name, added_by=by, added_at=at)
    audit.record("holiday.added", by=by, about=added, scope=partnership.slug, day=day.isoformat(), name=name)
    added.consequences = announce(
        partnership=partnership, day=day, by=by, at=at, because=f"{name} was added as a bank holiday"
    )
    return added


@act()
def remove_holiday(*, holiday: BankHolidayAdded, by: User, at: datetime) -> list[str]:
    """Take back a day that was added by mistake; returns what that changes, in words: nothing if it is gone already."""
    partnership, day = holiday.partnership, holiday.day
    lock(partnership)
    if not partnership.added_holidays.filter(pk=holiday.pk).exists():
        return []
    audit.record("holiday.removed", by=by, about=holiday, scope=partnership.slug, day=day.isoformat())
    holiday.delete()
    because = f"{holiday.name} is no bank holiday after all"
    return announce(partnership=partnership, day=day, by=by, at=at, because=because)


def announce(*, partnership: Partnership, day: date | None, by: User, at: datetime, because: str) -> list[str]:
    """Tell whoever counts working days, and return what they say has changed: a sentence for each deadline."""
    found = signals.holidays_changed.send(Partnership, partnership=partnership, day=day, by=by, at=at, because=because)
    return [sentence for _, sentences in found for sentence in sentences or ()]
