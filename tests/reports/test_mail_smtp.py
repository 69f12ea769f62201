"""A mailing over real SMTP, by a real worker in a process of its own, which is killed in the middle (kill -9)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default as default_policy
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller

from tests.browser.portal import ROOT, free_port, settings_for, wait_until

PEOPLE = 4
PATIENCE = 90


class MailServer:
    """Keeps what it accepted, and kills the worker when message number ``kill_at`` is handed over.

    It then either never saw that message (``accepts`` false), or has it already when the worker dies.
    """

    def __init__(self, *, kill_at: int, accepts: bool) -> None:
        self.kill_at, self.accepts = kill_at, accepts
        self.worker: subprocess.Popen[bytes] | None = None
        self.kept = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  (aiosmtpd's name)
        message = message_from_bytes(envelope.content, policy=default_policy)
        if len(self.kept) + 1 == self.kill_at and self.worker is not None:
            os.killpg(self.worker.pid, signal.SIGKILL)
            self.kill_at = 0  # once is enough
            if not self.accepts:
                return "451 Try again later"
        self.kept.append(message)
        return "250 Accepted"

    @property
    def received(self) -> Counter[str]:
        return Counter(str(message["To"]) for message in self.kept)


class Portal:
    """A database of its own, a worker at a time, and the mail server that it sends to."""

    def __init__(self, folder, server: MailServer) -> None:
        self.server = server
        self.controller = Controller(server, hostname="127.0.0.1", port=free_port())
        self.controller.start()
        self.environment = settings_for(folder) | {
            "EMAIL_URL": f"smtp://127.0.0.1:{self.controller.port}",
            "HTTPS": "0",
            "DEBUG": "1",  # style sheets need not be collected
            "ALLOWED_HOSTS": "testserver",
            "WORKERS": "1",
        }
        if url := database_on_the_same_server():
            self.environment["DATABASE_URL"] = url

    def run(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "tests.reports.mailing", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def worker(self) -> Iterator[subprocess.Popen[bytes]]:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "qcluster"],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.server.worker = process
        try:
            yield process
        finally:
            self.server.worker = None
            process.terminate()
            process.wait(timeout=PATIENCE)

    def send_with_a_killed_worker(self) -> dict:
        """The first worker dies in the middle; time passes; the second sends what is left."""
        self.run("prepare", str(PEOPLE))
        with self.worker() as first:
            wait_until(lambda: first.poll() is not None, "the worker’s death", PATIENCE)
        before = len(self.server.kept)
        assert before < PEOPLE
        self.run("later")
        with self.worker():
            wait_until(self.everything_is_sent, "the rest of the mailing", PATIENCE)
        return json.loads(self.run("tell"))

    def everything_is_sent(self) -> bool:
        if len(self.server.received) < PEOPLE:
            return False
        return {one["state"] for one in json.loads(self.run("tell"))["deliveries"]} == {"sent"}


def database_on_the_same_server() -> str:
    """Where the tests run on PostgreSQL, a new database there; empty for a file of SQLite's."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        return ""
    import psycopg2

    name = f"mailing_{uuid4().hex}"
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    connection.close()
    return urlsplit(url)._replace(path=f"/{name}").geturl()


@pytest.fixture
def portal(tmp_path, request) -> Iterator[Portal]:
    made = Portal(tmp_path, MailServer(**request.param))
    yield made
    made.controller.stop()


@pytest.mark.parametrize("portal", [{"kill_at": 3, "accepts": False}], indirect=True)
def test_mailing_of_a_worker_killed_before_the_server_accepted_reaches_everybody_once(portal):
    told = portal.send_with_a_killed_worker()
    assert portal.server.received == {f"member{number}@example.org": 1 for number in range(1, PEOPLE + 1)}
    assert [part.get_content_type() for part in portal.server.kept[0].iter_attachments()] == ["application/pdf"]
    # Whether the server had it cannot be known from here, so the page warns all the same.
    assert told["page_says_twice"] == 1


@pytest.mark.parametrize("portal", [{"kill_at": 3, "accepts": True}], indirect=True)
def test_mailing_of_a_worker_killed_before_our_record_sends_one_twice_under_one_message_id(portal):
    told = portal.send_with_a_killed_worker()
    doubled = [address for address, count in portal.server.received.items() if count == 2]
    assert sorted(portal.server.received.values()) == [1] * (PEOPLE - 1) + [2]
    ids = [message["Message-ID"] for message in portal.server.kept if message["To"] == doubled[0]]
    assert ids[0] == ids[1]
    assert [one["email"] for one in told["deliveries"] if one["may_be_double"]] == doubled
    assert told["page_says_twice"] == 1
