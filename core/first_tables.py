"""Many new tables in one step of a migration: a new database is ready in seconds, not in most of a minute."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateTables(Operation):
    """All of them become known first, and are made then; so they may point at each other.

    One by one, Django would build the classes of all related models anew for each table.
    """

    def __init__(self, tables: Sequence[CreateModel]) -> None:
        self.tables = tables

    def describe(self) -> str:
        return f"Create {len(self.tables)} tables"

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        # Without built classes Django has nothing to build anew; whoever asks for them next builds them once.
        vars(state).pop("apps", None)
        for table in self.tables:
            table.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        for table in reversed(self.tables):
            table.database_backwards(app_label, schema_editor, from_state, to_state)


def together(operations: Sequence[Operation]) -> list[Operation]:
    """The same operations, those that make tables in one step before the others."""
    tables = [operation for operation in operations if isinstance(operation, CreateModel)]
    return [CreateTables(tables), *(operation for operation in operations if operation not in tables)]
