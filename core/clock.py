"""What day it is. Only views, tasks and commands ask; everything below them is told."""

from datetime import date, datetime

from django.utils import timezone

from core.rules.working_days import LONDON


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()


def today() -> date:
    """The day it is in London (T-1)."""
    return timezone.localdate(timezone=LONDON)
