"""The command that people start the portal with: it leaves nothing behind, and nothing open to others."""

import os
import pty
import select
import signal
import stat
import time
from pathlib import Path

import pytest

from tests.browser.portal import ROOT, free_port

PATIENCE = 90


def fork_with_pipe() -> tuple[int, int]:
    """Like ``pty.fork``, on a machine that has no terminals to give, as a bare chroot: what is written can be read."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.setsid()
        os.dup2(writer, 1)
        os.dup2(writer, 2)
        os.close(reader)
    os.close(writer)
    return pid, reader


class Terminal:
    """``script/server`` in a terminal of its own, which can be closed."""

    def __init__(self, environment) -> None:
        self.environment = environment | {"PORT": str(free_port())}
        self.is_real = True
        try:
            self.pid, self.screen = pty.fork()
        except OSError:
            self.is_real = False
            self.pid, self.screen = fork_with_pipe()
        if self.pid == 0:
            os.chdir(ROOT)
            # Whoever runs the tests may ignore it, as nohup does, and that would be inherited.
            signal.signal(signal.SIGHUP, signal.SIG_DFL)
            os.execvpe("script/server", ["script/server"], self.environment)  # noqa: S606
        self.shown = ""

    def wait_for(self, words: str) -> None:
        until = time.monotonic() + PATIENCE
        while words not in self.shown:
            assert time.monotonic() < until, self.shown
            if select.select([self.screen], [], [], 0.2)[0]:
                self.shown += os.read(self.screen, 4096).decode(errors="replace")

    def close(self) -> None:
        os.close(self.screen)
        if not self.is_real:
            os.killpg(self.pid, signal.SIGHUP)  # as the system does when a terminal goes

    def processes(self) -> dict[int, str]:
        """What runs with this portal's folder in its environment: the script, web server and worker."""
        mark = f"DATA_DIR={self.environment['DATA_DIR']}\0".encode()
        found = {}
        for folder in Path("/proc").iterdir():
            if folder.name.isdecimal():
                try:
                    if mark in (folder / "environ").read_bytes():
                        found[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
                except OSError:
                    continue  # it has just ended, or is not ours to read
        return {pid: command for pid, command in found.items() if command}

    def wait_for_the_end(self) -> None:
        until = time.monotonic() + PATIENCE
        while left := self.processes():
            assert time.monotonic() < until, left
            if self.pid in left:
                os.waitpid(self.pid, os.WNOHANG)
            time.sleep(0.2)


@pytest.fixture(scope="module")
def terminal(small_portal):
    terminal = Terminal(small_portal)
    try:
        terminal.wait_for("Ctrl-C stops it")
        running = " ".join(terminal.processes().values())
        assert ("script/server" in running, "gunicorn" in running, "qcluster" in running) == (True, True, True)
        yield terminal
    finally:
        for pid in terminal.processes():
            os.kill(pid, signal.SIGKILL)


def test_what_the_portal_writes_is_for_nobody_else(terminal):
    folder = Path(terminal.environment["DATA_DIR"])
    found = {str(path.relative_to(folder)): stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}
    assert {name: oct(mode) for name, mode in found.items() if mode & 0o077} == {}
    assert {"portal.sqlite3", "mail/yesterday.log"} <= set(found)


def test_closing_the_terminal_ends_web_server_and_worker(terminal):
    terminal.close()
    terminal.wait_for_the_end()
