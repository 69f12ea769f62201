"""Whether the tables of the database are those of this version, which is asked at each start and by ``/readyz``."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.conf import settings
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, models
from django.db.migrations.loader import MigrationLoader

logger = logging.getLogger(__name__)

SHOWN = 5
COLUMNS = {
    "postgresql": """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
               a.attnotnull, a.atthasdef OR a.attidentity <> ''
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND pg_table_is_visible(c.oid)""",
    "sqlite": """
        SELECT m.name, p.name, p.type, p."notnull", p.dflt_value IS NOT NULL
        FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = 'table'""",
}
# The second column is the name of an index, or the words in which constraints are named.
CONSTRAINTS = {
    "postgresql": """
        SELECT conname FROM pg_constraint
        UNION SELECT relname FROM pg_class WHERE relkind IN ('i', 'I') AND pg_table_is_visible(oid)""",
    "sqlite": """SELECT CASE type WHEN 'index' THEN 'CONSTRAINT "' || name || '"' ELSE sql END FROM sqlite_master
        WHERE type IN ('index', 'table')""",
}
# What PostgreSQL calls the types that Django asks for by another name.
NAMES_OF_TYPES = {"varchar": "character varying", "time": "time without time zone"}


class WrongTables(CommandError, RuntimeError):
    """The tables are not this version's. manage.py prints the one kind of error as a sentence, gunicorn the other."""


@dataclass(frozen=True)
class Column:
    type: str
    is_null: bool
    has_default: bool = False


def require_tables_of_this_version() -> None:
    """Raises ``WrongTables``; with DEBUG it is only logged, as a developer's tables follow the models a moment later.

    So is a database that cannot be reached: it may come back, and ``/readyz`` says so meanwhile.
    """
    try:
        faults = " ".join(faults_of_tables())
    except DatabaseError as error:
        logger.error("The tables could not be looked at: %s", error)
        return
    finally:
        connection.close()  # whoever starts processes must not leave them one connection
    if faults and not settings.DEBUG:
        raise WrongTables(faults)
    if faults:
        logger.error(faults)


def faults_of_tables() -> Iterator[str]:
    """A sentence for each reason why this version cannot work with the tables. Raises ``DatabaseError``."""
    loader = MigrationLoader(connection)
    # Each of them, not what “migrate” would do: that looks no further back than the latest that was applied.
    missing = sorted(f"{app}.{name}" for app, name in set(loader.graph.nodes) - set(loader.applied_migrations))
    newer = list(_newer(loader))
    if missing:
        yield f"The tables are older than this version. Run “manage.py migrate” for {_listed(missing)}."
    yield from newer
    if not missing and not newer:
        yield from _rewritten(installed, with_cache=True)


def refuse_to_migrate(*, apps: Apps, **_kwargs: Any) -> None:
    """Called before any migration is run, with the models of those that were. Raises ``WrongTables``."""
    faults = " ".join(_newer(MigrationLoader(connection))) or " ".join(_rewritten(apps))
    if faults:
        raise WrongTables(faults)


def _newer(loader: MigrationLoader) -> Iterator[str]:
    labels = {config.label for config in installed.get_app_configs()}
    unknown = sorted(
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if app in labels and (app, name) not in loader.disk_migrations
    )
    if unknown:
        yield f"The tables are of a newer version, which has {_listed(unknown)}. Install that version."


def _rewritten(apps: Apps, *, with_cache: bool = False) -> Iterator[str]:
    """Where migrations are recorded, but their tables are others; and the one table that no migration makes."""
    found = _found_columns()
    differences = list(_differences(apps.get_models(include_auto_created=True), found))
    if differences:
        yield (
            "The tables are not those that the recorded migrations make: they were made before version 1.0, or changed "
            f"by hand ({_listed(differences)}). See “Upgrade” in docs/operations.md."
        )
    cache = settings.CACHES["default"]["LOCATION"]
    if with_cache and cache not in found:
        yield f"The table {cache} is missing. Run “manage.py createcachetable”."


def _differences(wanted: Iterable[type[models.Model]], found: dict[str, dict[str, Column]]) -> Iterator[str]:
    """Where the database differs from the models: tables, columns with their types, and constraints by name."""
    constraints = _found_constraints()
    for model in wanted:
        table = model._meta.db_table
        if not model._meta.managed or model._meta.proxy:
            continue
        if table in found:
            yield from _differing_columns(table, _wanted_columns(model), found[table])
            names = {one.name for one in model._meta.constraints}
            yield from (f"{table} has no constraint {name}" for name in sorted(names - constraints))
        else:
            yield f"there is no table {table}"


def _differing_columns(table: str, wanted: dict[str, Column], found: dict[str, Column]) -> Iterator[str]:
    for name, column in wanted.items():
        if name not in found:
            yield f"{table} has no column {name}"
        elif column.is_null != found[name].is_null or column.type not in {"", found[name].type}:
            yield f"{table}.{name} is {_described(found[name])}, not {_described(column)}"
    # A column of the database's own, such as the words of the search, is filled by the database.
    for name, column in found.items():
        if name not in wanted and not column.is_null and not column.has_default:
            yield f"{table} has a column {name}"


def _wanted_columns(model: type[models.Model]) -> dict[str, Column]:
    """The width of a library's own keys depends on who makes them, which does not matter: their type is left empty."""
    return {
        str(field.column): Column(
            "" if isinstance(field, models.AutoField) else _type(field.db_parameters(connection)["type"] or ""),
            field.null,
        )
        for field in model._meta.local_concrete_fields
    }


def _found_columns() -> dict[str, dict[str, Column]]:
    tables: dict[str, dict[str, Column]] = {}
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS[connection.vendor])
        for table, name, kind, is_required, has_default in cursor.fetchall():
            tables.setdefault(table, {})[name] = Column(_type(kind), not is_required, bool(has_default))
    return tables


def _found_constraints() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(CONSTRAINTS[connection.vendor])
        words = [word for (word,) in cursor.fetchall()]
    if connection.vendor == "sqlite":
        return set(re.findall(r'CONSTRAINT "([^"]+)"', "\n".join(words)))
    return set(words)


def _type(name: str) -> str:
    """“varchar(60)” and “character varying(60)” are one type."""
    kind, bracket, size = name.lower().partition("(")
    return NAMES_OF_TYPES.get(kind.strip(), kind.strip()) + (bracket + size).replace(" ", "")


def _described(column: Column) -> str:
    return f"{column.type}{'' if column.is_null else ' not null'}"


def _listed(names: list[str]) -> str:
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {more} more" if more > 0 else "")
