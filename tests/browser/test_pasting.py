"""A document that was written in LibreOffice, pasted, published and read in all places."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from core.richtext import clean
from tests.browser.arrival import follow
from tests.browser.officer import SummaryForm, add_meeting

pytestmark = pytest.mark.browser
DOCUMENT = (Path(__file__).parents[1] / "core" / "pasted" / "libreoffice.html").read_text()


def test_document_of_libreoffice_is_pasted_published_and_read(open_as, portal, check_page):
    page = open_as("Officer")
    title = "Board meeting on pasted words"
    add_meeting(page, title, weeks=-1)
    meeting = page.url.split("?")[0]
    page.goto(f"{meeting}summary/edit/")
    form = SummaryForm(page)
    form.all_present.click()
    form.text("Key issues").wait_for()
    form.paste("Key issues", DOCUMENT)
    expect(page.get_by_text("We left out 1 passage of deleted text and 1 picture.")).to_be_visible()
    form.text("Key issues").locator("td").first.click()
    check_page(page)
    page.set_viewport_size({"width": 320, "height": 900})
    check_page(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    follow(form.preview)
    follow(page.get_by_role("button", name=re.compile(r"^Publish")))
    html = clean(DOCUMENT).html
    prose = page.locator(".app-prose").first
    assert prose.inner_html() == html
