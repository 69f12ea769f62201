"""Everything can be reached and used by keyboard, and shows where the focus is."""

import re

import pytest
from playwright.sync_api import Page, expect

from core.rules.dates import format_weekday
from tests.browser.arrival import follow_by_key
from tests.browser.officer import BOARD_SEATS, add_meeting, london_today

pytestmark = pytest.mark.browser

FAR_ENOUGH = 60
MOST_TABS = 60
FOCUSED = """() => {
  const it = document.activeElement;
  const label = (it.getAttribute("aria-label") || it.labels?.[0]?.innerText || it.innerText || "").trim();
  return `${it.tagName.toLowerCase()} ${label.replace(/\\s+/g, " ")}`;
}"""
# What the focus changes in the look of the element: a line round it, a shadow or another ground.
LOOK = """(it) => {
  const style = getComputedStyle(it);
  return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.backgroundColor].join(" ");
}"""


def tab_to(page: Page, wanted: str) -> int:
    """Press Tab until that has the focus; answers how often."""
    for pressed in range(1, FAR_ENOUGH + 1):
        page.keyboard.press("Tab")
        if re.search(wanted, page.evaluate(FOCUSED)):
            return pressed
    raise AssertionError(f"{FAR_ENOUGH} presses of Tab on {page.url} did not reach “{wanted}”")


def test_skip_link_comes_first_and_leads_past_the_menu(open_as):
    page = open_as("Officer")
    page.goto("/halton/today/")
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Skip to main content")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("main *:focus")).to_have_count(1)


def test_account_menu_opens_and_closes_by_keyboard(open_as):
    page = open_as("Officer")
    page.goto("/halton/today/")
    tab_to(page, "^summary Account: Partnership Officer")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Name and email")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Name and email")).to_be_hidden()
    expect(page.locator(".app-account summary")).to_be_focused()


def test_menu_of_a_phone_opens_by_keyboard(open_as):
    page = open_as("Officer", viewport={"width": 320, "height": 800})
    page.goto("/halton/today/")
    tab_to(page, "^button Menu")
    page.keyboard.press("Enter")
    tab_to(page, "^a Recommendations")
    follow_by_key(page)
    expect(page.locator("h1")).to_have_text("Recommendations")


def test_table_is_sorted_by_keyboard(open_as):
    page = open_as("Officer")
    page.goto("/halton/actions/")
    heading = page.get_by_role("columnheader").get_by_role("link").first
    tab_to(page, rf"^a {heading.inner_text().split()[0]}\b(?!s)")
    follow_by_key(page)
    page.wait_for_url(re.compile("sort="))
    expect(page.locator("th[aria-sort=ascending], th[aria-sort=descending]")).to_have_count(1)


def test_summary_can_be_written_by_keyboard_alone(open_as):
    page = open_as("Officer")
    address = add_meeting(page, "Board meeting without a mouse")
    page.goto(address)
    tab_to(page, "^a Write the summary")
    follow_by_key(page)
    page.wait_for_url(re.compile("summary/edit"))
    tab_to(page, "^button Mark everyone else present")
    page.keyboard.press("Enter")
    expect(page.locator(".app-choices input[value=present]:checked")).to_have_count(BOARD_SEATS)
    tab_to(page, "^textarea Others present")
    tab_to(page, "^div")
    page.keyboard.type("Typed by keyboard.")
    expect(page.get_by_role("textbox", name="Key issues")).to_have_text("Typed by keyboard.")
    tab_to(page, "^button Add another action")
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Action 2").get_by_label("What is to be done")).to_be_focused()
    tab_to(page, "^button Preview and choose recipients")
    follow_by_key(page)
    expect(page.get_by_role("heading", name="As members will read it")).to_be_visible()


def test_summary_goes_from_today_to_published_with_few_tabs(open_as):
    """Past 26 seats, the actions of last time and all who get it: each has a way past."""
    page = open_as("Officer")
    add_meeting(page, "Board meeting with few tabs")
    page.goto("/halton/today/")
    pressed = skip_to_main(page)
    day = format_weekday(london_today(page))
    pressed += tab_to(page, f"^a Write summary of Halton Strategic Partnership Board, {day}")
    follow_by_key(page)
    pressed += skip_to_main(page) + tab_to(page, "^button Mark everyone else present")
    page.keyboard.press("Enter")
    expect(page.locator(".app-choices input[value=present]:checked")).to_have_count(BOARD_SEATS)
    pressed += tab_to(page, "^a Skip the seats")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Others present")).to_be_focused()
    pressed += tab_to(page, "^div")
    page.keyboard.type("Typed by keyboard.")
    expect(page.get_by_role("textbox", name="Key issues")).to_have_text("Typed by keyboard.")
    pressed += tab_to(page, "^button Preview and choose recipients")
    follow_by_key(page)
    expect(page.get_by_role("heading", name="As members will read it")).to_be_visible()
    pressed += skip_to_main(page) + tab_to(page, "^a Skip the list of people")
    page.keyboard.press("Enter")
    pressed += tab_to(page, "^button Publish and send to")
    follow_by_key(page)
    expect(page.get_by_role("alert")).to_contain_text("on its way")
    assert pressed < MOST_TABS, pressed


def skip_to_main(page: Page) -> int:
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()
    return 1


def test_follow_up_is_asked_for_by_keyboard_alone(open_as):
    page = open_as("PPB member")
    page.goto("/halton/recommendations/?status=needs-follow-up&sort=number")
    tab_to(page, "^a Ask for follow-up of recommendation")
    follow_by_key(page)
    expect(page).to_have_url(re.compile("#follow-up$"))
    # The link leads to the place, not to the top of the page.
    tab_to(page, "^textarea What should the next meeting look at")
    tab_to(page, "^button Ask for follow-up")
    follow_by_key(page)
    expect(page.get_by_role("alert")).to_contain_text("Enter what the next meeting should look at")
    tab_to(page, "^a Enter what the next meeting should look at")
    page.keyboard.press("Enter")
    expect(page.get_by_label("What should the next meeting look at?")).to_be_focused()
    page.keyboard.type("Why nobody has said more.")
    tab_to(page, "^a Cancel")


@pytest.mark.parametrize(
    "address",
    [
        "/halton/today/",
        "/halton/recommendations/",
        "/halton/recommendations/overview/",
        "/halton/recommendations/to-confirm/",
        "/halton/recommendations/close/",
        "/halton/recommendations/progress/grid/",
        "/halton/scrutiny/programme/",
        "/halton/meetings/",
        "/halton/meetings/add/",
    ],
)
def test_focus_is_always_to_be_seen(open_as, address):
    page = open_as("Officer")
    page.goto(address)
    unseen, last = [], None
    for _ in range(FAR_ENOUGH):
        page.keyboard.press("Tab")
        focused = page.evaluate_handle("document.activeElement").as_element()
        if focused is None or focused.evaluate("it => it === document.body"):
            break
        with_focus = focused.evaluate(LOOK)
        focused.evaluate("it => it.blur()")
        without = focused.evaluate(LOOK)
        focused.evaluate("it => it.focus({ focusVisible: true })")
        last = page.evaluate(FOCUSED)
        if with_focus == without:
            unseen.append(last)
    assert unseen == []
    assert last is not None
