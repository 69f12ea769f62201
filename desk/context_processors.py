"""What every page shows around its content."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from boards.choices import Role
from boards.roles import has_role

PAGES = (
    ("Recommendations", "recommendations:list"),
    ("Meetings", "meetings:list"),
    ("Structure", "boards:structure"),
    ("Performance", "performance:list"),
    ("Reports", "reports:list"),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The partnership's menu, and whether the made-up example is in it. Filled as the pages appear."""
    from django.urls import NoReverseMatch, reverse

    partnership = getattr(request, "partnership", None)
    if partnership is None:
        return {"nav_items": [], "demo_mode": False}
    pages = [("Today", "office:today")] if has_role(request.user, partnership, Role.OFFICER) else []
    items = []
    for text, name in (*pages, *PAGES):
        try:
            url = reverse(name, args=[partnership.slug])
        except NoReverseMatch:
            continue
        items.append({"text": text, "url": url, "current": request.path.startswith(url)})
    return {"nav_items": items, "demo_mode": partnership.is_example, "partnership": partnership}
