"""A real portal as it runs for people: web server, worker and mail server, on the Halton example."""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as default_policy
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from playwright.sync_api import Page

from tests.browser.arrival import WORKER_SECONDS, follow, wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
ELSEWHEN = Path(__file__).parent / "elsewhen"
START_SECONDS = 240
PARTNERSHIP = "/halton"
SIGN_INS = "sign-ins.txt"


class Mailbox:
    """Keeps what the mail server of the tests accepted."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  (aiosmtpd's name)
        message = message_from_bytes(envelope.content, policy=default_policy)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        return "250 Accepted"

    def find(self, subject: str, to: str) -> list[EmailMessage]:
        return [message for message in self.messages if subject in str(message["Subject"]) and to in str(message["To"])]

    def wait_for(self, count: int, *, subject: str, to: str = "") -> list[EmailMessage]:
        """The messages with these words in their subject, once there are ``count`` of them."""
        wait_until(lambda: len(self.find(subject, to)) >= count, f"{count} messages with “{subject}”")
        return self.find(subject, to)


@dataclass
class Portal:
    """A running web server; ``sign_ins`` is role to (address, password), as ``script/server`` prints them."""

    url: str
    data_dir: Path
    environment: dict[str, str]
    mailbox: Mailbox
    sign_ins: dict[str, tuple[str, str]]

    @contextmanager
    def working(self) -> Iterator[None]:
        """With the worker, which sends mails and makes papers."""
        with (self.data_dir / "output.log").open("ab") as log:
            command = [sys.executable, "manage.py", "qcluster"]
            worker = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
            try:
                yield
                assert worker.poll() is None, (self.data_dir / "output.log").read_text()
            finally:
                stop(worker)

    def move_clock_to(self, moment: datetime) -> None:
        """From the next request on, and for what is started from now on, of a portal that was started elsewhen."""
        Path(self.environment["PORTAL_CLOCK"]).write_text(moment.isoformat())

    def manage(self, *arguments: str) -> str:
        """Run a management command of this portal and answer what it prints."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True)
        return done.stdout

    def run(self, code: str) -> str:
        """Run Python in this portal, for what no page offers: letting time pass, changing an imported fact."""
        return self.manage("shell", "--no-imports", "--command", code).strip()

    def tend_now(self) -> None:
        """Have the worker do at once what it does every minute: send what has been waiting for it."""
        self.run("from django_q.tasks import async_task; async_task('reports.tasks.tend_queue')")


def sign_in(page: Page, address: str, password: str) -> None:
    """Fill in the form that the page shows, or the sign-in page's."""
    if "/account/login/" not in page.url:
        page.goto("/account/login/")
    page.get_by_label("Email address").fill(address)
    page.get_by_label("Password", exact=True).fill(password)
    follow(page.get_by_role("button", name="Sign in", exact=True))
    page.wait_for_url(lambda url: "/login" not in url)


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(timeout=WORKER_SECONDS)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except OSError:
        return False


def read_sign_ins(printed: str) -> dict[str, tuple[str, str]]:
    """The table that ``demo_sign_ins`` prints: a role, an address and a password a line."""
    lines = (re.split(r"\s{2,}", line.strip()) for line in printed.splitlines() if "@example.org" in line)
    return {role: (address, password) for role, address, password in lines}


def settings_for(data_dir: Path) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "DJANGO_SETTINGS_MODULE": "partnership.settings",
        "DATA_DIR": str(data_dir),
        "ENV_FILE": os.devnull,
        "PYTHONPATH": str(ROOT),
        "SECRET_KEY": secrets.token_urlsafe(64),
    }


def prepare(data_dir: Path, *options: str) -> None:
    """Make the database, the collected files and the example in that folder, and write down who can sign in."""
    data_dir.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "script/prepare.py", *options]
    done = subprocess.run(command, check=False, cwd=ROOT, env=settings_for(data_dir), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (data_dir / SIGN_INS).write_text(done.stdout)


def prepare_once(shared: Path, data_dir: Path) -> None:
    """As ``prepare``, but the example is loaded once for all test processes; each then gets a copy of its own."""
    shared.mkdir(parents=True, exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "prepared").exists():
            prepare(shared / "data")
            (shared / "prepared").touch()
    shutil.copytree(shared / "data", data_dir, dirs_exist_ok=True)


def elsewhen(data_dir: Path, moment: datetime) -> dict[str, str]:
    """What makes the portal's processes begin at another moment than now."""
    clock = data_dir / "clock.txt"
    clock.write_text(moment.isoformat())
    return {"PYTHONPATH": f"{ELSEWHEN}{os.pathsep}{ROOT}", "PORTAL_CLOCK": str(clock)}


@contextmanager
def running_portal(data_dir: Path, starts_at: datetime | None = None) -> Iterator[Portal]:
    """Start the web and the mail server of a prepared portal on free ports, and stop them.

    ``starts_at`` is now if not given. The worker is for those who need it: ``with portal.working():``
    """
    mailbox = Mailbox()
    mail_server = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    mail_server.start()
    # The port is bound here and handed on: no other process can take it before the web server does.
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    port = taken.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    environment = settings_for(data_dir) | {
        "BASE_URL": url,
        "PORT": str(port),
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_server.port}",
        "WORKERS": "1",
        **(elsewhen(data_dir, starts_at) if starts_at else {}),
    }
    command = [sys.executable, "-m", "gunicorn", "partnership.wsgi", "--bind", f"fd://{taken.fileno()}"]
    command += ["--workers", "2", "--preload", "--no-control-socket"]
    command += ["--config", str(ELSEWHEN / "web_server.py")] if starts_at else []
    with (data_dir / "output.log").open("wb") as log:
        with taken:
            web = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=log, stderr=log, pass_fds=[taken.fileno()]
            )
        try:
            wait_until(
                lambda: answers(f"{url}/healthz") or web.poll() is not None, "the portal’s first answer", START_SECONDS
            )
            assert web.poll() is None, (data_dir / "output.log").read_text()
            yield Portal(url, data_dir, environment, mailbox, read_sign_ins((data_dir / SIGN_INS).read_text()))
        finally:
            stop(web)
            mail_server.stop()
