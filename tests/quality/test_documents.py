"""Papers that name what is in the code name what is there."""

import re
from importlib import import_module

import pytest

from tests.quality.tree import APPS, ROOT, files, text

TESTS_NAMED = re.compile(r"`(tests/[\w/]+\.py)`: ((?:`\w+`(?:, )?)+)")
NAMED = re.compile(rf"`((?:{'|'.join(APPS)})(?:\.\w+)+)`(?:: ((?:`\w+`(?:, )?)+))?")


def named_in_rules() -> list[str]:
    """“core.rules.dates.format_date” for each function that the table of rules names, also after a colon."""
    names = []
    for module, members in NAMED.findall(text("docs/rules.md")):
        names += [f"{module}.{member}" for member in re.findall(r"\w+", members)] or [module]
    return names


def find(dotted: str) -> object:
    """The module, or what is in it, by its full name. Raises where there is no such thing."""
    try:
        return import_module(dotted)
    except ModuleNotFoundError:
        home, _, name = dotted.rpartition(".")
        return getattr(find(home), name)


def test_rules_document_names_what_is_in_the_code():
    found = {name: find(name) for name in named_in_rules()}
    assert len(found) > 40


def test_each_bad_day_has_a_stated_outcome_and_tests_that_are_there():
    rows = [line.split("|")[1:-1] for line in text("docs/bad-days.md").splitlines() if line.startswith("| ")]
    stories = [row for row in rows if row[0].strip() != "what happens"]
    missing = []
    for what, outcome, tests in stories:
        named = [(name, test) for name, listed in TESTS_NAMED.findall(tests) for test in re.findall(r"\w+", listed)]
        assert outcome.strip(), what
        assert named, what
        missing += [(name, test) for name, test in named if f"\ndef {test}(" not in text(name)]
    assert missing == []
    assert len(stories) > 20


def test_decisions_are_numbered_without_gaps():
    names = sorted(path.name for path in (ROOT / "docs/decisions").iterdir())
    assert [name[:5] for name in names] == [f"{number:04}-" for number in range(1, len(names) + 1)]


@pytest.mark.parametrize("name", files(ends=".md", under="docs/decisions/"))
def test_decision_begins_with_its_number_and_says_what_was_decided(name):
    number = int(name.removeprefix("docs/decisions/")[:4])
    assert text(name).startswith(f"# {number}. ")


def test_user_guide_leads_to_each_of_its_parts():
    parts = {name.removeprefix("docs/") for name in files(ends=".md", under="docs/user-guide/")}
    assert set(re.findall(r"\]\((user-guide/[\w-]+\.md)\)", text("docs/user-guide.md"))) == parts
