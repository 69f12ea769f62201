"""Pages as they are read: where a template breaks its lines is nobody's business but its own."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

BREAK = r"\s*\n\s*"
BROKEN = re.compile(
    rf"(?P<kept><(?P<name>textarea|pre)\b.*?</(?P=name)>)|(?P<tag><[a-z][^<>]*>)(?:{BREAK})?|{BREAK}(?=</)|{BREAK}",
    re.DOTALL,
)


def joined(html: str) -> str:
    """The page with its broken lines joined, as a browser joins them: by a space, and by nothing at a tag's edge."""
    return BROKEN.sub(_joint, html)


def _joint(found: re.Match[str]) -> str:
    if found["kept"]:
        return found["kept"]
    if found["tag"]:
        return re.sub(BREAK, " ", found["tag"]).replace(" >", ">")
    return "" if found.string.startswith("</", found.end()) else " "


class Reader(Client):
    """A client without a browser, whose pages have their broken lines joined."""

    def request(self, **request: Any) -> HttpResponse:
        response: HttpResponse = super().request(**request)
        if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            response.content = joined(response.content.decode()).encode()
        return response
