"""What many tests start from: made once in a process, and put into the database as the same rows after that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import chain
from typing import Any, Generic, TypeVar

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from boards.models import Partnership

Made = TypeVar("Made")


class StartingPoint(Generic[Made]):
    """What ``make`` leaves in an empty database, its history and search entries included.

    The rows bring their keys along, which nothing else uses: PostgreSQL gives no key twice, and where one counts from
    the beginning again, the starting point comes first. What happened while they were made happens each time anew.
    """

    def __init__(self, make: Callable[[], Made]) -> None:
        self.make = make
        self.statements: list[tuple[str, Any]] = []

    def put_back(self) -> Made:
        """Answers what ``make`` did the first time."""
        assert not Partnership.objects.exists(), "What tests start from comes first: its rows bring their keys along."
        if not self.statements:
            self._make()
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            for statement, parameters in self.statements:
                cursor.execute(statement, [now if one == self.made_at else one for one in parameters])
        return self.made

    def _make(self) -> None:
        """Reads all rows that are new, takes them back, and keeps the statements by which they are put in again."""
        tables = [model._base_manager.order_by("pk") for model in apps.get_models(include_auto_created=True)]
        began = timezone.now()
        with transaction.atomic():
            before = [set(rows.values_list("pk", flat=True)) for rows in tables]
            self.made = self.make()
            written = [
                (rows.model, [row for row in rows.all() if row.pk not in there])
                for rows, there in zip(tables, before, strict=True)
            ]
            transaction.set_rollback(True)
        ended = timezone.now()
        self.made_at = connection.ops.adapt_datetimefield_value(ended)
        for row in chain.from_iterable(rows for _, rows in written):
            for name, value in vars(row).items():
                if isinstance(value, datetime) and began <= value <= ended:
                    setattr(row, name, ended)
        with transaction.atomic():
            with connection.execute_wrapper(self._keep):
                for model, rows in written:
                    model._base_manager.bulk_create(rows)
            transaction.set_rollback(True)

    def _keep(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        self.statements.append((sql, params))
        return execute(sql, params, many, context)
