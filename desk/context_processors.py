"""What every page shows around its content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from boards.choices import Role
from boards.roles import has_role, waiting_roles
from core.addresses import address
from desk.guide import page_url, section_of
from desk.history import KIND_OF_PAGE, KINDS
from desk.lists import back_to_list


@dataclass(frozen=True)
class Entry:
    """An entry of the menu; it is the current one on the pages named, and on all pages of ``apps`` that ``but`` does
    not name.
    """

    text: str
    url_name: str
    apps: tuple[str, ...] = ()
    pages: frozenset[str] = frozenset()
    but: frozenset[str] = frozenset()
    lowest: Role | None = None

    def is_current(self, app: str, page: str) -> bool:
        return page in self.pages or (app in self.apps and page not in self.but)

    def is_for(self, request: HttpRequest, partnership: Any) -> bool:
        return self.lowest is None or has_role(request.user, partnership, self.lowest)


ADMIN = (
    "roles",
    "role_grant",
    "role_end",
    "account",
    "switch_off",
    "switch_on",
    "remove_second_step",
    "end_sessions",
    "partnership_edit",
    "settings",
    "holidays",
    "holiday_remove",
    "audit",
)


def _of(app: str, pages: tuple[str, ...]) -> frozenset[str]:
    return frozenset(f"{app}:{page}" for page in pages)


MEETINGS = ("meetings", "agendas", "attendance", "invitations", "actions", "summaries")
# Below Meetings, as nearly all mail comes of one; not so the page where everybody says how they want their own mail.
OUTBOX = _of("outbox", ("list", "message", "read", "stop", "all_again"))
SCRUTINY = ("scrutiny", "recommendations", "progress", "monitoring")
MENU = (
    Entry("Today", "office:today", pages=frozenset({"office:today"}), lowest=Role.OFFICER),
    Entry("Recommendations", "recommendations:list", apps=SCRUTINY),
    Entry("Meetings", "meetings:list", apps=MEETINGS, pages=OUTBOX),
    Entry("Structure", "boards:structure", apps=("boards",), but=_of("boards", ADMIN)),
    Entry("Performance", "performance:list", apps=("performance",)),
    Entry("Reports", "reports:list", apps=("reports",)),
    Entry(
        "Admin",
        "boards:roles",
        pages=_of("boards", ADMIN) | {"outbox:role_again", "office:background"},
        lowest=Role.ADMIN,
    ),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The partnership and its menu, and the user guide on the page."""
    partnership = getattr(request, "partnership", None)
    match = request.resolver_match
    app, page = (match.namespace, match.view_name) if match else ("", "")
    guide_url = page_url(section_of(page))
    if partnership is None:
        return {"nav_items": [], "guide_url": guide_url}
    items = [
        {
            "text": entry.text,
            "url": address(entry.url_name, partnership.slug),
            "current": entry.is_current(app, page),
        }
        for entry in MENU
        if entry.is_for(request, partnership)
    ]
    return {
        "nav_items": items,
        "guide_url": guide_url,
        "waits_for_two_steps": partnership.pk in waiting_roles(request.user),
        "partnership": partnership,
        "history_url": history_url(request, partnership, page),
        "back_to_list": back_to_list(request, page, partnership.slug),
    }


def history_url(request: HttpRequest, partnership: Any, page: str) -> str:
    """Where an officer reads who changed the record that the page shows; empty on other pages and for others."""
    word = KIND_OF_PAGE.get(page)
    if word is None or not request.user.has_perm("boards.work_at_desk", partnership):
        return ""
    match = request.resolver_match
    assert match is not None  # the page was found by it
    return reverse("office:history", args=[partnership.slug, word, KINDS[word].key_in(match.kwargs)])
