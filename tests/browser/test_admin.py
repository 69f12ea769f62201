"""The admin looks after people, bank holidays and the look of the portal."""

import re

import pytest
from playwright.sync_api import Page, expect

from core.clock import today
from core.rules.dates import format_date
from core.rules.working_days import add_working_days, bank_holiday_names
from tests.browser.arrival import follow
from tests.browser.portal import sign_in

pytestmark = pytest.mark.browser

PASSWORD = "lantern-orchard-canal"


def open_admin_page(page: Page, name: str) -> None:
    page.goto("/halton/roles/")
    follow(page.get_by_role("navigation", name="Office").get_by_role("link", name=name, exact=True))


def test_new_officer_gets_a_role_and_a_sign_in_and_leaves_again(open_as, portal, check_page):
    page = open_as("Admin")
    open_admin_page(page, "People with access")
    follow(page.get_by_role("button", name=re.compile("role")).first)
    follow(page.get_by_role("button", name="Give the role"))
    expect(page.get_by_role("alert")).to_contain_text("Enter the person’s email address")
    check_page(page)
    page.get_by_label("Email address").fill("second.officer@example.org")
    page.get_by_label("Name", exact=True).fill("Second Officer")
    page.get_by_role("radio", name=re.compile("Officer:")).check()
    follow(page.get_by_role("button", name="Give the role"))
    expect(page.get_by_role("alert")).to_contain_text("Second Officer now has the role")

    [message] = portal.mailbox.wait_for(1, subject="Set up your", to="second.officer@example.org")
    [link] = re.findall(
        rf"{re.escape(portal.url)}/account/password/reset/key/\S+", message.get_body(("plain",)).get_content()
    )
    newcomer = open_as(None)
    newcomer.goto(link)
    newcomer.get_by_label("New password", exact=True).fill(PASSWORD)
    newcomer.get_by_label("New password again").fill(PASSWORD)
    follow(newcomer.get_by_role("button", name="Save the new password"))
    expect(newcomer.locator("h1")).not_to_have_text("Choose a new password")
    sign_in(newcomer, "second.officer@example.org", PASSWORD)
    newcomer.goto("/halton/today/")
    expect(newcomer.locator("h1")).to_have_text("Today")

    open_admin_page(page, "People with access")
    follow(page.get_by_role("row", name=re.compile("Second Officer")).get_by_role("link", name=re.compile("^End")))
    check_page(page)
    follow(page.locator("main form").get_by_role("button"))
    expect(page.get_by_role("alert")).to_contain_text("Second Officer no longer has the role")
    assert newcomer.request.get("/halton/today/").status == 403
    open_admin_page(page, "Audit trail")
    expect(page.get_by_role("table")).to_contain_text("Second Officer")
    check_page(page)


MAKE_THIRD_OFFICER = """
from boards.models import Partnership
from tests import factories
user = factories.UserFactory(name="Third Officer", email="third.officer@example.org")
factories.RoleGrantFactory(user=user, partnership=Partnership.objects.get(slug="halton"), role="officer")
print(factories.PASSWORD)
"""


def test_officer_who_is_switched_off_while_signed_in_reads_it_at_the_next_click(open_as, portal, check_page):
    password = portal.run(MAKE_THIRD_OFFICER)
    officer, admin = open_as(None), open_as("Admin")
    sign_in(officer, "third.officer@example.org", password)
    officer.goto("/halton/meetings/")
    open_admin_page(admin, "People with access")
    follow(admin.get_by_role("link", name="Third Officer", exact=True))
    check_page(admin)
    follow(admin.get_by_role("link", name="Switch off the account"))
    admin.get_by_label("Reason").fill("Has left the council")
    check_page(admin)
    follow(admin.get_by_role("button", name="Switch off the account"))
    expect(admin.get_by_role("alert")).to_contain_text("The account of Third Officer is switched off")

    follow(officer.get_by_role("link", name="Office", exact=True))
    expect(officer.locator("h1")).to_have_text("Sign in")
    expect(officer.get_by_role("region", name="Important")).to_contain_text(
        "You have been signed out. Sign in to go on."
    )
    check_page(officer)
    sign_in(officer, "third.officer@example.org", password)
    expect(officer.locator("h1")).to_have_text("This account is switched off")
    check_page(officer)


