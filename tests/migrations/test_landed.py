"""A migration that has landed never changes again, and its line in landed.txt neither."""

import subprocess

from tests.migrations.landed import FOR_GOOD, HEADER, LIST, ROOT, complaints, digest_of, migrations, read


def git(*arguments):
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def test_landed_migrations_are_as_they_were():
    assert complaints(read(LIST.read_text(encoding="utf-8")), migrations()) == []


def test_no_line_that_was_for_good_has_changed_or_gone():
    """Read from the history, as a list that is written anew would agree with whatever there is."""
    name = LIST.relative_to(ROOT).as_posix()
    now = LIST.read_text(encoding="utf-8")
    changed = set()
    for commit in git("log", "--format=%H", "--diff-filter=AM", "--", name).split():
        then = git("show", f"{commit}:{name}")
        if FOR_GOOD in then:
            assert FOR_GOOD in now, f"Put the first lines of {name} back."
            changed |= read(then).items() - read(now).items()
    assert {path for path, _ in changed} == set(), f"Put these lines of {name} back as they were, and the migrations."


def test_what_differs_is_told_with_what_to_do():
    listed = {"a/migrations/0001_a.py": "1", "a/migrations/0002_b.py": "2", "a/migrations/0003_c.py": "3"}
    found = {"a/migrations/0001_a.py": "1", "a/migrations/0002_b.py": "other", "a/migrations/0004_d.py": "4"}
    assert complaints(listed, found) == [
        "a/migrations/0002_b.py was changed after it had landed: put it back as it was, and make the change in a new "
        "migration.",
        "a/migrations/0003_c.py has landed: put it back, and undo what it does in a new migration.",
        "a/migrations/0004_d.py is new: once it is as it shall stay, run .venv/bin/python -m tests.migrations.landed.",
    ]


def test_comments_and_empty_lines_may_change():
    assert digest_of("# Generated\n\nname = 1 \n") == digest_of("name = 1\n") != digest_of("name = 2\n")


def test_list_begins_by_saying_how_lines_come_into_it():
    assert "tests.migrations.landed" in HEADER
    assert read(HEADER) == {}
