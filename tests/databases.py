"""Which tests run on SQLite too: those in which the database can make a difference (docs/decisions/0021).

All tests run on PostgreSQL. A module is chosen by what it says, so that none has to be thought of: where a test calls a
QuerySet of ours, names a constraint or a lock, searches or sorts, its module runs on both.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
# Every address and form with odd values in it, and the search, which is written once for each database.
ALWAYS = {TESTS / "hostile", TESTS / "search"}
# Who may open what, what every act leaves behind, the code itself, what is started upon an SQLite file, and which
# emails a killed worker had sent: the same on any database. The example is loaded into SQLite for all that is done in a
# browser.
NEVER = {
    *(TESTS / "access", TESTS / "acts", TESTS / "example", TESTS / "quality"),
    TESTS / "operations" / "test_wrong_tables.py",
    TESTS / "reports" / "test_mail_smtp.py",
}
QUERYSETS = ("*/querysets.py", "*/querysets/*.py", "*/models.py", "*/models/*.py")
WORDS = (
    # what the database refuses, and when
    r"\b(?:Integrity|Operational|Programming|Data|Database)Error|[Cc]onstraint|select_for_update|Barrier\(",
    r"transaction=True|\.atomic\(",
    # what is asked of it in its own words
    r"\bconnections?\.|\bconnection\b,|\.cursor\(|RunSQL|\.raw\(|\.explain\(|[Mm]igrat(?:e|ion)",
    # order, and what counts as the same word
    r"[?&]sort=|[\"']sort[\"']|sort=|i(?:contains|exact|startswith)|[?&]search=|[\"']search[\"']|search=",
)


@cache
def queryset_methods() -> frozenset[str]:
    """The names of what our QuerySets can be asked."""
    names = set()
    for module in [one for pattern in QUERYSETS for one in ROOT.glob(pattern)]:
        for node in ast.parse(module.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and (
                "querysets" in module.as_posix() or any("QuerySet" in ast.unparse(base) for base in node.bases)
            ):
                names |= {one.name for one in node.body if isinstance(one, ast.FunctionDef)}
    return frozenset(name for name in names if not name.startswith("_"))


@cache
def _pattern() -> re.Pattern[str]:
    every = "|".join(sorted(queryset_methods()))
    # A short name is many things' (path.open, Counter.counts), so it counts only where a manager is asked.
    telling = "|".join(sorted(name for name in queryset_methods() if "_" in name or len(name) > 7))
    return re.compile("|".join((*WORDS, rf"\.objects\.(?:{every})\(", rf"\.(?:{telling})\(")))


def can_differ(module: Path) -> bool:
    """Whether what the module tests can come out otherwise on another database."""
    if not ALWAYS.isdisjoint(module.parents):
        return True
    if not NEVER.isdisjoint({module, *module.parents}):
        return False
    return _pattern().search(module.read_text(encoding="utf-8")) is not None
