"""The menus: reading in the main one, with the pages of each of its places beside each other, and the office's work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.text import capfirst

from boards.choices import Role
from boards.models import Partnership
from boards.roles import has_role
from core.addresses import address


@dataclass(frozen=True)
class Page:
    """An entry of a menu, current on the page it leads to and on those named in ``also``.

    Shown to who has ``permission``, or ``lowest`` role; both empty: to everyone.
    """

    text: str | Callable[[Partnership], str]
    url_name: str
    also: frozenset[str] = frozenset()
    permission: str = ""
    lowest: Role | None = None
    # Whether the date that the page is read as at goes along.
    keeps_date: bool = False
    # Officers have it in their own menu.
    is_in_office: bool = False

    def is_current(self, page: str) -> bool:
        return page == self.url_name or page in self.also

    def is_for(self, user: Any, partnership: Partnership) -> bool:
        if self.permission:
            return bool(user.has_perm(self.permission, partnership))
        return self.lowest is None or has_role(user, partnership, self.lowest)

    def as_item(self, partnership: Partnership, page: str) -> dict[str, Any]:
        return {
            "text": self.text if isinstance(self.text, str) else self.text(partnership),
            "page": self.url_name,
            "url": address(self.url_name, partnership.slug),
            "current": self.is_current(page),
            "keeps_date": self.keeps_date,
        }


@dataclass(frozen=True)
class Section:
    """A place of the main menu: current on all pages of ``apps`` that the office's menu does not have."""

    text: str
    url_name: str
    apps: tuple[str, ...] = ()
    pages: tuple[Page, ...] = ()


@dataclass(frozen=True)
class Group:
    """Entries of the office's menu that belong together."""

    heading: str
    pages: tuple[Page, ...]


def _topic_groups(partnership: Partnership) -> str:
    return capfirst(partnership.words.topic_group.many)


def _of(app: str, *pages: str) -> frozenset[str]:
    return frozenset(f"{app}:{page}" for page in pages)


SECTIONS = (
    Section("Home", "office:home"),
    Section(
        "Meetings",
        "meetings:list",
        apps=("meetings", "agendas", "attendance", "invitations", "actions", "summaries"),
        pages=(
            Page("Meetings", "meetings:list"),
            Page("Calendar", "meetings:calendar"),
            Page("Decisions", "summaries:decisions"),
            Page("Actions", "actions:actions"),
            Page(
                "Attendance",
                "attendance:attendance",
                also=_of("attendance", "organisations"),
                permission="attendance.see_attendance_rates",
            ),
            Page("Summaries on time", "summaries:register"),
        ),
    ),
    Section(
        "Recommendations",
        "recommendations:list",
        apps=("scrutiny", "recommendations", "progress", "monitoring"),
        pages=(
            Page("Recommendations", "recommendations:list"),
            Page("Overview", "monitoring:overview"),
            Page(_topic_groups, "scrutiny:topic_groups"),
            Page("Topic programme", "scrutiny:programme"),
            Page("Reviews", "monitoring:reviews"),
            # Of the chair of a board that scrutinises.
            Page(
                "Follow-up requests",
                "monitoring:follow_up_requests",
                permission="monitoring.decide_follow_ups",
                is_in_office=True,
            ),
        ),
    ),
    Section(
        "Who we are",
        "boards:structure",
        apps=("boards",),
        pages=(
            Page("Structure", "boards:structure", keeps_date=True),
            Page("Membership", "boards:membership", keeps_date=True),
            Page("Organisations", "boards:organisations", keeps_date=True),
            Page("Strategies", "boards:strategies", keeps_date=True),
        ),
    ),
    Section("Performance", "performance:list", apps=("performance",)),
    Section("Reports", "reports:list", apps=("reports",)),
)

