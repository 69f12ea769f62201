"""All that the portal has written in one file, taken while it runs."""

import sqlite3
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from core import clock

# Collected again by “manage.py collectstatic”, or at the next start of script/server.
LEFT_OUT = {"static"}
DATABASE = "portal.sqlite3"


class Command(BaseCommand):
    help = (
        "Write database, papers, email and keys into one file in FOLDER, safely while the portal runs. "
        "A PostgreSQL database is not in it: use pg_dump first."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        data_dir = Path(settings.DATA_DIR).resolve()
        if folder.resolve().is_relative_to(data_dir):
            raise CommandError(f"Choose a folder outside {data_dir}: a backup must not be in what it is of.")
        target = folder / f"portal-{clock.now():%Y-%m-%d-%H%M%S}.tar.gz"
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            target.touch(mode=0o600, exist_ok=False)
        except OSError as error:
            raise CommandError(f"The backup could not be written: {error}") from error
        try:
            _write(target, data_dir)
        except (OSError, sqlite3.Error) as error:
            target.unlink()
            raise CommandError(f"The backup could not be written: {error}") from error
        self.stdout.write(f"{target}")
        if connection.vendor != "sqlite":
            self.stderr.write("The database is not in it: see “Backup and restore” in docs/operations.md for pg_dump.")


def _write(target: Path, data_dir: Path) -> None:
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch, tarfile.open(target, "w:gz") as archive:
        # The database first: a paper that is in it is then among the files too.
        if connection.vendor == "sqlite":
            copy = Path(scratch) / DATABASE
            _copy_database(copy)
            archive.add(copy, DATABASE)
        for path in sorted(data_dir.iterdir()):
            if path.name not in LEFT_OUT and not path.name.startswith(DATABASE):
                archive.add(path, path.name)


def _copy_database(target: Path) -> None:
    """SQLite's own online backup: a plain copy of the file may be torn, and lacks what is in the write-ahead log."""
    connection.ensure_connection()
    copy = sqlite3.connect(target)
    try:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    finally:
        copy.close()
