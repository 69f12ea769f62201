"""A document that was written in LibreOffice, pasted, published and read in all places."""

import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.arrival import follow
from tests.browser.downloads import text_of
from tests.browser.letters import words_of
from tests.browser.officer import SummaryForm, add_meeting
from tests.papers import accessibility_errors, elements_in, tagged

pytestmark = pytest.mark.browser
DOCUMENT = (Path(__file__).parents[1] / "core" / "pasted" / "libreoffice.html").read_text()
LEFT_OUT = "We left out 1 passage of deleted text and 1 picture."
# The document has headings “Key issues” and “Decisions” of its own.
KEY_ISSUES = (
    "<h3>Housing</h3><p>The Board approved the <strong>housing</strong> <em>plan</em> and a grant.</p>"
    "<ul><li>Empty homes<ul><li>12 in Runcorn</li><li>9 in Widnes</li></ul></li>"
    "<li>New homes: 40 on 3 × 10⁴ m²</li></ul><p>3.1 The Board agreed the timetable.</p>"
    '<table><thead><tr><th scope="col">Partner</th><th scope="col">£</th></tr></thead><tbody>'
    "<tr><td>Council</td><td>10,000</td></tr><tr><td>Health trust</td><td>2,500</td></tr></tbody></table>"
)
DECISIONS = (
    '<ol><li>Approve the plan<ol type="a"><li>with a review in May</li><li>and a report to scrutiny</li></ol></li>'
    '<li>Publish the figures</li></ol><p>Details: <a href="https://example.org/plan" rel="noopener noreferrer">'
    "the plan</a>.</p>"
)
AS_TEXT = """
KEY ISSUES

Housing

The Board approved the housing plan and a grant.

- Empty homes
  - 12 in Runcorn
  - 9 in Widnes
- New homes: 40 on 3 × 10⁴ m²

3.1 The Board agreed the timetable.

Partner: Council; £: 10,000
Partner: Health trust; £: 2,500


DECISIONS

1. Approve the plan
  a. with a review in May
  b. and a report to scrutiny
2. Publish the figures

Details: the plan (https://example.org/plan).
"""
ON_PAPER = (
    "Housing The Board approved the housing plan and a grant. Empty homes 12 in Runcorn 9 in Widnes New homes: 40 on"
    " 3 × 10⁴ m² 3.1 The Board agreed the timetable. Partner £ Council 10,000 Health trust 2,500 Decisions Approve the"
    " plan with a review in May and a report to scrutiny Publish the figures Details: the plan."
)
LIST_MARKS = ["•", "◦", "◦", "•", "1.", "a.", "b.", "2."]


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
    expect(page.get_by_text(LEFT_OUT)).to_be_visible()
    form.text("Key issues").locator("td").first.click()
    check_page(page)
    page.set_viewport_size({"width": 320, "height": 900})
    check_page(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    follow(form.preview)
    expect(page.get_by_role("alert")).to_contain_text("We sorted the text by its headings “Key issues” and “Decisions”")
    assert [prose.inner_html() for prose in page.locator(".app-prose").all()] == [KEY_ISSUES, DECISIONS]
    follow(page.get_by_role("button", name=re.compile(r"^Publish and send to \d+ people")))

    reader = open_as(None)
    reader.goto(meeting)
    assert [prose.inner_html() for prose in reader.locator(".app-prose").all()] == [KEY_ISSUES, DECISIONS]
    check_page(reader)

    [mail] = portal.mailbox.wait_for(1, subject=f"Summary: {title}", to=portal.sign_ins["PPB member"][0])
    html = mail.get_body(("html",)).get_content()
    assert KEY_ISSUES in html
    assert DECISIONS in html
    words = words_of(mail)
    assert AS_TEXT in words

    [attached] = mail.iter_attachments()
    content = attached.get_content()
    paper = PdfReader(io.BytesIO(content))
    printed = text_of(content)
    assert ON_PAPER in printed
    assert accessibility_errors(content) == []
    assert re.findall(r"[•◦]|\b[12ab]\.(?= )", printed.split("the plan.")[-1]) == LIST_MARKS
    # The bullets with two more in the first of them, and the numbers likewise; then come the people.
    lists = [[inner for inner in elements_in(outer) if inner["/S"] == "/LI"] for outer in tagged(paper, "/L")]
    assert [len(items) for items in lists][:4] == [4, 2, 4, 2]
    headers = [cell["/A"]["/Scope"] for cell in tagged(paper, "/TH")]
    assert headers == ["/Row", "/Row", "/Row", "/Column", "/Column"]

    for read in (reader.content(), html, words, printed):
        assert "It will be late" not in read
        assert "picture.png" not in read
