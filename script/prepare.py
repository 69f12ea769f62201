"""Bring the database and the collected static files up to date; prints the demo sign-ins, if the example is loaded, or
a set-up code, if there is no partnership.

Part of ``script/server``. One process does what six management commands would, so that a second start is quick.
``--empty`` loads no example.
"""

import hashlib
import os
import stat
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import BaseCommand, CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from core.schema import faults_of_tables


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def keep_private() -> None:
    """Nobody else on this machine reads the database, papers, email and keys, nor what an earlier version left open."""
    folder = Path(settings.DATA_DIR)
    if not folder.exists() or folder.stat().st_mode & stat.S_ISVTX:
        return  # a folder that everybody shares, such as /tmp, is not ours to close
    ours = [folder / name for name in ("secret_key", "demo_password", "files", "mail", "static")]
    for path in (folder, *ours, *folder.glob("portal.sqlite3*"), *(one for top in ours for one in top.rglob("*"))):
        if path.exists() and not path.is_symlink() and (mode := path.stat().st_mode) & 0o077:
            path.chmod(stat.S_IMODE(mode) & ~0o077)


def ensure_database() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Setting up the database" if not executor.loader.applied_migrations else "Updating the database")
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    if faults := " ".join(faults_of_tables()):
        sys.exit(faults)


def ensure_static_files() -> None:
    """Collect the style sheets and scripts again only when one of them has changed."""
    if settings.DEBUG:
        return
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    say("Collecting style sheets and scripts")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(digest.hexdigest())


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnership.settings")
    os.umask(0o077)
    try:
        django.setup()
        BaseCommand().check()  # silent unless something is wrong
        keep_private()
        ensure_database()
        ensure_static_files()
        if "--empty" not in sys.argv[1:]:
            call_command("load_example", if_empty=True)
        call_command("demo_sign_ins")
        call_command("setup_code", if_empty=True)
    except (ImproperlyConfigured, CommandError) as error:
        sys.exit(str(error))
    except PermissionError as error:
        sys.exit(f"The setting DATA_DIR must be a folder that the portal may write to: {error}")
    except DatabaseError as error:
        sys.exit(
            f"The database could not be used: {error}\nThe setting DATABASE_URL says which it is. See .env.example."
        )


if __name__ == "__main__":
    main()
