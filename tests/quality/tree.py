"""The files of the repository, as the tests in this folder read them."""

import re
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = tuple(sorted(path.parent.name for path in ROOT.glob("*/apps.py")))
# What others made is theirs to judge.
VENDORED = ("static/accessible-autocomplete/", "static/govuk/", "LICENSES/")


@cache
def tracked_files() -> list[str]:
    """Every file that a clone would have, and those about to be added; paths from the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    return sorted(name for name in set(listed) if name and (ROOT / name).is_file() and not name.startswith(VENDORED))


def files(*, ends: str | tuple[str, ...], under: str | tuple[str, ...] = "") -> list[str]:
    return [name for name in tracked_files() if name.endswith(ends) and name.startswith(under)]


def app_modules() -> list[str]:
    """The portal's own Python, without migrations."""
    return [name for name in files(ends=".py", under=tuple(f"{app}/" for app in APPS)) if "/migrations/" not in name]


@cache
def text(name: str) -> str:
    """The file's text; empty for pictures and other binary files."""
    try:
        return (ROOT / name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def found(pattern: str, names: list[str], *, flags: int = 0) -> list[str]:
    """Where the pattern occurs, as ``file:line: the line``."""
    expression = re.compile(pattern, flags)
    return [
        f"{name}:{number}: {line.strip()[:120]}"
        for name in names
        for number, line in enumerate(text(name).splitlines(), start=1)
        if expression.search(line)
    ]
