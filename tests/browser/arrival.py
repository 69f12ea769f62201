"""Waiting for what comes: a click returns before the page that it leads to is there, and the worker takes its time.

The waits are as long as a slow and busy machine needs; where all goes well nobody notices them.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Locator, Page, expect

WAIT_MS = 30_000
ARRIVAL_MS = 60_000
# For what the worker does: sending mails, making papers.
WORKER_SECONDS = 120

expect.set_options(timeout=WAIT_MS)


def patient(context: BrowserContext) -> BrowserContext:
    """The same window, whose pages wait as long as ours do."""
    context.set_default_timeout(WAIT_MS)
    context.set_default_navigation_timeout(ARRIVAL_MS)
    return context


def follow(link: Locator) -> None:
    """Click on a link or a form's button, and wait until the page that it leads to is there, whole."""
    with link.page.expect_navigation(wait_until="load"):
        link.click()


def follow_by_key(page: Page, key: str = "Enter") -> None:
    """As ``follow``, for what has the focus."""
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press(key)


# A long list is a box to type in once its script has come.
LISTS_ARE_READY = """() => ![...document.querySelectorAll("select[data-searchable]:not([hidden])")]
    .some((list) => list.id && list.options.length > 15)"""


def choose(box: Locator, label: str) -> None:
    """Choose from a list, be it a plain one or one that is searched by typing."""
    box.page.wait_for_function(LISTS_ARE_READY)
    if box.evaluate("box => box.tagName") == "SELECT":
        box.select_option(label=label)
    else:
        box.fill(label)
        box.press("Tab")


def wait_until(is_so: Callable[[], bool], what: str, seconds: float = WORKER_SECONDS) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, f"Waited {seconds:g} s in vain for {what}."
        time.sleep(0.1)


def reload_until_count(page: Page, shown: Locator, count: int) -> None:
    """Load the page anew until it shows that many: for what the worker records and no open page hears of."""

    def is_so() -> bool:
        page.reload()
        return shown.count() == count

    wait_until(is_so, f"{count} of {shown} on {page.url}")
    expect(shown).to_have_count(count)
