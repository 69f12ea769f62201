"""Each line of /readyz is tried by breaking the very thing that it tells of."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from core.models import Chore
from outbox.models import Message
from tests.browser.portal import ROOT, free_port, settings_for
from tests.outbox.makers import message

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    """A worker that did a chore 20 seconds ago."""
    return Chore.objects.create(name="send-mail", worker="here:1", finished_at=NOON - timedelta(seconds=20))


def probe(path="/readyz", **headers):
    with time_machine.travel(NOON, tick=False):
        answer = Client(**headers).get(path)
    lines = answer.content.decode().splitlines()
    return answer.status_code, "".join(lines[:1]), [line for line in lines[1:] if line.startswith("FAULT")], lines


def test_portal_that_is_ready_says_so_in_words(worker):
    status, first, faults, lines = probe()
    assert (status, first, faults) == (200, "ready", [])
    assert lines[1:5] == [
        f"ok: The database answers ({connection.vendor}).",
        "ok: The tables are of this version.",
        "ok: The background worker last did a chore 20 seconds ago.",
        "ok: No email is due.",
    ]
    assert lines[5].startswith("ok: The disk of the data folder has ")
    assert lines[5].endswith(" MB free; 500 MB are wanted.")


def test_worker_that_never_ran_is_a_fault():
    assert probe()[:3] == (503, "not ready", ["FAULT: The background worker has not run yet."])


@pytest.mark.parametrize(
    ("age", "faults"),
    [
        (3 * MINUTE, []),
        (3 * MINUTE + timedelta(seconds=1), ["FAULT: The background worker last did a chore 3 minutes ago."]),
        (timedelta(hours=7), ["FAULT: The background worker last did a chore 7 hours ago."]),
    ],
)
def test_worker_that_has_stopped_is_a_fault(worker, age, faults):
    Chore.objects.update(finished_at=NOON - age)
    assert probe()[2] == faults


@pytest.mark.parametrize(
    ("state", "age", "faults"),
    [
        ("queued", 15 * MINUTE, []),
        ("queued", 16 * MINUTE, ["FAULT: The oldest email was due 16 minutes ago."]),
        ("sending", 90 * MINUTE, ["FAULT: The oldest email was due 90 minutes ago."]),
        ("queued", -60 * MINUTE, []),
        ("failed", 90 * MINUTE, []),
        ("held", 90 * MINUTE, []),
    ],
)
def test_mail_that_does_not_go_out_is_a_fault(worker, partnership, state, age, faults):
    message(partnership, state=state, claimed_at=NOON, next_attempt_at=NOON - age)
    assert probe()[2] == faults
    Message.objects.update(state="dropped")
    assert probe()[0] == 200


def test_disk_with_too_little_room_is_a_fault(worker, settings):
    settings.FREE_DISK_BYTES = 10**18
    [fault] = probe()[2]
    assert fault.startswith("FAULT: The disk of the data folder has ")
    assert fault.endswith(" MB free; 1,000,000,000,000 MB are wanted.")


def test_migration_that_was_not_applied_is_a_fault_in_the_middle_too(worker):
    [(app, latest)] = MigrationLoader(connection).graph.leaf_nodes("search")
    for name in ("0002_words_of_each_database", latest):
        MigrationRecorder(connection).record_unapplied(app, name)
        words = f"FAULT: The tables are older than this version. Run “manage.py migrate” for search.{name}."
        assert probe()[2] == [words]
        MigrationRecorder(connection).record_applied(app, name)


def test_tables_of_a_newer_version_are_a_fault_and_those_of_an_app_that_is_gone_are_none(worker):
    recorder = MigrationRecorder(connection)
    recorder.record_applied("gone", "0001_initial")
    assert probe()[0] == 200
    recorder.record_applied("core", "9999_of_tomorrow")
    assert probe()[2] == [
        "FAULT: The tables are of a newer version, which has core.9999_of_tomorrow. Install that version."
    ]


def test_database_that_cannot_be_reached_is_a_fault_that_tells_no_secret(tmp_path, settings):
    """The same at the command line, which is what a script asks."""
    url = f"postgresql://keeper:hush@127.0.0.1:{free_port()}/portal"
    done = subprocess.run(
        [sys.executable, "manage.py", "ready"],
        cwd=ROOT,
        env=settings_for(tmp_path) | {"DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = done.stdout.splitlines()
    assert (done.returncode, lines[0]) == (1, f"Version {settings.VERSION}")
    assert lines[1] == "FAULT: The database cannot be reached or read; the log says why."
    assert lines[2].startswith("ok: The disk ")
    assert "hush" not in done.stdout + done.stderr
    assert "Connection refused" in done.stderr


@pytest.fixture
def documented(settings):
    """As docs/operations.md sets up a portal behind a proxy."""
    settings.ALLOWED_HOSTS = ["partnership.example.org"]
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.mark.usefixtures("documented", "worker")
@pytest.mark.parametrize(("path", "first"), [("/healthz", "ok"), ("/readyz", "ready")])
def test_probe_of_this_machine_is_answered_under_the_documented_settings(path, first):
    assert probe(path, HTTP_HOST="127.0.0.1:8000")[:2] == (200, first)
    assert probe(path, HTTP_HOST="127.0.0.1:8000", REMOTE_ADDR="::1")[:2] == (200, first)


@pytest.mark.usefixtures("documented", "worker")
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"HTTP_X_FORWARDED_FOR": "192.0.2.1", "HTTP_HOST": "127.0.0.1"}, 400),
        ({"REMOTE_ADDR": "192.0.2.1", "HTTP_HOST": "127.0.0.1"}, 400),
        ({"REMOTE_ADDR": "", "HTTP_HOST": "127.0.0.1"}, 400),
        ({"HTTP_X_FORWARDED_PROTO": "http", "HTTP_HOST": "partnership.example.org"}, 301),
        ({"HTTP_X_FORWARDED_PROTO": "https", "HTTP_HOST": "partnership.example.org"}, 200),
    ],
)
def test_probe_from_elsewhere_is_a_request_like_any_other(headers, status):
    assert probe("/readyz", **headers)[0] == status


@pytest.mark.usefixtures("documented")
def test_only_probes_pass_by_the_check_of_the_host():
    assert Client(HTTP_HOST="127.0.0.1:8000").get("/").status_code == 400


def test_liveness_asks_nothing_of_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert probe("/healthz")[:2] == (200, "ok")


def test_readiness_costs_the_same_however_much_there_is(worker, partnership, django_assert_num_queries):
    probe()
    for count in (1, 30):
        for _ in range(count):
            message(partnership, next_attempt_at=NOON)
        with django_assert_num_queries(6):
            probe()
