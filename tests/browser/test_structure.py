"""The structure on the two days that the records describe whole, and between them."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.arrival import follow

pytestmark = pytest.mark.browser

SSPS_OF_2005 = [
    "Health SSP",
    "Life Chances and Employment SSP",
    "Safe and Attractive Neighbourhoods SSP",
    "Urban Renewal SSP",
    "Wealth and Equality SSP",
]
SSPS_OF_2012 = [
    "Employment, Learning and Skills SSP",
    "Environment and Regeneration SSP",
    "Halton Children's Trust",
    "Health and Wellbeing Shadow Board",
    "Safer Halton SSP",
]
SEATS = 26


def names_in(page: Page, table: str) -> list[str]:
    rows = page.get_by_role("table", name=table, exact=True).get_by_role("rowheader")
    return sorted(row.get_by_role("link").first.inner_text() for row in rows.all())


@pytest.mark.parametrize(("day", "ssps"), [("2005-11-09", SSPS_OF_2005), ("2012-03-01", SSPS_OF_2012)])
def test_structure_of_a_day_shows_the_five_ssps_of_then(open_as, check_page, day, ssps):
    page = open_as(None)
    page.goto(f"/halton/structure/?on={day}")
    assert names_in(page, "Specialist Strategic Partnerships") == ssps
    check_page(page)


def test_structure_of_a_gap_names_the_nearest_days_on_record(open_as, check_page):
    page = open_as(None)
    page.goto("/halton/structure/")
    page.locator(".app-as-at summary").click()
    page.get_by_label("Show the page as at").fill("1 6 2008")
    follow(page.get_by_role("button", name="Show this date"))
    expect(page.locator("main")).to_contain_text(
        "The records say nothing about Specialist Strategic Partnerships on 1 June 2008"
    )
    check_page(page)
    follow(page.get_by_role("link", name="9 November 2005"))
    assert names_in(page, "Specialist Strategic Partnerships") == SSPS_OF_2005


def test_structure_asked_for_an_impossible_date_says_what_to_enter(open_as, check_page):
    page = open_as(None)
    page.goto("/halton/structure/?on=31+2+2012")
    expect(page.get_by_role("alert")).to_contain_text("“31 2 2012” is not a day of the calendar")
    expect(page.get_by_label("Show the page as at")).to_have_value("31 2 2012")
    check_page(page)


def test_membership_shows_26_seats_and_the_day_goes_along(open_as, check_page):
    page = open_as(None)
    page.goto("/halton/structure/?on=2012-03-01")
    follow(page.get_by_role("link", name="Membership"))
    expect(page.locator("main")).to_contain_text("1 March 2012")
    expect(page.locator("main table tbody tr", has_text="From March 2012")).to_have_count(SEATS)
    check_page(page)
    page.goto("/halton/structure/?on=2012-03-01")
    follow(page.get_by_role("table", name="Specialist Strategic Partnerships").get_by_role("link", name="Safer Halton"))
    expect(page.locator("h1")).to_contain_text("Safer Halton SSP")
    check_page(page)


def test_from_home_it_is_one_step_to_who_chairs_the_board_and_two_to_its_latest_decision(open_as, check_page):
    page = open_as(None)
    page.goto("/halton/")
    check_page(page)
    follow(page.get_by_role("link", name="Halton Strategic Partnership Board", exact=True))
    expect(page.locator("main")).to_contain_text("Provided by Halton Borough Council")
    check_page(page)
    follow(page.locator(".app-decided a").first)
    expect(page.locator("main")).to_contain_text("Halton Strategic Partnership Board")


def test_body_that_has_ended_opens_with_its_story_and_keeps_its_records(open_as, check_page):
    page = open_as("Officer")
    page.goto("/halton/bodies/halton-health-partnership/")
    expect(page.locator(".app-story")).to_contain_text("Replaced by Health and Wellbeing Shadow Board (2012)")
    page.get_by_text("From the records").first.click()
    expect(page.locator(".app-records")).to_contain_text("Ended 2012, start date not known")
    check_page(page)
    page.goto("/halton/organisations/chamber/")
    expect(page.locator("main")).to_contain_text("Find eight small firms")
    check_page(page)
