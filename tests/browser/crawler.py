"""Follows links as a search engine would, to find every page that leads nowhere."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

from playwright.sync_api import APIRequestContext

from tests.markup import description_of, faults_of

# Pages of one kind that are asked for: meetings, bodies and dates are many. A list that is filtered and sorted has more
# addresses than can be asked for, so that each filter is tried once, and not each choice of filters.
OF_A_KIND, ASKED = 2, 1


class Links(HTMLParser):
    """Where a page leads, and the places in it that can be led to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.places: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.places.add(str(found["id"]))
        if tag == "a" and found.get("href"):
            self.addresses.append(str(found["href"]))
        # What is asked for by a form that changes nothing, such as the search.
        if tag == "form" and found.get("method", "get") == "get" and found.get("action"):
            self.addresses.append(str(found["action"]))


def path_of(address: str) -> str:
    """“/halton/meetings/12/” and “/halton/meetings/13/” are of one kind, and so are signed links of two people."""
    path = re.sub(r"/[^/]+:[^/]+/", "/one/", urlsplit(address).path)
    path = re.sub(r"/(bodies|organisations|strategies|sections|performance|measures)/[^/]+/", r"/\1/one/", path)
    return re.sub(r"[0-9a-f-]{36}|[0-9]+", "0", path)


def kinds_of(address: str) -> set[str]:
    """One for each thing that is asked of the page: “/meetings/0/?sort” and “/meetings/0/?on”, or “/meetings/0/?”."""
    asked = {name for name, _ in parse_qsl(urlsplit(address).query)} or {""}
    return {f"{path_of(address)}?{name}" for name in asked}


@dataclass
class Crawl:
    """What is found on one host: an address of each kind of page, and which link leads nowhere."""

    request: APIRequestContext
    kinds: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    reached: set[str] = field(default_factory=set)
    pages: dict[str, Links] = field(default_factory=dict)
    places: list[tuple[str, str, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    descriptions: dict[str, str] = field(default_factory=dict)
    of_a_kind: int = OF_A_KIND
    asked: int = ASKED

    def follow(self, start: str) -> None:
        """From the start to all that it leads to."""
        waiting, seen, counts = [(start, start)], {start}, Counter[str]()
        while waiting:
            source, address = waiting.pop(0)
            for target in self.read(source, address):
                kinds = kinds_of(target)
                if target not in seen and any(counts[kind] < self.most_of(kind) for kind in kinds):
                    counts.update(kinds)
                    seen.add(target)
                    waiting.append((address, target))
        for source, target, place in self.places:
            if target in self.pages and place not in self.pages[target].places:
                self.broken.append(f"{source} leads to {target}#{place}: no such place")

    def most_of(self, kind: str) -> int:
        return self.of_a_kind if kind.endswith("?") else self.asked

    def read(self, source: str, address: str) -> list[str]:
        """The addresses on the same host that the page leads to."""
        answer = self.request.get(address)
        if not answer.ok:
            self.broken.append(f"{source} leads to {address}: {answer.status}")
            return []
        self.reached.add(urlsplit(answer.url).path)
        if "text/html" not in answer.headers["content-type"]:
            return []
        # An address that needs a sign-in ends at the sign-in page, which is one page.
        if urlsplit(answer.url).path == urlsplit(address).path:
            for kind in kinds_of(address) - self.kinds.keys():
                self.kinds[kind] = address
                if kind.endswith("?"):
                    self.faults += [f"{address}: {fault}" for fault in faults_of(answer.text())]
                    self.descriptions[kind] = description_of(answer.text())
        page = self.pages[address] = Links(answer.text())
        targets = []
        for link in page.addresses:
            target, _, place = urljoin(answer.url, link).partition("#")
            if urlsplit(target)[:2] == urlsplit(address)[:2]:
                targets.append(target)
                self.places.extend([(address, target, place)] if place else [])
        return targets


def crawl(request: APIRequestContext, start: str, *, of_a_kind: int = OF_A_KIND, asked: int = ASKED) -> Crawl:
    """All pages that the start leads to, and what is wrong with their links."""
    found = Crawl(request, of_a_kind=of_a_kind, asked=asked)
    found.follow(start)
    return found
