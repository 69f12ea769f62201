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
from dataclasses import dataclass, field
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
START_SECONDS = 240
PARTNERSHIP = "/halton"


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
    """A running portal; ``sign_ins`` is role to (address, password), as ``script/server`` prints them."""

    url: str
    data_dir: Path
    environment: dict[str, str]
    mailbox: Mailbox
    sign_ins: dict[str, tuple[str, str]] = field(default_factory=dict)

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


def prepare(data_dir: Path) -> None:
    """Make the database, the collected files and the example in that folder."""
    data_dir.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "script/prepare.py"]
    done = subprocess.run(command, check=False, cwd=ROOT, env=settings_for(data_dir), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def prepare_once(shared: Path, data_dir: Path) -> None:
    """As ``prepare``, but the example is loaded once for all test processes; each then gets a copy of its own."""
    shared.mkdir(parents=True, exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "prepared").exists():
            prepare(shared / "data")
            (shared / "prepared").touch()
    shutil.copytree(shared / "data", data_dir, dirs_exist_ok=True)


def at_the_time(moment: datetime) -> dict[str, str]:
    """What makes the portal's processes begin at another moment than now."""
    folder = Path(__file__).parent / "elsewhen"
    return {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", "PORTAL_STARTS_AT": moment.isoformat()}


@contextmanager
def running_portal(data_dir: Path, starts_at: datetime | None = None) -> Iterator[Portal]:
    """Start the three servers of a prepared portal on free ports, and stop them. ``starts_at`` is now if not given."""
    mailbox = Mailbox()
    mail_server = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    mail_server.start()
    # The port is bound here and handed on: no other process can take it before the web server does.
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    port = taken.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    mail_address = f"smtp://127.0.0.1:{mail_server.port}"
    environment = settings_for(data_dir) | {
        "BASE_URL": url,
        "PORT": str(port),
        "EMAIL_URL": mail_address,
        "WORKERS": "1",
        **(at_the_time(starts_at) if starts_at else {}),
    }
    web = [sys.executable, "-m", "gunicorn", "partnership.wsgi", "--bind", f"fd://{taken.fileno()}"]
    web += ["--workers", "2", "--preload", "--no-control-socket"]
    worker = [sys.executable, "manage.py", "qcluster"]
    with (data_dir / "output.log").open("wb") as log:
        with taken:
            processes = [
                subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, pass_fds=handed)
                for command, handed in ((web, [taken.fileno()]), (worker, []))
            ]
        try:
            wait_until(
                lambda: answers(f"{url}/healthz") or any(process.poll() is not None for process in processes),
                "the portal’s first answer",
                START_SECONDS,
            )
            stopped = [process.args for process in processes if process.poll() is not None]
            assert stopped == [], (data_dir / "output.log").read_text()
            portal = Portal(url, data_dir, environment, mailbox)
            portal.sign_ins = read_sign_ins(portal.manage("demo_sign_ins"))
            yield portal
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait(timeout=WORKER_SECONDS)
            mail_server.stop()
