"""On a phone nothing is wider than the window, menus open on it, and nothing moves after it was shown."""

import os

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import BUT_COLOURS, NARROW, OPEN_ALL, check_width, run_axe
from tests.browser.crawler import crawl
from tests.browser.portal import prepare_once, running_portal, sign_in

pytestmark = pytest.mark.browser

PHONES = (320, 360, 480)
TEN_PAGES = (
    "",
    "today/",
    "meetings/",
    "recommendations/",
    "recommendations/overview/",
    "actions/",
    "structure/",
    "membership/",
    "performance/",
    "reports/",
)
MOST_SHIFT = 0.02
# Begun before the page is read, and asked for once it has been still for a while.
WATCH_SHIFTS = """
    window.shifts = [];
    new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map((entry) => entry.value)))
        .observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("width", PHONES)
def test_account_menu_opens_on_the_screen_of_a_phone(open_as, width):
    page = open_as("Officer", viewport={"width": width, "height": 740})
    page.goto("/halton/")
    page.locator(".app-account > summary").click()
    entries = page.locator(".app-account__menu :is(a, button)")
    expect(entries).to_have_count(7)
    for entry in entries.all():
        box = entry.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        expect(entry).to_be_in_viewport(ratio=1)
    check_width(page)
    run_axe(page, "'.app-account'", None, BUT_COLOURS)


def test_sign_out_is_reached_on_a_phone(open_as):
    page = open_as("Officer", own_session=True, viewport=NARROW)
    page.goto("/halton/")
    page.locator(".app-account > summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def test_nothing_moves_after_a_page_was_shown(open_as):
    page = open_as("Officer", viewport=NARROW)
    page.add_init_script(WATCH_SHIFTS)
    moved = {}
    for path in TEN_PAGES:
        page.goto(f"/halton/{path}")
        expect(page.locator(".app-nav button")).to_be_visible()
        expect(page.locator("body.js-enabled")).to_have_count(1)
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        moved[path] = page.evaluate("shifts.reduce((sum, one) => sum + one, 0)")
    assert {path: shift for path, shift in moved.items() if shift > MOST_SHIFT} == {}


def test_menu_opens_by_itself_where_its_script_never_comes(browser, portal):
    page = browser.new_page(base_url=portal.url, viewport=NARROW)
    page.route("**/app*.js", lambda route: route.abort())
    page.goto("/halton/")
    meetings = page.locator("#navigation").get_by_role("link", name="Meetings")
    expect(meetings).to_be_hidden()
    expect(meetings).to_be_visible()
    page.close()


def test_no_page_is_wider_than_a_phone_where_words_are_very_long(browser, tmp_path_factory):
    own = tmp_path_factory.getbasetemp()
    data_dir = tmp_path_factory.mktemp("long-words")
    prepare_once((own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "portal-prepared", data_dir)
    with running_portal(data_dir) as portal:
        assert int(portal.run("from tests.browser.long_words import fill; print(fill())")) > 150
        page = browser.new_page(base_url=portal.url, viewport=NARROW)
        sign_in(page, *portal.sign_ins["Officer"])
        found = crawl(page.request, f"{portal.url}/halton/", of_a_kind=1)
        assert found.broken == []
        for kind, address in found.kinds.items():
            if kind.endswith("?"):
                page.goto(address)
                page.evaluate(OPEN_ALL)
                check_width(page)
        page.close()
