"""The questions of *Set up a partnership*, as a person answers them."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.arrival import follow

PASSWORD = "three long enough words"


def go_on(page: Page) -> None:
    follow(page.get_by_role("button", name="Continue"))


def code_in(printed: str) -> str:
    found = re.search(r"^Set-up code: (\S+)$", printed, re.MULTILINE)
    assert found
    return found[1]


def answer_the_rest(
    page: Page, *, nation: str, admin: str, kind: str, check: Callable[[Page], None] = lambda _: None
) -> None:
    """From the question about the nation to the page on which answers are checked."""
    check(page)
    page.get_by_label(nation, exact=True).check()
    go_on(page)
    check(page)
    page.get_by_label("Email address of the office").fill("office@example.org")
    go_on(page)
    page.get_by_label("Name", exact=True).fill("First Admin")
    page.get_by_label("Email address").fill(admin)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password again").fill(PASSWORD)
    check(page)
    go_on(page)
    check(page)
    page.get_by_label(kind, exact=True).check()
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    check(page)
