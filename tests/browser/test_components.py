"""Every component on one throwaway page, in a real browser."""

import os

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.arrival import patient
from tests.browser.conftest import check_axe

# Playwright keeps an event loop in this thread; the test database is used beside it, never from it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def gallery(browser: Browser, live_server, settings) -> Page:
    settings.ROOT_URLCONF = "tests.core.gallery"
    settings.SECURE_SSL_REDIRECT = False
    page = patient(browser.new_context()).new_page()
    page.refused = []
    page.on("console", lambda message: page.refused.append(message.text) if message.type == "error" else None)
    page.goto(f"{live_server.url}/gallery/")
    yield page
    page.context.close()


def test_components_have_no_violations_wide_or_narrow(gallery, check_page):
    check_page(gallery)
    assert gallery.refused == []


def test_contrast_is_measured_of_what_is_written_as_nothing_before(gallery):
    check_axe(gallery)
    gallery.evaluate("document.querySelector('p.govuk-body').style.color = '#bbbbbb'")
    with pytest.raises(AssertionError, match="color-contrast"):
        check_axe(gallery)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("document.querySelector('main a[href]').textContent = ''", "link-name"),
        ("document.querySelector('label[for=id_secret]').htmlFor = 'nowhere'", "label"),
        ("document.documentElement.lang = 'zz'", "html-lang-valid"),
        ("document.querySelector('main').insertAdjacentHTML('beforeend', '<h2>In</h2><h5>Out</h5>')", "heading-order"),
        ("document.querySelector('h1').outerHTML = '<h1></h1>'", "empty-heading"),
    ],
)
def test_page_is_checked_again_when_it_is_made_otherwise(gallery, change, rule):
    check_axe(gallery)
    gallery.evaluate(change)
    with pytest.raises(AssertionError, match=rule):
        check_axe(gallery)


def test_size_of_targets_is_checked_on_the_wide_page(gallery, check_page):
    close = "<button class='close' aria-label='One'></button><button class='close' aria-label='Two'></button>"
    gallery.evaluate("close => document.querySelector('main').insertAdjacentHTML('beforeend', close)", close)
    gallery.evaluate("""() => document.querySelectorAll('.close').forEach((one) => {
        one.style.cssText = "width: 8px; height: 8px; padding: 0; border: 0"; })""")
    with pytest.raises(AssertionError, match=r"(?s)1280.*target-size|target-size.*1280"):
        check_page(gallery)


def test_progress_bar_follows_the_work_and_offers_the_result(gallery):
    expect(gallery.get_by_role("link", name="Open it")).to_have_attribute("href", "/healthz")
    expect(gallery.get_by_role("status")).to_have_text("Ready")


def test_menu_opens_and_closes_on_a_phone(gallery):
    gallery.set_viewport_size({"width": 320, "height": 800})
    menu = gallery.get_by_role("button", name="Menu")
    expect(menu).to_have_attribute("aria-expanded", "false")
    menu.click()
    expect(gallery.get_by_role("navigation", name="Main").get_by_role("link", name="Today")).to_be_visible()


def test_password_can_be_shown(gallery):
    secret = gallery.locator("#id_secret")
    expect(secret).to_have_attribute("type", "password")
    gallery.get_by_role("button", name="Show password").click()
    expect(secret).to_have_attribute("type", "text")


def test_filters_show_at_once_on_a_wide_screen_and_open_on_a_phone(gallery):
    field = gallery.get_by_label("Who answers for it")
    expect(field).to_be_visible()
    gallery.set_viewport_size({"width": 320, "height": 800})
    expect(field).to_be_hidden()
    gallery.get_by_text("Filter", exact=True).click()
    expect(field).to_be_visible()
