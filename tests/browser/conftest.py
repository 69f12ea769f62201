"""A real portal for the browser: web server, worker and mail server as they run for people, on the Halton example."""

from __future__ import annotations

import os
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default as default_policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 120
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 800}


class Mailbox:
    """Keeps what the mail server of the tests accepted."""

    def __init__(self) -> None:
        self.messages: list[Message | EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  (aiosmtpd's name)
        self.messages.append(message_from_bytes(envelope.content, policy=default_policy))
        return "250 Accepted"

    def wait_for(self, count: int, *, subject: str, seconds: float = 60) -> list[Message | EmailMessage]:
        """The messages with these words in their subject, once there are ``count`` of them."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found = [message for message in self.messages if subject in str(message["Subject"])]
            if len(found) >= count:
                return found
            time.sleep(0.2)
        raise AssertionError(f"{len(found)} of {count} messages with “{subject}” arrived in {seconds} s.")


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
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_until_it_answers(url: str, processes: list[subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert all(process.poll() is None for process in processes), "The portal stopped while it was starting."
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"The portal did not answer within {START_SECONDS} s.")


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The portal, started once for all browser tests of a process."""
    data_dir = tmp_path_factory.mktemp("portal")
    mailbox = Mailbox()
    mail_server = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    mail_server.start()
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "DJANGO_SETTINGS_MODULE": "partnership.settings",
        "DATA_DIR": str(data_dir),
        "ENV_FILE": os.devnull,
        "SECRET_KEY": secrets.token_urlsafe(64),
        "BASE_URL": url,
        "PORT": str(port),
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_server.port}",
        "PYTHONPATH": str(ROOT),
    }
    subprocess.run([sys.executable, "script/prepare.py"], cwd=ROOT, env=environment, check=True, capture_output=True)
    web = [sys.executable, "-m", "gunicorn", "partnership.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    worker = [sys.executable, "manage.py", "qcluster"]
    with (data_dir / "output.log").open("wb") as log:
        processes = [
            subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log) for command in (web, worker)
        ]
        try:
            wait_until_it_answers(url, processes)
            running = Portal(url, data_dir, environment, mailbox)
            running.sign_ins = read_sign_ins(running.manage("demo_sign_ins"))
            yield running
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait(timeout=30)
            mail_server.stop()


def read_sign_ins(printed: str) -> dict[str, tuple[str, str]]:
    """The table that ``demo_sign_ins`` prints: a role, an address and a password a line."""
    lines = (re.split(r"\s{2,}", line.strip()) for line in printed.splitlines() if "@example.org" in line)
    return {role: (address, password) for role, address, password in lines}


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {
        "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
    }


@pytest.fixture(scope="session")
def base_url(portal: Portal) -> str:
    return portal.url


@pytest.fixture
def open_as(browser: Browser, portal: Portal) -> Iterator[Callable[..., Page]]:
    """``open_as("Officer")`` gives a page of somebody signed in; ``None`` of somebody who is not."""
    contexts: list[BrowserContext] = []

    def make(role: str | None, **options: Any) -> Page:
        context = browser.new_context(base_url=portal.url, **{"viewport": WIDE, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        if role is not None:
            address, password = portal.sign_ins[role]
            page.goto("/account/login/")
            page.get_by_label("Email").or_(page.get_by_label("E-mail")).first.fill(address)
            page.locator("input[type=password]").fill(password)
            page.locator("main button[type=submit]").first.click()
            page.wait_for_url(lambda url: "/login" not in url)
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def check_page() -> Callable[[Page], None]:
    """No axe violation, no console error and nothing wider than the window, at 1280 and at 320 px."""

    def check(page: Page) -> None:
        was = page.viewport_size
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            found = Axe().run(page).response["violations"]
            told = [(entry["id"], [node["html"][:150] for node in entry["nodes"]][:3]) for entry in found]
            assert told == [], f"{page.url} at {size['width']} px"
            overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overflow == 0, f"{page.url} is {overflow} px too wide at {size['width']} px"
        if was:
            page.set_viewport_size(was)

    return check
