"""Halton as it is imported: read from its files once in a process, and put into the database as rows after that."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from boards.models import Partnership
from imports.importer import import_directory
from tests.starting_points import StartingPoint

HALTON = Path(__file__).resolve().parents[1] / "fixtures" / "halton"
TODAY = date(2026, 11, 23)
IMPORTED = StartingPoint(lambda: import_directory(HALTON, today=TODAY))


def add_halton() -> Partnership:
    """As ``import_directory(HALTON, today=TODAY)`` leaves an empty database: the same rows, with their history."""
    IMPORTED.put_back()
    return Partnership.objects.get(slug="halton")
