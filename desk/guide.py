"""The user guide: its pages, and which of them tells of the page that somebody is on."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePosixPath

from django.conf import settings
from django.urls import reverse

from core.markdown import MarkdownPage, read_markdown

DOCS = settings.BASE_DIR / "docs"
INDEX = ""

# By the name of a page's address, or of the app that it belongs to; the index tells of all others.
SECTIONS = {
    "actions": "actions",
    "agendas": "agendas",
    "attendance": "attendance",
    "boards": "structure",
    "boards:account": "people",
    "boards:audit": "people",
    "boards:end_sessions": "people",
    "boards:holidays": "people",
    "boards:holiday_remove": "people",
    "boards:partnership_edit": "set-up",
    "boards:remove_second_step": "people",
    "boards:role_end": "people",
    "boards:role_grant": "people",
    "boards:roles": "people",
    "boards:settings": "people",
    "boards:switch_off": "people",
    "boards:switch_on": "people",
    "example": "set-up",
    "founding": "set-up",
    "imports": "importing",
    "invitations": "invitations",
    "invitations:distribution": "summaries",
    "invitations:distribution_remove": "summaries",
    "meetings": "calendar",
    "meetings:detail": "summaries",
    "monitoring": "reviews",
    "monitoring:overview": "recommendations",
    "office:act": "people",
    "office:history": "people",
    "outbox": "mail",
    "performance": "performance",
    "progress": "progress",
    "recommendations": "recommendations",
    "reports": "annual-report",
    "reports:agenda_pack": "agendas",
    "scrutiny": "topic-groups",
    "search": "search",
    "summaries": "summaries",
}


@lru_cache(maxsize=1)
def page_names() -> frozenset[str]:
    """Names of the pages below the index."""
    return frozenset(path.stem for path in (DOCS / "user-guide").glob("*.md"))


@lru_cache(maxsize=100)
def read_page(name: str) -> MarkdownPage:
    """The page, or the index where no name is given. The name is one of ``page_names``."""
    path = DOCS / "user-guide" / f"{name}.md" if name else DOCS / "user-guide.md"
    return read_markdown(path.read_text(encoding="utf-8"), link=_address_of)


def _address_of(named: str) -> str:
    """Of a link in the guide; nothing for papers that only come with the program."""
    path, hash_mark, fragment = named.partition("#")
    name = PurePosixPath(path).stem
    if name in page_names():
        return f"{page_url(name)}{hash_mark}{fragment}"
    return named if not path or "://" in path else ""


def page_url(name: str) -> str:
    return reverse("desk:guide_page", args=[name]) if name else reverse("desk:guide")


def section_of(view_name: str) -> str:
    """The name of the guide's page on the page at the address of that name."""
    return SECTIONS.get(view_name) or SECTIONS.get(view_name.partition(":")[0], INDEX)