OFFICE = (
    Group("", (Page("Today", "office:today"),)),
    Group(
        "Meetings",
        (
            Page("Confidential items", "agendas:confidential", permission="meetings.manage_meetings"),
            Page(
                "Email log",
                "outbox:list",
                also=_of("outbox", "message", "read", "stop", "all_again"),
                permission="outbox.see_messages",
            ),
        ),
    ),
    Group(
        "Recommendations",
        (
            Page("Update requests", "progress:requests", permission="progress.add_progress"),
            Page("Statuses to confirm", "progress:proposals", permission="progress.add_progress"),
            Page("Follow-up requests", "monitoring:follow_up_requests", permission="monitoring.decide_follow_ups"),
            Page("Owners", "recommendations:owners", permission="progress.add_progress"),
            Page("Close recommendations", "monitoring:close", permission="progress.add_progress"),
        ),
    ),
    Group(
        "Records",
        (
            Page("People", "boards:people", permission="boards.keep_register"),
            Page("Sources", "boards:sources", permission="boards.keep_register"),
        ),
    ),
    Group(
        "Admin",
        (
            Page(
                "People with access",
                "boards:roles",
                also=_of(
                    "boards",
                    "role_grant",
                    "role_end",
                    "account",
                    "switch_off",
                    "switch_on",
                    "remove_second_step",
                    "end_sessions",
                )
                | {"outbox:role_again"},
                lowest=Role.ADMIN,
            ),
            Page("Partnership details", "boards:partnership_edit", lowest=Role.ADMIN),
            Page("Settings", "boards:settings", lowest=Role.ADMIN),
            Page("Scrutiny settings", "scrutiny:scrutiny_settings", lowest=Role.ADMIN),
            Page("Bank holidays", "boards:holidays", also=_of("boards", "holiday_remove"), lowest=Role.ADMIN),
            Page("Import and export", "imports:start", also=_of("imports", "templates", "import"), lowest=Role.ADMIN),
            Page("Audit trail", "boards:audit", also=_of("office", "act"), lowest=Role.ADMIN),
            Page("Background work", "office:background", lowest=Role.ADMIN),
        ),
    ),
)
IN_OFFICE = frozenset().union(*({page.url_name} | page.also for group in OFFICE for page in group.pages))


def menus_for(request: HttpRequest, partnership: Partnership) -> dict[str, Any]:
    """``nav_items``, the main menu; ``section_nav`` and its name, the pages beside this one in its section;
    ``office_nav``, groups of entries, on the office's pages. An item is a text, a url and whether it is current.
    """
    match = request.resolver_match
    app, page = (match.namespace, match.view_name) if match else ("", "")
    user = request.user
    is_officer = has_role(user, partnership, Role.OFFICER)
    is_office = is_officer and page in IN_OFFICE
    items = []
    section_nav: list[dict[str, Any]] = []
    section_name = ""
    for section in SECTIONS:
        is_current = not is_office and (app in section.apps or page == section.url_name)
        items.append({"text": section.text, "url": address(section.url_name, partnership.slug), "current": is_current})
        if is_current and any(entry.is_current(page) for entry in section.pages):
            pages = (entry for entry in section.pages if not (is_officer and entry.is_in_office))
            shown = (entry for entry in pages if entry.is_for(user, partnership))
            section_nav = [entry.as_item(partnership, page) for entry in shown]
            section_name = section.text
    if is_officer:
        items.append({"text": "Office", "url": address("office:today", partnership.slug), "current": is_office})
    return {
        "nav_items": items,
        "section_nav": section_nav,
        "section_name": section_name,
        "office_nav": _office_nav(user, partnership, page) if is_office else [],
    }


def _office_nav(user: Any, partnership: Partnership, page: str) -> list[dict[str, Any]]:
    groups = []
    for group in OFFICE:
        shown = [entry.as_item(partnership, page) for entry in group.pages if entry.is_for(user, partnership)]
        if shown:
            groups.append({"heading": group.heading, "items_shown": shown})
    return groups
