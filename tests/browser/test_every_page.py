"""Every page that links lead to is there, is accessible and breaks no rule of its own."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.crawler import crawl

pytestmark = pytest.mark.browser

# Of each, the journeys see more than one.
PUBLIC_KINDS_AT_LEAST = 30
OFFICE_KINDS_AT_LEAST = 20


def test_every_public_page_is_reached_from_the_home(open_as, portal, check_page):
    page = open_as(None)
    found = crawl(page.request, f"{portal.url}/")
    assert found.broken == []
    assert len(found.kinds) >= PUBLIC_KINDS_AT_LEAST
    for address in plain(found.kinds):
        page.goto(address)
        check_page(page)


def test_every_page_of_the_office_is_reached_from_its_home(open_as, portal, check_page):
    page, everyone = open_as("Officer"), open_as(None)
    found = crawl(page.request, f"{portal.url}/halton/")
    assert found.broken == []
    own = [address for address in plain(found.kinds) if not may_read(everyone, address)]
    assert len(own) >= OFFICE_KINDS_AT_LEAST
    for address in own:
        page.goto(address)
        check_page(page)


def plain(kinds: dict[str, str]) -> list[str]:
    """A list that is sorted or filtered otherwise is the same page to the checker."""
    return [address for kind, address in kinds.items() if kind.endswith("?")]


def may_read(page: Page, address: str) -> bool:
    answer = page.request.get(address)
    return answer.ok and urlsplit(answer.url).path == urlsplit(address).path
