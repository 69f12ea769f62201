"""Dates and times as people read them; what they say is decided in ``core.rules.dates``."""

from datetime import date, datetime, time

from django import template

from core.models import DatedModel
from core.rules.dates import format_date, format_period, format_time, format_weekday
from core.rules.working_days import LONDON, london_day

register = template.Library()


def _day(value: date) -> date:
    return london_day(value) if isinstance(value, datetime) else value


@register.filter
def plain_date(value: date | None) -> str:
    """“16 November 2026”; a moment gives its day in London, nothing gives nothing."""
    return format_date(_day(value)) if value else ""


@register.filter
def weekday_date(value: date | None) -> str:
    """“Monday 16 November 2026”."""
    return f"{format_weekday(_day(value))} {_day(value).year}" if value else ""


@register.filter
def plain_time(value: datetime | None) -> str:
    """“2:30pm”, in London."""
    return format_time(value.astimezone(LONDON)) if value else ""


@register.filter
def clock_time(value: time | None) -> str:
    """“2:30pm”: a time of day without a date, as people set it."""
    return format_time(value) if value else ""


@register.filter
def plain_datetime(value: datetime | None) -> str:
    """“16 November 2026, 2:30pm”, in London."""
    return f"{plain_date(value)}, {plain_time(value)}" if value else ""


@register.simple_tag
def dated(value: date | None, precision: str) -> str:
    """As much of the day as is known (T-4)."""
    return format_date(value, precision)


@register.simple_tag
def dated_range(fact: DatedModel) -> str:
    """From when to when a dated fact holds, as far as is known (T-4, T-5)."""
    return fact.period


@register.simple_tag
def dated_period(fact: DatedModel) -> str:
    """The same as a document prints it, both ends included: “2006 to 2011” (T-4)."""
    return format_period(fact.starts_on, fact.starts_precision, fact.ends_on, fact.ends_precision)
