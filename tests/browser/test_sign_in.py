"""Signing in: throttle, forgotten password, two steps."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect

from tests.browser.arrival import follow, wait_until
from tests.browser.portal import sign_in

pytestmark = pytest.mark.browser

FAILURES_ALLOWED = 5
TOTP_PERIOD = 30
NEW_PASSWORD = "canal-lantern-orchard"


def try_wrong_password(page: Page) -> None:
    page.get_by_label("Email address").fill("ppb.chair@example.org")
    page.get_by_label("Password", exact=True).fill("not the password")
    follow(page.get_by_role("button", name="Sign in", exact=True))


def test_sign_in_is_throttled_after_five_wrong_passwords(open_as, check_page):
    page = open_as(None)
    page.goto("/account/login/")
    check_page(page)
    for _ in range(FAILURES_ALLOWED):
        try_wrong_password(page)
        expect(page.get_by_role("alert")).to_contain_text("Your email address or password is not correct")
    check_page(page)
    try_wrong_password(page)
    expect(page.get_by_role("alert")).to_contain_text("Too many attempts. Try again in 15 minutes")
    check_page(page)


def test_forgotten_password_is_set_anew_by_mail(open_as, portal, check_page):
    page = open_as(None)
    page.goto("/account/login/")
    follow(page.get_by_role("link", name=re.compile("forgot", re.IGNORECASE)))
    check_page(page)
    page.get_by_label("Email address").fill("ppb.chair@example.org")
    follow(page.locator("main").get_by_role("button"))
    expect(page.locator("h1")).to_be_visible()
    check_page(page)
    [message] = portal.mailbox.wait_for(1, subject="password", to="ppb.chair@example.org")
    [link] = re.findall(rf"{re.escape(portal.url)}/\S+", message.get_body(("plain",)).get_content())
    page.goto(link)
    check_page(page)
    page.get_by_label("New password", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("New password again").fill(NEW_PASSWORD)
    follow(page.get_by_role("button", name="Save the new password"))
    page.wait_for_url(lambda url: "/reset/" not in url or "done" in url)
    check_page(page)
    other = open_as(None)
    sign_in(other, "ppb.chair@example.org", NEW_PASSWORD)
    expect(other.locator(".app-account summary")).to_contain_text("PPB Chair")


def code_for(secret: str) -> str:
    """What an authenticator app shows now, once it shows it for long enough to be typed and sent."""
    wait_until(lambda: time.time() % TOTP_PERIOD < TOTP_PERIOD / 2, "a new code")
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_two_steps_can_be_turned_on_used_and_turned_off(open_as, portal, check_page):
    address, password = portal.sign_ins["Member"]
    page = open_as("Member", own_session=True)
    page.locator(".app-account summary").click()
    follow(page.get_by_role("link", name="Two-step sign-in"))
    check_page(page)
    follow(page.get_by_role("link", name="Turn on the authenticator app"))
    expect(page.locator("h1")).to_have_text("Confirm that it is you")
    check_page(page)
    page.get_by_label("Password", exact=True).fill(password)
    follow(page.get_by_role("button", name="Confirm"))
    check_page(page)
    secret = page.locator(".app-code").inner_text()
    page.get_by_label("Code from the app").fill(code_for(secret))
    follow(page.get_by_role("button", name="Turn on two-step sign-in"))
    expect(page.locator("h1")).to_have_text("Recovery codes")
    check_page(page)
    recovery_code = page.locator(".app-codes li").first.inner_text()

    again = open_as(None)
    sign_in(again, address, password)
    expect(again.locator("h1")).to_have_text("Enter your code")
    check_page(again)
    again.get_by_label("Code", exact=True).fill(recovery_code)
    follow(again.get_by_role("button", name="Sign in", exact=True))
    expect(again.locator(".app-account summary")).to_contain_text("Partner Member")

    page.goto("/account/2fa/")
    check_page(page)
    follow(page.get_by_role("link", name="Turn off the authenticator app"))
    check_page(page)
    follow(page.get_by_role("button", name="Turn off two-step sign-in"))
    expect(page.get_by_role("link", name="Turn on the authenticator app")).to_be_visible()


@pytest.fixture
def required_of_no_one_afterwards(portal):
    yield
    portal.run(
        "from allauth.mfa.models import Authenticator; from boards.models import Partnership;"
        "Authenticator.objects.all().delete(); Partnership.objects.update(two_step_from='')"
    )


@pytest.mark.usefixtures("required_of_no_one_afterwards")
def test_officer_is_led_to_the_two_steps_that_an_admin_requires(open_as, portal, check_page):
    admin = open_as("Admin")
    admin.goto("/halton/roles/")
    follow(admin.get_by_role("navigation", name="Office").get_by_role("link", name="Settings", exact=True))
    admin.get_by_label("Officers and admins", exact=True).check()
    follow(admin.get_by_role("button", name=re.compile("Save|Change")))

    address, password = portal.sign_ins["Officer"]
    page = open_as("Officer", own_session=True)
    page.goto("/halton/today/")
    expect(page.locator("h1")).to_have_text("Two-step sign-in")
    expect(page.locator("main")).to_contain_text(
        "You must turn on two-step sign-in before you can use this role: Officer of Halton Strategic Partnership."
    )
    check_page(page)
    follow(page.get_by_role("link", name="Turn on the authenticator app"))
    page.get_by_label("Password", exact=True).fill(password)
    follow(page.get_by_role("button", name="Confirm"))
    secret = page.locator(".app-code").inner_text()
    page.get_by_label("Code from the app").fill(code_for(secret))
    follow(page.get_by_role("button", name="Turn on two-step sign-in"))
    follow(page.get_by_role("link", name="Continue to the page you wanted"))
    expect(page.locator("h1")).to_have_text("Today")

    again = open_as(None)
    sign_in(again, address, password)
    expect(again.locator("h1")).to_have_text("Enter your code")
    again.get_by_label("Code", exact=True).fill(code_for(secret))
    follow(again.get_by_role("button", name="Sign in", exact=True))
    again.goto("/halton/today/")
    expect(again.locator("h1")).to_have_text("Today")