def test_one_off_bank_holiday_moves_what_is_due(open_as, check_page):
    page = open_as("Admin")
    known = frozenset(bank_holiday_names("england-and-wales", range(today().year, today().year + 2)))
    day = add_working_days(today(), 1, holidays=known)
    open_admin_page(page, "Bank holidays")
    check_page(page)
    page.get_by_label("Day", exact=True).fill("31 2 2030")
    follow(page.get_by_role("button", name="Add the bank holiday"))
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Day", exact=True).fill(format_date(day))
    page.get_by_label("What it is called").fill("Day of the River")
    follow(page.get_by_role("button", name="Add the bank holiday"))
    expect(page.get_by_role("alert")).to_contain_text("Day of the River is added")
    page.goto("/halton/today/")
    expect(page.get_by_role("region", name=re.compile("^Summaries"))).to_contain_text("Day of the River skipped")
    open_admin_page(page, "Bank holidays")
    follow(page.get_by_role("link", name="Remove Day of the River"))
    check_page(page)
    follow(page.get_by_role("button", name="Remove the bank holiday"))
    page.goto("/halton/today/")
    expect(page.locator("main")).not_to_contain_text("Day of the River")


def test_accent_colour_must_be_readable(open_as, check_page):
    page = open_as("Admin")
    open_admin_page(page, "Partnership details")
    was = page.get_by_label("Colour", exact=True).input_value()
    page.get_by_label("Colour", exact=True).fill("#ffcc00")
    button = page.get_by_role("button", name=re.compile("Save|Change"))
    follow(button)
    expect(page.get_by_role("alert")).to_contain_text("is too light to read")
    check_page(page)
    page.get_by_label("Colour", exact=True).fill("#5b1d6e")
    follow(button)
    expect(page.get_by_role("alert")).to_contain_text("The details are saved")
    open_admin_page(page, "Partnership details")
    # A button under the mouse has a colour of its own.
    page.mouse.move(0, 0)
    expect(button).to_have_css("background-color", "rgb(91, 29, 110)")
    check_page(page)
    page.get_by_label("Colour", exact=True).fill(was)
    follow(button)
    expect(page.get_by_role("alert")).to_contain_text("The details are saved")
    open_admin_page(page, "Partnership details")
    page.mouse.move(0, 0)
    expect(button).not_to_have_css("background-color", "rgb(91, 29, 110)")


def test_schedule_of_requests_for_progress_is_set(open_as, check_page):
    page = open_as("Admin")
    page.goto("/halton/recommendations/requests/")
    expect(page.locator("main")).to_contain_text("A request goes out 6 weeks before the meeting")
    follow(page.get_by_role("link", name="Change the schedule"))
    check_page(page)
    goes_out = page.get_by_label("How many weeks before the meeting the request goes out")
    wanted = page.get_by_label("How many weeks before the meeting answers are wanted")
    save = page.locator("main form").get_by_role("button").last
    wanted.fill("7")
    follow(save)
    expect(page.get_by_role("alert")).to_contain_text("enter fewer than 6")
    expect(wanted).to_have_value("7")
    check_page(page)
    goes_out.fill("8")
    follow(save)
    expect(page.get_by_role("alert")).to_contain_text("The scrutiny settings are saved")
    page.goto("/halton/recommendations/requests/")
    expect(page.locator("main")).to_contain_text("A request goes out 8 weeks before the meeting")
    follow(page.get_by_role("link", name="Change the schedule"))
    goes_out.fill("6")
    wanted.fill("2")
    follow(save)
    expect(page.get_by_role("alert")).to_contain_text("The scrutiny settings are saved")
