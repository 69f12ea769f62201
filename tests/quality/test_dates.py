"""A date of which less than the day may be known is never printed as a day (T-4)."""

import re

from tests.quality.test_models import models
from tests.quality.tree import app_modules, files, text

# Only days come here: reports by those who do the work, what a form has read, what was looked at before.
ALWAYS_A_DAY = (
    "action.held_on",
    "column.meeting.held_on",
    "new.reported_on",
    "self.held_on",
    "update.reported_on",
)
# They ask for the precision in the line above.
ASKED_BEFORE = ("boards/choosing.py", "recommendations/services/owners.py")


def imprecise_dates():
    """“held” for a pair such as ``held_on`` and ``held_precision``; “review_due” goes by ``review_precision``."""
    names = {field.name for model in models() for field in model._meta.concrete_fields}
    pairs = {name.removesuffix("_precision") for name in names if name.endswith("_precision")}
    return sorted(f"{pair}_on" if f"{pair}_on" in names else f"{pair}_due_on" for pair in pairs)


def test_each_precision_belongs_to_a_date():
    names = {field.name for model in models() for field in model._meta.concrete_fields}
    assert "held_on" in imprecise_dates()
    assert set(imprecise_dates()) <= names


def printed(expression, names):
    """Which dates the expression prints, as “file: update.reported_on”; its first group is the date."""
    return [
        f"{name}: {match[1]}"
        for name in names
        for match in re.finditer(expression, text(name))
        if not match[1].endswith(ALWAYS_A_DAY)
    ]


def test_template_prints_no_imprecise_date_as_a_day():
    as_a_day = rf"([\w.]+\.(?:{'|'.join(imprecise_dates())}))\s*\|\s*(?:plain_date|weekday_date|date)\b"
    assert printed(as_a_day, files(ends=(".html", ".txt"), under="templates/")) == []


def test_code_prints_no_imprecise_date_as_a_day():
    as_a_day = rf"format_(?:date|weekday)\(([\w.]*\.(?:{'|'.join(imprecise_dates())}))\)"
    assert printed(as_a_day, [name for name in app_modules() if name not in ASKED_BEFORE]) == []
