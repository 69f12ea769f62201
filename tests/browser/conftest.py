"""People with browsers in front of a running portal, and what is true of every page that they see."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.arrival import patient
from tests.browser.portal import Portal, prepare, prepare_once, running_portal, sign_in

WIDE = {"width": 1280, "height": 900}
MIDDLE = {"width": 480, "height": 800}
NARROW = {"width": 320, "height": 800}
AXE = Axe()
# The size of targets is off unless asked for, though WCAG 2.2 has it. What passes is not described, as that takes long,
# and style sheets are not fetched once more: only rules for sound and for turned screens ask for that.
AXE_RULES = {"target-size": {"enabled": True}}
AXE_OPTIONS = {"rules": AXE_RULES, "resultTypes": ["violations"], "preload": False}
BUT_COLOURS = {**AXE_OPTIONS, "rules": {**AXE_RULES, "color-contrast": {"enabled": False}}}
COLOURS = {**AXE_OPTIONS, "rules": {}, "runOnly": {"type": "rule", "values": ["color-contrast"]}}
# What the width of the window decides: where a page is checked whole on a phone, only this is asked of it when wide.
OF_SIZE = (
    *("target-size", "scrollable-region-focusable", "aria-hidden-focus", "region", "bypass", "skip-link"),
    *("heading-order", "page-has-heading-one", "landmark-unique", "nested-interactive"),
)
SIZES = {**AXE_OPTIONS, "rules": {}, "runOnly": {"type": "rule", "values": OF_SIZE}}
# Contrast is dear, and rows of a table have that of the first. It is measured once in a
# run for each way of being written: element, classes, size, weight, colour, and all colours behind it.
AS_WRITTEN = """() => {
    window.asWritten = new Map();
    const clear = "rgba(0, 0, 0, 0)";
    const walk = (element, behind) => {
        const style = getComputedStyle(element);
        const seen = style.backgroundColor !== clear || style.backgroundImage !== "none" || style.opacity !== "1";
        const ground = seen ? `${behind}|${style.backgroundColor} ${style.backgroundImage} ${style.opacity}` : behind;
        const reads = element.matches("input, select, textarea") ||
            [...element.childNodes].some((one) => one.nodeType === Node.TEXT_NODE && one.data.trim());
        if (reads && element.checkVisibility({ visibilityProperty: true })) {
            const way = [element.tagName, element.className, style.fontSize, style.fontWeight, style.color, ground];
            const key = way.join(";");
            if (!window.asWritten.has(key)) window.asWritten.set(key, element);
        }
        for (const child of element.children) walk(child, ground);
    };
    walk(document.body, "");
    return [...window.asWritten.keys()];
}"""
# How a page is made, which is all that the other rules ask: each element that is there to be seen, with its attributes
# and in its place. Left out is what differs from one meeting or person to the next: whether there is a text, an address
# or a value counts, not which; of an id whether it is the only one, and of what refers to one whether it is there.
# Rows, entries and options that are made alike count once.
AS_MADE = """() => {
    const counts = new Map();
    document.querySelectorAll("[id]").forEach((one) => counts.set(one.id, (counts.get(one.id) || 0) + 1));
    const given = new Set(["action", "alt", "cite", "content", "d", "data-hint", "datetime", "formaction", "max", "min",
        "maxlength", "name", "nonce", "placeholder", "src", "srcset", "style", "title", "value"]);
    const refers = new Set(["for", "form", "headers", "list", "popovertarget"]);
    const namesIds = ["labelledby", "describedby", "controls", "owns", "activedescendant", "details", "errormessage"];
    namesIds.forEach((name) => refers.add(`aria-${name}`));
    const manyAlike = new Set(["TBODY", "UL", "OL", "DL", "SELECT", "OPTGROUP", "DATALIST", "FIELDSET"]);
    const attribute = ({ name, value }) => {
        if (name === "id") return `id${Math.min(counts.get(value), 2)}`;
        if (refers.has(name)) {
            const found = value.split(/\\s+/).map((id) => Math.min(counts.get(id) || 0, 2));
            return `${name}=${[...new Set(found)].join()}`;
        }
        if (name === "href") {
            return value.startsWith("#") ? `href#${counts.has(value.slice(1))}` : `href${Boolean(value)}`;
        }
        return given.has(name) || (name.startsWith("data-") && name !== "data-module")
            ? `${name}${Boolean(value.trim())}` : `${name}=${value}`;
    };
    const made = (element) => {
        if (["SCRIPT", "STYLE", "TEMPLATE"].includes(element.tagName)) return "";
        const shown = element.checkVisibility({ visibilityProperty: true });
        const own = [...element.attributes].map(attribute).sort().join(" ");
        const reads = [...element.childNodes].some((one) => one.nodeType === Node.TEXT_NODE && one.data.trim());
        const start = `<${element.tagName} ${own} ${shown ? "" : "unseen"} ${reads ? "text" : ""}>`;
        if (element.tagName === "svg") return `${start}${element.querySelector("title") ? "titled" : ""}`;
        const parts = [...element.children].map(made);
        const kept = manyAlike.has(element.tagName) ? [...new Set(parts)]
            : element.tagName === "TR" ? parts : parts.filter((part, index) => part !== parts[index - 1]);
        return `${start}${kept.join("")}</>`;
    };
    return `${Boolean(document.title)} ${made(document.documentElement)}`;
}"""
# These take longest, each by itself: begun first, so that at the end no process waits for another. The components
# need no portal: one process looks at them while the other prepares it.
LONGEST = (
    "test_two_officers_found_a_partnership_and_keep_its_register_true",
    "test_every_page_of_the_office_is_reached_from_its_home",
    "test_components_have_no_violations_wide_or_narrow",
    "test_thread_runs_from_topic_to_review",
    "test_no_page_is_wider_than_a_phone_where_words_are_very_long",
    "test_every_public_page_is_reached_from_the_home",
    "test_admin_publishes_this_years_report_and_corrects_it",
    "test_admin_publishes_the_report_of_2012_13_and_it_stays_as_it_is",
    "test_actions_are_agreed_shared_by_link_and_come_back_to_the_next_meeting",
)
# How far one could scroll into nothing. A page shorter than the window ends where the window does.
BELOW_FOOTER = """document.documentElement.scrollHeight - Math.max(
    innerHeight, scrollY + document.querySelector("footer").getBoundingClientRect().bottom)"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        name = item.name.partition("[")[0]
        return LONGEST.index(name) if name in LONGEST else len(LONGEST)

    items.sort(key=place)


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The portal, started once for all browser tests of a process."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    data_dir = tmp_path_factory.mktemp("portal")
    prepare_once(shared / "portal-prepared", data_dir)
    with running_portal(data_dir) as portal, portal.working():
        yield portal


@pytest.fixture(scope="session")
def sessions() -> dict[str, Any]:
    """Cookies of those who have signed in already, by role: signing in is slow on purpose."""
    return {}


OpenAs = Callable[..., Page]


@pytest.fixture
def open_as(browser: Browser, portal: Portal, sessions: dict[str, Any]) -> Iterator[OpenAs]:
    """``open_as("Officer")`` gives a page of somebody signed in; ``None`` of somebody who is not.

    ``own_session`` is for those who sign out. What the browser complains of, of its security policy above all, fails
    the test at its end, save complaints with one of the words in ``expected``.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def make(role: str | None, *, own_session: bool = False, expected: tuple[str, ...] = (), **options: Any) -> Page:
        kept = None if own_session or role is None else sessions.get(role)
        # What the reader prefers must not make a picture or a check wait for movements.
        wanted = {"viewport": WIDE, "reduced_motion": "reduce", "storage_state": kept, **options}
        context = patient(browser.new_context(base_url=portal.url, **wanted))
        contexts.append(context)

        def complain(page: Page, text: str) -> None:
            if not any(word in text for word in expected):
                complaints.append(f"{page.url}: {text}")

        def listen(page: Page) -> None:
            page.on("console", lambda message: complain(page, message.text) if message.type == "error" else None)
            page.on("pageerror", lambda error: complain(page, str(error)))

        context.on("page", listen)
        page = context.new_page()
        if role is not None and kept is None:
            sign_in(page, *portal.sign_ins[role])
            if not own_session:
                sessions[role] = context.storage_state()
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def empty_portal(tmp_path: Path) -> Iterator[Portal]:
    """A portal of one test's own, in which nobody has set up a partnership yet. Its worker does not run."""
    prepare(tmp_path, "--empty")
    with running_portal(tmp_path) as portal:
        yield portal


@pytest.fixture
def open_page(browser: Browser, empty_portal: Portal) -> Callable[..., Page]:
    """A page of the empty portal, of somebody who has not signed in."""

    def make(**options: Any) -> Page:
        wanted = {"base_url": empty_portal.url, "viewport": WIDE, "reduced_motion": "reduce", **options}
        return patient(browser.new_context(**wanted)).new_page()

    return make


# Opens all that opens on a page, but the account menu: it covers what is below, and a test of its own looks at it.
OPEN_ALL = """() => {
    const toggles = [...document.querySelectorAll("button[aria-expanded=false]")].filter((one) => one.offsetParent);
    toggles.forEach((one) => one.click());
    const closed = [...document.querySelectorAll("details:not([open], .app-account)")];
    closed.forEach((one) => { one.open = true; });
    window.closeAgain = () => {
        closed.forEach((one) => { one.open = false; });
        toggles.forEach((one) => one.click());
    };
}"""


class Known:
    """What has passed in this run; its processes share a folder."""

    def __init__(self, what: str) -> None:
        self.folder = Path(settings.DATA_DIR) / "passed" / what

    def file_of(self, one: str) -> Path:
        return self.folder / sha256(one.encode()).hexdigest()

    def __contains__(self, one: str) -> bool:
        return self.file_of(one).exists()

    def add(self, *what: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        for one in what:
            self.file_of(one).touch()


MADE, WRITTEN = Known("made"), Known("written")


def check_axe(page: Page, options: dict[str, Any] = BUT_COLOURS) -> None:
    """No violation of any rule on a page made as none before; contrast of what is written as nothing was before."""
    made = f"{page.viewport_size} {json.dumps(options)} {page.evaluate(AS_MADE)}"
    if made not in MADE:
        run_axe(page, "document", None, options)
        MADE.add(made)
    fresh = [way for way in page.evaluate(AS_WRITTEN) if way not in WRITTEN]
    if fresh:
        run_axe(page, "{ include: given.map((way) => window.asWritten.get(way)) }", fresh, COLOURS)
        WRITTEN.add(*fresh)


def check_every_colour(page: Page) -> None:
    """Contrast of all that is written, whether or not something like it was measured."""
    run_axe(page, "document", None, COLOURS)


def run_axe(page: Page, context: str, given: list[str] | None, options: dict[str, Any]) -> None:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    run = f"([given, options]) => axe.run({context}, options).then((results) => results.violations)"
    found = page.evaluate(run, [given, options])
    told = [(entry["id"], [node["html"][:150] for node in entry["nodes"]][:3]) for entry in found]
    assert told == [], f"{page.url} at {page.viewport_size}"


def check_width(page: Page) -> None:
    """Nothing is wider than the window."""
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow == 0, f"{page.url} is {overflow} px too wide at {page.viewport_size}"


@pytest.fixture
def check_page() -> Callable[..., None]:
    """No axe violation, one first heading, nothing wider than the window or below the footer, at 1280 and at 320 px.

    On a phone all that opens is open, menus, filters, notes, so that all rules are asked there; of the wide page those
    that its size decides.
    """

    def check(page: Page) -> None:
        was = page.viewport_size
        page.wait_for_load_state()
        page.set_viewport_size(WIDE)
        check_axe(page, SIZES)
        check_width(page)
        assert page.evaluate(BELOW_FOOTER) <= 1, f"{page.url} goes on below its footer"
        page.set_viewport_size(NARROW)
        page.evaluate(OPEN_ALL)
        check_axe(page)
        check_width(page)
        assert page.evaluate(BELOW_FOOTER) <= 1, f"{page.url} goes on below its footer on a phone"
        page.set_viewport_size(MIDDLE)
        check_width(page)
        page.evaluate("closeAgain()")
        expect(page.locator("h1")).to_have_count(1)
        if was:
            page.set_viewport_size(was)

    return check
