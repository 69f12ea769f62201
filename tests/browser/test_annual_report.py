"""Job three: the admin exports the annual report."""

import io
import re

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.browser.arrival import follow
from tests.browser.downloads import downloaded, made_paper, text_of
from tests.papers import accessibility_errors, bookmarks

pytestmark = pytest.mark.browser

SECTIONS = [
    "The year in figures",
    "Who we are",
    "Meetings and summaries",
    "What partners achieved",
    "How the measures moved",
    "What scrutiny asked",
]
LATER = "Told to scrutiny after the report was published."


def section_titles(page: Page) -> list[str]:
    return page.locator("article h2").all_inner_texts()


def write(page: Page, section: str, words: str) -> None:
    follow(page.locator(".report-tasks").get_by_role("link", name=section))
    # The editor stands in for the plain box as soon as its script has come.
    expect(page.locator(".ProseMirror")).to_be_visible()
    page.get_by_role("textbox", name="Your words").press("Control+End")
    page.keyboard.type(words)
    save_section(page)


def save_section(page: Page) -> None:
    follow(page.get_by_role("button", name="Save the section"))
    expect(page.get_by_role("alert")).to_contain_text("is saved")


def publish(page: Page) -> None:
    follow(page.get_by_role("button", name="Publish", exact=True))
    follow(page.get_by_role("button", name="Publish and freeze"))
    expect(page.get_by_role("alert")).to_contain_text("is published")


def test_admin_publishes_the_report_of_2012_13_and_it_stays_as_it_is(open_as, check_page):
    page = open_as("Admin")
    page.goto("/halton/")
    follow(page.get_by_role("navigation", name="Main").get_by_role("link", name="Reports"))
    check_page(page)
    follow(page.get_by_role("button", name="Start a report"))
    check_page(page)
    page.get_by_label("Financial year").select_option(label="2012/13")
    follow(page.get_by_role("button", name="Start the report"))
    page.wait_for_url("**/edit/")
    check_page(page)
    workbench = page.url
    assert section_titles(page) == SECTIONS

    write(page, "Foreword", "Ten recommendations, and what became of them.")
    assert section_titles(page) == ["Foreword", *SECTIONS]
    follow(page.locator(".report-tasks").get_by_role("link", name="How the measures moved"))
    check_page(page)
    page.get_by_label("Print this section in the report").uncheck()
    save_section(page)
    follow(page.get_by_role("button", name="Full preview"))
    page.wait_for_url("**/preview/")
    printed = ["Foreword", *(title for title in SECTIONS if title != "How the measures moved")]
    assert section_titles(page) == printed
    check_page(page)

    page.goto(workbench)
    follow(page.get_by_role("button", name="Make PDF"))
    draft = made_paper(page)
    # The page says by itself what comes next.
    expect(page.get_by_role("link", name="go on to publish the report")).to_be_visible()
    check_page(page)
    follow(page.get_by_role("link", name="Back to the report"))
    follow(page.get_by_role("button", name="Publish", exact=True))
    page.wait_for_url("**/publish/")
    check_page(page)
    assert accessibility_errors(draft) == []
    reader = PdfReader(io.BytesIO(draft))
    assert reader.metadata.title == "Annual report 2012/13, Halton Strategic Partnership"
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    chapters = [title for title in bookmarks(reader) if isinstance(title, str)]
    assert [title for title in chapters if title in printed] == printed
    assert "How the measures moved" not in chapters
    assert f"page {len(reader.pages)} of {len(reader.pages)}" in text_of(draft)
    follow(page.get_by_role("button", name="Publish and freeze"))
    expect(page.get_by_role("alert")).to_contain_text("Version 1 is published")

    everyone = open_as(None)
    everyone.goto("/halton/reports/")
    check_page(everyone)
    follow(everyone.get_by_role("link", name="Annual report 2012/13", exact=True))
    everyone.wait_for_url("**/reports/2012/")
    check_page(everyone)
    public = everyone.url
    assert section_titles(everyone) == printed
    frozen = everyone.locator("article").first.inner_text()
    assert downloaded(everyone, pdf_link(everyone)) == draft

    report_progress(open_as("Officer"), LATER)
    page.goto(f"{workbench.replace('/edit/', '/preview/')}")
    expect(page.locator("article").first).to_contain_text(LATER)
    everyone.goto(public)
    assert everyone.locator("article").first.inner_text() == frozen
    assert downloaded(everyone, pdf_link(everyone)) == draft


def pdf_link(page: Page) -> Locator:
    words = re.compile("PDF")
    return page.get_by_role("button", name=words).or_(page.get_by_role("link", name=words)).first


def report_progress(page: Page, words: str) -> None:
    """The year's last month is when it is said to have been reported."""
    page.goto("/halton/recommendations/?sort=number")
    follow(page.get_by_role("link", name="Data-sharing and communications audit"))
    follow(page.get_by_role("button", name="Add progress"))
    page.get_by_label("What has happened").fill(words)
    page.get_by_label("Date of the report").fill("1 3 2013")
    page.get_by_label("Who reports it").fill("Policy and Strategy")
    page.get_by_role("group", name="Status of this piece of work").get_by_label("Implemented").check()
    follow(page.get_by_role("button", name="Add this progress"))
    expect(page.get_by_role("alert")).to_be_visible()


def test_admin_publishes_this_years_report_and_corrects_it(open_as, check_page):
    page = open_as("Admin")
    page.goto("/halton/reports/")
    follow(page.get_by_role("link", name=re.compile("^Annual report")).first)
    page.wait_for_url("**/edit/")
    check_page(page)
    workbench = page.url
    assert section_titles(page) == ["Foreword", *SECTIONS, "Looking ahead"]
    assert page.locator("article svg[role=img], article svg[aria-labelledby], article figure").count() > 0
    follow(page.get_by_role("button", name="Make PDF"))
    paper = made_paper(page)
    assert accessibility_errors(paper) == []
    assert "Example, partly made up" in text_of(paper)
    page.goto(workbench)
    publish(page)
    check_page(page)
    first = page.locator("article").first.inner_text()

    page.goto(workbench)
    write(page, "Looking ahead", " And one thing more.")
    follow(page.get_by_role("button", name="Make PDF"))
    expect(page.get_by_role("alert")).to_contain_text("correct")
    page.get_by_label(re.compile("correct", re.IGNORECASE)).fill("One thing was missing")
    follow(page.get_by_role("button", name="Make PDF"))
    made_paper(page)
    page.goto(workbench)
    publish(page)
    expect(page.locator("article").first).to_contain_text("And one thing more.")
    check_page(page)
    follow(page.get_by_role("link", name="Version 1", exact=True))
    page.wait_for_url("**/versions/1/")
    assert page.locator("article").first.inner_text() == first
    check_page(page)
