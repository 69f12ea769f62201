"""What day it is. Only views, tasks and commands ask; everything below them is told."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()


def today() -> date:
    """The day it is in London (T-1)."""
    return timezone.localdate(timezone=LONDON)
