"""Halton as it is imported: read from its files once in a process, and put into the database as rows after that."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db import models, transaction

from boards.models import Partnership
from imports.importer import import_directory
from imports.run import ImportRun

HALTON = Path(__file__).resolve().parents[1] / "fixtures" / "halton"
TODAY = date(2026, 11, 23)


@cache
def _imported() -> tuple[ImportRun, list[tuple[type[models.Model], list[models.Model]]]]:
    """The run, and all rows that it wrote. They are taken back; their keys are used by nothing else on PostgreSQL."""
    tables = [model._base_manager.order_by("pk") for model in apps.get_models(include_auto_created=True)]
    with transaction.atomic():
        before = [set(rows.values_list("pk", flat=True)) for rows in tables]
        run = import_directory(HALTON, today=TODAY)
        written = [
            (rows.model, [row for row in rows.all() if row.pk not in there])
            for rows, there in zip(tables, before, strict=True)
        ]
        transaction.set_rollback(True)
    return run, [(model, rows) for model, rows in written if rows]


def add_halton() -> Partnership:
    """As ``import_directory(HALTON, today=TODAY)`` leaves an empty database: the same rows, with their history."""
    assert not Partnership.objects.exists(), "Halton comes first: its rows bring their keys along."
    for model, rows in _imported()[1]:
        model._base_manager.bulk_create(rows)
    return Partnership.objects.get(slug="halton")


def first_run() -> ImportRun:
    """What the import of the files reported."""
    return _imported()[0]
