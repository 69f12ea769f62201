"""A stored database of an earlier version, in the place of the tests' own."""

from __future__ import annotations

import os
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections

STORED = Path(__file__).parent / "stored"
DATABASE = f"stored_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"


def unpack(version: str, vendor: str, folder: Path) -> None:
    """The database and the papers of a version, into a data folder."""
    with tarfile.open(STORED / f"{version}-{vendor}.tar.gz") as archive:
        # Debian 12's Python does not know the argument ``filter`` yet, and newer ones warn without a filter.
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(folder)  # noqa: S202


def texts_of(folder: Path) -> str:
    """All that can be read in a database that was unpacked."""
    if (folder / "portal.sql").exists():
        return (folder / "portal.sql").read_text()
    database = sqlite3.connect(folder / "portal.sqlite3")
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = [row for table in tables for row in database.execute(f'SELECT * FROM "{table}"')]
    database.close()
    return "\n".join(str(row) for row in rows)


@contextmanager
def connected_to(folder: Path) -> Iterator[None]:
    """What was unpacked into the folder is the default database, on whichever server the tests run."""
    of_tests = connections["default"]
    stored = connection.copy()
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0")
        stored.settings_dict["NAME"] = DATABASE
        with stored.cursor() as cursor:
            cursor.execute((folder / "portal.sql").read_text())
        stored.close()  # with the search path that the dump sets
    else:
        stored.settings_dict["NAME"] = str(folder / "portal.sqlite3")
    connections["default"] = stored
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        stored.close()
        connections["default"] = of_tests
        ContentType.objects.clear_cache()
        if connection.vendor == "postgresql":
            with connection._nodb_cursor() as cursor:
                cursor.execute(f"DROP DATABASE {DATABASE}")


@pytest.fixture(scope="session", params=sorted({path.name.partition("-")[0] for path in STORED.glob("*.tar.gz")}))
def version(request: pytest.FixtureRequest) -> str:
    """Each version of which a database is stored."""
    return request.param
