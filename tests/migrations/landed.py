"""Migrations that have landed: ``.venv/bin/python -m tests.migrations.landed`` adds the lines of new ones to landed.txt."""

from __future__ import annotations

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIST = Path(__file__).with_name("landed.txt")
FOR_GOOD = "# For good: no line of what follows may change or go."
HEADER = f"""\
# Migrations that have landed: the SHA-256 of each, without its comments and empty lines.
# Databases in use have run them as they were then, so that what is changed in one reaches none of them.
# The line of a new migration comes with it, in the same commit, by: .venv/bin/python -m tests.migrations.landed
{FOR_GOOD}
"""


def migrations() -> dict[str, str]:
    """Each migration of ours, by its path, with its hash."""
    paths = sorted(ROOT.glob("*/migrations/[0-9]*.py"))
    return {path.relative_to(ROOT).as_posix(): digest_of(path.read_text(encoding="utf-8")) for path in paths}


def digest_of(code: str) -> str:
    lines = [line.rstrip() for line in code.splitlines()]
    kept = [line for line in lines if line and not line.lstrip().startswith("#")]
    return hashlib.sha256("\n".join(kept).encode()).hexdigest()


def read(text: str) -> dict[str, str]:
    """The lines of a list: path to hash."""
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return {path: digest for digest, path in lines}


def complaints(listed: dict[str, str], found: dict[str, str]) -> list[str]:
    """What to do, in a sentence for each migration that is not as the list has it."""
    gone = [f"{path} has landed: put it back, and undo what it does in a new migration." for path in listed.keys() - found]
    changed = [
        f"{path} was changed after it had landed: put it back as it was, and make the change in a new migration."
        for path in listed.keys() & found
        if listed[path] != found[path]
    ]
    new = [
        f"{path} is new: once it is as it shall stay, run .venv/bin/python -m tests.migrations.landed."
        for path in found.keys() - listed
    ]
    return sorted([*gone, *changed, *new])


def main() -> None:
    text = LIST.read_text(encoding="utf-8") if LIST.exists() else HEADER
    listed = read(text)
    added = [f"{digest}  {path}\n" for path, digest in migrations().items() if path not in listed]
    LIST.write_text(text + "".join(added), encoding="utf-8")
    print(f"{len(added)} added, {len(listed)} left as they were.")  # noqa: T201


if __name__ == "__main__":
    main()
