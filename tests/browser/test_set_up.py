"""From an empty database to the first meeting of a community safety partnership in Scotland, and a second one in Wales
without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from core import clock
from core.rules.dates import format_date
from core.rules.working_days import add_working_days, bank_holiday_names
from tests.browser.arrival import choose, follow
from tests.browser.founding import PASSWORD, answer_the_rest, code_in, go_on
from tests.browser.portal import SIGN_INS, sign_in

pytestmark = pytest.mark.browser

BOARD = "Community Safety Partnership Board"


def step_words(page: Page, title: str) -> str:
    return (
        page.locator("section", has_text="Getting started").get_by_role("listitem").filter(has_text=title).inner_text()
    )


def test_empty_portal_is_set_up_and_gets_to_its_first_meeting(empty_portal, open_page, check_page):
    page = open_page()
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up a partnership")
    page.get_by_label("Set-up code").fill("AAAA-AAAA-AAAA-AAAA")
    go_on(page)
    expect(page.get_by_role("alert")).to_contain_text("This code does not work")
    check_page(page)
    page.get_by_label("Set-up code").fill(code_in((empty_portal.data_dir / SIGN_INS).read_text()))
    go_on(page)
    page.get_by_label("Name of the partnership").fill("Our Place Community Safety Partnership")
    page.get_by_label("Address of its pages").fill("our-place")
    check_page(page)
    go_on(page)
    answer_the_rest(
        page,
        nation="Scotland",
        admin="first.admin@example.org",
        kind="Community safety partnership",
        check=check_page,
    )
    follow(page.get_by_role("button", name="Set up the partnership"))
    check_page(page)

    sign_in(page, "first.admin@example.org", PASSWORD)
    expect(page).to_have_url(f"{empty_portal.url}/our-place/today/")
    assert "6 boards and groups" in step_words(page, "Boards and groups")
    check_page(page)
    follow(page.get_by_role("link", name="Boards and groups"))
    follow(page.get_by_role("button", name="Add a board or group"))
    page.get_by_label("Name", exact=True).fill("Town Centre Group")
    page.get_by_label("What is it?").select_option(label="Working group")
    follow(page.get_by_role("button", name="Add the board or group"))
    page.goto("/our-place/today/")
    assert "7 boards and groups" in step_words(page, "Boards and groups")
    follow(page.get_by_role("link", name="Seats"))
    expect(page.get_by_role("heading", level=1)).to_have_text(BOARD)
    follow(page.get_by_role("link", name="Add a seat"))
    page.get_by_label("Number").fill("1")
    page.get_by_label("Agency, post or group").fill("Fire and Rescue Service")
    follow(page.get_by_role("button", name="Add the seat"))
    page.goto("/our-place/today/")
    assert "1 seat, 1 without a holder" in step_words(page, "Seats")
    follow(page.get_by_role("link", name="First meeting"))
    today = clock.today()
    holidays = frozenset(bank_holiday_names("scotland", (today.year, today.year + 1)))
    choose(page.get_by_label("Whose meeting is it?"), BOARD)
    page.get_by_label("Date", exact=True).fill(format_date(add_working_days(today, 15, holidays=holidays)))
    follow(page.get_by_role("button", name="Add the meeting"))
    page.goto("/our-place/today/")
    assert "Done" in step_words(page, "First meeting")
    expect(page.locator("main")).to_contain_text("2 of 6 steps done")
    check_page(page)
    follow(page.get_by_role("button", name="Do not show this again"))
    expect(page.get_by_role("heading", name="Getting started")).to_have_count(0)

    # Another one with another code, without scripts; on the way back, what was typed is still there.
    plain = open_page(java_script_enabled=False)
    plain.goto("/set-up/")
    plain.get_by_label("Set-up code").fill(code_in(empty_portal.manage("setup_code")))
    go_on(plain)
    plain.get_by_label("Name of the partnership").fill("Other Place Public Services Board")
    plain.get_by_label("Address of its pages").fill("our-place")
    go_on(plain)
    expect(plain.get_by_role("alert")).to_contain_text("This address is taken")
    expect(plain.get_by_label("Name of the partnership")).to_have_value("Other Place Public Services Board")
    plain.get_by_label("Address of its pages").fill("other-place")
    go_on(plain)
    follow(plain.get_by_role("link", name="Back", exact=True))
    expect(plain.get_by_label("Address of its pages")).to_have_value("other-place")
    go_on(plain)
    answer_the_rest(
        plain,
        nation="Wales",
        admin="second.admin@example.org",
        kind="Public services board",
    )
    plain.go_back()
    expect(plain.get_by_label("Public services board", exact=True)).to_be_checked()
    plain.go_forward()
    follow(plain.get_by_role("button", name="Set up the partnership"))
    sign_in(plain, "second.admin@example.org", PASSWORD)
    expect(plain).to_have_url(f"{empty_portal.url}/other-place/today/")
    # Admin of their own partnership, and of no other.
    assert plain.goto("/our-place/today/").status == 403
