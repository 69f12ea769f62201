"""A backup is taken while the portal runs, and gives all of it back."""

import sqlite3
import stat
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.browser.portal import ROOT


def backup(environment, folder):
    return subprocess.run(
        [sys.executable, "manage.py", "backup", str(folder)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def named(database):
    return [name for (name,) in database.execute("SELECT name FROM boards_partnership ORDER BY name")]


@pytest.fixture
def busy(small_portal):
    """Someone has just saved, which is in the write-ahead log alone; someone else is in the middle of saving."""
    database = Path(small_portal["DATA_DIR"]) / "portal.sqlite3"
    saved, saving = (sqlite3.connect(database, isolation_level=None) for _ in range(2))
    saved.execute("PRAGMA wal_autocheckpoint=0")
    saved.execute("UPDATE boards_partnership SET name = 'Just saved'")
    saving.execute("BEGIN IMMEDIATE")
    saving.execute("UPDATE boards_partnership SET name = 'Half saved'")
    yield small_portal
    saving.execute("ROLLBACK")
    for one in (saved, saving):
        one.close()


def test_backup_of_a_running_portal_has_all_that_was_saved_and_nothing_half_done(busy, tmp_path):
    paper = Path(busy["DATA_DIR"]) / "files" / "papers" / "1.pdf"
    paper.parent.mkdir(parents=True, exist_ok=True)
    paper.write_bytes(b"%PDF-1.7")
    done = backup(busy, tmp_path / "backups")
    assert (done.returncode, done.stderr) == (0, "")
    [written] = (tmp_path / "backups").iterdir()
    assert (done.stdout.strip(), stat.S_IMODE(written.stat().st_mode)) == (str(written), 0o600)

    with tarfile.open(written) as archive:
        # Debian 12's Python does not know the argument ``filter`` yet, and newer ones warn without a filter.
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(tmp_path / "restored")  # noqa: S202
    restored = sqlite3.connect(tmp_path / "restored" / "portal.sqlite3")
    assert restored.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert named(restored) == ["Just saved"]
    restored.close()
    assert (tmp_path / "restored" / "files" / "papers" / "1.pdf").read_bytes() == b"%PDF-1.7"
    assert not (tmp_path / "restored" / "static").exists()


def test_backup_goes_nowhere_into_what_it_is_of(small_portal):
    done = backup(small_portal, Path(small_portal["DATA_DIR"]) / "backups")
    assert (done.returncode, "Choose a folder outside" in done.stderr) == (1, True)


def test_backup_that_cannot_be_written_says_why(small_portal, tmp_path):
    (tmp_path / "a-file").touch()
    done = backup(small_portal, tmp_path / "a-file")
    assert (done.returncode, done.stderr.startswith("CommandError: The backup could not be written: ")) == (1, True)
    assert [path.name for path in tmp_path.iterdir()] == ["a-file"]
