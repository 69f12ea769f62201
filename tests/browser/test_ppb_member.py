"""Job two: the PPB member reviews recommendations."""

import csv
import io
import re

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.arrival import follow
from tests.browser.downloads import downloaded, made_paper, text_of
from tests.papers import accessibility_errors

pytestmark = pytest.mark.browser

RECOMMENDATIONS = 10
OF_POLICY_AND_STRATEGY = [2, 3, 7, 8, 9, 10]
VISIT_OF_AN_HOUR_AGO = """
from datetime import timedelta
from django.db.models import F
from recommendations.models import RecommendationVisit
RecommendationVisit.objects.update(latest_at=F("latest_at") - timedelta(hours=1))
"""


def numbers(page: Page) -> list[int]:
    cells = page.locator("table.app-recommendations tbody tr td:first-child").all_inner_texts()
    return [int(re.sub(r"\D", "", cell)) for cell in cells]


def test_member_sees_the_longest_silence_first_and_filters(open_as, check_page):
    page = open_as("PPB member")
    page.goto("/halton/")
    follow(page.get_by_role("navigation", name="Main").get_by_role("link", name="Recommendations"))
    check_page(page)
    shown = numbers(page)
    assert sorted(shown) == list(range(1, RECOMMENDATIONS + 1))
    # Progress of an unknown date is the oldest; what is implemented is asked about last.
    assert [number for number in shown if number in {1, 6, 7, 8}] == [1, 6, 7, 8]
    table = page.get_by_role("table", name=re.compile("Recommendations by status"))
    expect(table.get_by_role("row", name=re.compile("in progress"))).to_contain_text("7")

    page.get_by_role("combobox", name="Who does it").select_option(label="Policy and Strategy")
    follow(page.get_by_role("button", name="Apply filters"))
    assert sorted(numbers(page)) == OF_POLICY_AND_STRATEGY
    printed = page.locator("[data-label='Who does it']").all_inner_texts()
    spellings = {words for cell in printed for words in cell.split(", ") if words.startswith("Policy and Strategy")}
    assert spellings == {"Policy and Strategy staff", "Policy and Strategy support"}
    check_page(page)

    page.get_by_role("combobox", name="Status").select_option(label="Implemented")
    follow(page.get_by_role("button", name="Apply filters"))
    assert numbers(page) == [8]
    follow(page.get_by_role("link", name="Clear filters"))
    page.get_by_role("combobox", name="Status").select_option(label="Superseded")
    follow(page.get_by_role("button", name="Apply filters"))
    expect(page.get_by_role("heading", name="No recommendation fits")).to_be_visible()
    check_page(page)


def test_member_asks_and_the_officer_answers(open_as, portal, check_page):
    question = "Which meetings of this year could be joint ones?"
    member, officer = open_as("PPB member"), open_as("Officer")
    member.goto("/halton/recommendations/")
    follow(member.get_by_role("link", name="Ask about recommendation 4"))
    check_page(member)
    follow(member.get_by_role("button", name="Send to the partnership office"))
    expect(member.get_by_role("alert")).to_contain_text("Enter")
    check_page(member)
    member.get_by_role("textbox").fill(question)
    follow(member.get_by_role("button", name="Send to the partnership office"))
    expect(member.get_by_role("article", name="Comment by PPB Member")).to_contain_text("Not answered yet")
    portal.run(VISIT_OF_AN_HOUR_AGO)

    officer.goto("/halton/today/")
    waiting = officer.get_by_role("region", name="Waiting for you")
    follow(waiting.get_by_role("link", name=re.compile("unanswered: recommendation 4")))
    follow(officer.get_by_role("article").filter(has_text=question).get_by_role("link", name="Answer"))
    check_page(officer)
    officer.get_by_label("Answer").fill("The one in March. It is in the diary.")
    follow(officer.get_by_role("button", name="Publish the answer to members"))
    expect(officer.get_by_role("article").filter(has_text=question)).to_contain_text("It is in the diary")
    check_page(officer)
    follow(officer.get_by_role("button", name="Add progress"))
    officer.wait_for_url("**/progress/add/")
    check_page(officer)
    officer.get_by_label("What has happened").fill("Two joint meetings are in the diary.")
    officer.get_by_label("Who reports it").fill("Policy and Strategy")
    officer.get_by_role("group", name="Status of this piece of work").get_by_label("In progress").check()
    whole = officer.get_by_label("Status of the whole recommendation")
    whole.select_option(label="Needs follow-up")
    follow(officer.get_by_role("button", name="Add this progress"))
    expect(officer.get_by_role("alert")).to_contain_text("why")
    check_page(officer)
    whole.select_option(index=0)
    follow(officer.get_by_role("button", name="Add this progress"))
    expect(officer.get_by_role("region", name="What has happened")).to_contain_text(
        "Two joint meetings are in the diary"
    )

    member.goto("/halton/recommendations/")
    expect(member.get_by_role("link", name="Changed since you last looked")).to_be_visible()
    follow(member.get_by_role("link", name="Changed since you last looked"))
    assert 4 in numbers(member)
    check_page(member)
    follow(member.get_by_role("link", name="More leadership and contribution from partners"))
    expect(member.get_by_role("article").filter(has_text=question)).to_contain_text("Answer by Partnership Officer")
    check_page(member)
    reader = open_as(None)
    reader.goto(member.url)
    expect(reader.locator("main")).not_to_contain_text(question)
    check_page(reader)


def test_member_takes_the_progress_table_along(open_as, check_page):
    page = open_as("PPB member")
    page.goto("/halton/recommendations/?sort=number")
    titles = page.get_by_role("table", name="Recommendations", exact=True).get_by_role("rowheader").get_by_role("link")
    asked = titles.all_inner_texts()
    follow(page.get_by_role("button", name="Make a PDF"))
    expect(page.locator("h1")).to_have_text("Progress on recommendations")
    paper = made_paper(page)
    page.reload()
    check_page(page)
    assert accessibility_errors(paper) == []
    assert all(sheet.mediabox.width > sheet.mediabox.height for sheet in PdfReader(io.BytesIO(paper)).pages)
    text = text_of(paper)
    places = [text.index(f"{number} {title}") for number, title in enumerate(asked, start=1)]
    assert len(places) == RECOMMENDATIONS
    assert places == sorted(places)

    page.goto("/halton/recommendations/?sort=number")
    saved = downloaded(page, page.get_by_role("link", name="CSV"))
    rows = list(csv.reader(io.StringIO(saved.decode("utf-8-sig"))))
    saved = downloaded(page, page.get_by_role("link", name="Spreadsheet (XLSX)"))
    sheet = openpyxl.load_workbook(io.BytesIO(saved)).active
    assert [row[0] for row in rows[1:]] == [str(number) for number in range(1, RECOMMENDATIONS + 1)]
    assert [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)] == rows
