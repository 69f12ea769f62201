"""On tables that are not this version's nothing starts: each process says why in a sentence, and ends."""

import sqlite3
import subprocess
import sys
from shutil import copytree

import pytest

from tests.browser.portal import ROOT, free_port, settings_for
from tests.migrations.conftest import unpack

# As of five days earlier, when the first tables were written anew under the same name.
OLDER = "ALTER TABLE outbox_message DROP COLUMN last_error"
NOT_THOSE = (
    "The tables are not those that the recorded migrations make: they were made before version 1.0, or changed by hand "
    "(outbox_message has no column last_error). See “Upgrade” in docs/operations.md."
)
LATER = "INSERT INTO django_migrations (app, name, applied) VALUES ('core', '9999_of_tomorrow', '2030-01-01 00:00:00')"
NEWER = "The tables are of a newer version, which has core.9999_of_tomorrow. Install that version."
NOT_YET = "DELETE FROM django_migrations WHERE app = 'search' AND name = '0002_words_of_each_database'"
UPGRADE = (
    "The tables are older than this version. Run “manage.py migrate” for search.0002_words_of_each_database."
)  # fmt: skip
STARTS = {
    "server": ["script/prepare.py"],
    "web": ["-m", "gunicorn", "partnership.wsgi", "--preload", "--no-control-socket"],
    "worker": ["manage.py", "qcluster"],
    "migrate": ["manage.py", "migrate"],
}


@pytest.fixture(scope="module")
def newest(tmp_path_factory):
    """A folder with the stored database of 1.0, brought up to date."""
    folder = tmp_path_factory.mktemp("newest")
    unpack("1.0", "sqlite", folder)
    migrate = [sys.executable, "manage.py", "migrate"]
    subprocess.run(migrate, cwd=ROOT, env=settings_for(folder), capture_output=True, check=True)
    return folder


@pytest.mark.parametrize(
    ("name", "change", "sentence"),
    [
        *((name, OLDER, NOT_THOSE) for name in STARTS),
        *((name, LATER, NEWER) for name in ("server", "web")),
        *((name, NOT_YET, UPGRADE) for name in ("web", "worker")),
    ],
)
def test_nothing_starts_on_tables_that_are_not_this_versions(newest, tmp_path, name, change, sentence):
    copytree(newest, tmp_path, dirs_exist_ok=True)
    database = sqlite3.connect(tmp_path / "portal.sqlite3")
    database.execute(change)
    database.commit()
    database.close()
    command = [sys.executable, *STARTS[name], *(["--bind", f"127.0.0.1:{free_port()}"] if name == "web" else [])]
    done = subprocess.run(
        command, cwd=ROOT, env=settings_for(tmp_path), capture_output=True, text=True, timeout=90, check=False
    )
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_web_server_starts_without_its_database_and_readiness_says_so(tmp_path):
    """It may come back, and then nobody should have to start anything."""
    code = "import partnership.wsgi; from django.test import Client; print(Client().get('/readyz').content.decode())"
    environment = settings_for(tmp_path) | {"DATABASE_URL": f"postgresql://keeper@127.0.0.1:{free_port()}/portal"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert "The tables could not be looked at" in done.stderr
    assert "FAULT: The database cannot be reached or read; the log says why." in done.stdout
