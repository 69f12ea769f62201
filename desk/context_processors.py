"""What every page shows around its content."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from boards.models import Partnership
from boards.roles import waiting_roles
from boards.views.base import partnership_at
from core import clock
from desk.day import waiting_counts
from desk.guide import page_url, section_of
from desk.history import KIND_OF_PAGE, KINDS
from desk.lists import back_to_list
from desk.menus import menus_for

SLUG = re.compile(r"[-\w]{1,40}", re.ASCII)
OF_ALL_PARTNERSHIPS = ("desk:installation", "founding:")


def _partnership_beside(request: HttpRequest) -> Partnership | None:
    """Whose name and colour a page outside all partnerships bears, such as the sign-in or *Page not found*: the one
    that its address or ``next`` begins with, or the only one of the installation.
    """
    for path in (request.path, request.GET.get("next", "")):
        slug = path.strip("/").partition("/")[0]
        if SLUG.fullmatch(slug):
            try:
                return partnership_at(slug)
            except Http404:
                continue
    listed = Partnership.objects.visible_to(request.user)[:2]
    return listed[0] if len(listed) == 1 else None


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The partnership and its menu, and the user guide on the page."""
    match = request.resolver_match
    page = match.view_name if match else ""
    guide_url = page_url(section_of(page))
    partnership = getattr(request, "partnership", None)
    # A request that is refused before it is known whose it is, such as one for another host, has no user.
    if partnership is None and hasattr(request, "user") and not page.startswith(OF_ALL_PARTNERSHIPS):
        partnership = _partnership_beside(request)
    if partnership is None:
        return {"nav_items": [], "guide_url": guide_url}
    menus = menus_for(request, partnership)
    if menus["office_nav"]:
        _say_what_waits(menus["office_nav"], waiting_counts(request, partnership, on=clock.today()))
    return {
        **menus,
        "guide_url": guide_url,
        "waits_for_two_steps": partnership.pk in waiting_roles(request.user),
        "partnership": partnership,
        "history_url": history_url(request, partnership, page),
        "back_to_list": back_to_list(request, page, partnership.slug),
    }


def _say_what_waits(groups: list[dict[str, Any]], counts: dict[str, int]) -> None:
    """Beside each entry of the office's menu, how much waits on its page."""
    for group in groups:
        for item in group["items_shown"]:
            item["count"] = counts.get(item["page"], 0)


def history_url(request: HttpRequest, partnership: Any, page: str) -> str:
    """Where an officer reads who changed the record that the page shows; empty on other pages and for others."""
    word = KIND_OF_PAGE.get(page)
    if word is None or not request.user.has_perm("boards.work_at_desk", partnership):
        return ""
    match = request.resolver_match
    assert match is not None  # the page was found by it
    return reverse("office:history", args=[partnership.slug, word, KINDS[word].key_in(match.kwargs)])
