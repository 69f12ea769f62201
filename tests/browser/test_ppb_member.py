"""Job two: the PPB member reviews recommendations."""

import csv
import io
import re
from datetime import datetime

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.arrival import choose, follow
from tests.browser.downloads import downloaded, made_paper, text_of
from tests.papers import accessibility_errors

pytestmark = pytest.mark.browser

HSP = "Scrutiny of the Halton Strategic Partnership"
# The reviews of 2014 and the year after closed the other four.
OF_HSP = [2, 4, 6, 7, 9, 10]
# Progress of an unknown date is the oldest. On 4 and 10 other journeys report.
SILENT_LONGEST = [9, 2, 6, 7]
OF_POLICY_AND_STRATEGY = [2, 7, 9, 10]
# Two that nobody has reported on come first, of reports that are not of Halton's papers.
NEVER_REPORTED_ON = [
    "Young people heard by the Board once a year",
    "One form for cold homes that every partner accepts",
]
STUDY = "Ready for work at eighteen"
REPORTS = {HSP: 10, STUDY: 5, "Cold homes": 1}
MONITORED, CLOSED_OF_STUDY = 11, "One list of employers who take young people on"
CLOSED = {
    CLOSED_OF_STUDY,
    "Stronger role for elected members in partnership work",
    "New ways to judge impact and effectiveness",
    "Full review after 12 months",
    "Annual report",
}
VISIT_OF_AN_HOUR_AGO = """
from datetime import timedelta
from django.db.models import F
from recommendations.models import RecommendationVisit
RecommendationVisit.objects.update(latest_at=F("latest_at") - timedelta(hours=1))
"""


def numbers(page: Page) -> list[int]:
    cells = page.locator("table.app-recommendations tbody tr td:first-child").all_inner_texts()
    return [int(re.sub(r"\D", "", cell)) for cell in cells]


def titles(page: Page) -> list[str]:
    return page.locator("table.app-recommendations tbody tr th a").all_inner_texts()


def in_csv(cell: object) -> str:
    """A cell of a workbook as the other file has it: dates are dates there, and can be sorted."""
    return cell.date().isoformat() if isinstance(cell, datetime) else str(cell or "")


def choose_report(page: Page) -> None:
    """Only the recommendations of the report that Halton's papers are about."""
    page.get_by_text("More filters").click()
    page.get_by_role("combobox", name="Topic group").select_option(label=HSP)
    follow(page.get_by_role("button", name="Apply filters"))


def test_member_sees_the_longest_silence_first_and_filters(open_as, check_page):
    page = open_as("PPB member")
    page.goto("/halton/")
    follow(page.get_by_role("navigation", name="Main").get_by_role("link", name="Recommendations"))
    check_page(page)
    assert len(titles(page)) == MONITORED
    assert titles(page)[: len(NEVER_REPORTED_ON)] == NEVER_REPORTED_ON
    choose_report(page)
    shown = numbers(page)
    assert sorted(shown) == OF_HSP
    assert [number for number in shown if number in SILENT_LONGEST] == SILENT_LONGEST
    table = page.get_by_role("table", name=re.compile("Recommendations by status"))
    expect(table.get_by_role("row", name=re.compile("^in progress 4 "))).to_be_visible()
    expect(table.get_by_role("row", name=re.compile("^implemented 0 "))).to_be_visible()

    choose(page.get_by_role("combobox", name="Owner", exact=True), "Policy and Strategy")
    follow(page.get_by_role("button", name="Apply filters"))
    assert sorted(numbers(page)) == OF_POLICY_AND_STRATEGY
    printed = page.locator(".app-recommendations__owners").all_inner_texts()
    spellings = {words for cell in printed for words in cell.split(", ") if words.startswith("Policy and Strategy")}
    assert spellings == {"Policy and Strategy staff", "Policy and Strategy support"}
    check_page(page)

    page.get_by_role("combobox", name="Status").select_option(label="Needs follow-up")
    follow(page.get_by_role("button", name="Apply filters"))
    assert numbers(page) == [9]
    follow(page.get_by_role("link", name="Clear filters"))
    page.get_by_role("combobox", name="Status").select_option(label="No longer relevant")
    follow(page.get_by_role("button", name="Apply filters"))
    expect(page.get_by_role("heading", name="No recommendations match your filters")).to_be_visible()
    check_page(page)


def test_member_sees_closed_recommendations_on_asking_for_them(open_as, check_page):
    page = open_as("PPB member")
    page.goto("/halton/recommendations/")
    assert set(titles(page)).isdisjoint(CLOSED)
    expect(page.locator("main")).to_contain_text("5 closed not shown")
    follow(page.get_by_role("link", name="Show closed"))
    assert set(titles(page)) == CLOSED
    expect(page.locator("table.app-recommendations")).to_contain_text("closed")
    check_page(page)
    follow(page.get_by_role("link", name=CLOSED_OF_STUDY, exact=True))
    expect(page.get_by_role("region", name="Status", exact=True)).to_contain_text(
        "Owners are no longer asked for updates"
    )
    check_page(page)
    page.goto("/halton/recommendations/?status=implemented")
    monitored = titles(page)
    page.get_by_role("combobox", name="Monitoring").select_option(label="Closed ones too")
    follow(page.get_by_role("button", name="Apply filters"))
    assert set(titles(page)) == {*monitored, *CLOSED}


def test_member_reads_what_became_of_each_report(open_as, check_page):
    page = open_as("PPB member")
    page.goto("/halton/recommendations/")
    follow(page.get_by_role("navigation", name="Recommendations", exact=True).get_by_role("link", name="Overview"))
    check_page(page)
    reports = page.get_by_role("table", name="Recommendations by report")
    for report, number in REPORTS.items():
        row = reports.get_by_role("row").filter(has=page.get_by_role("rowheader", name=re.compile(f"^{report}")))
        expect(row.get_by_role("link", name=f"{number} of {report}", exact=True)).to_be_visible()
    follow(reports.get_by_role("link", name=f"{REPORTS[STUDY]} of {STUDY}", exact=True))
    recommended = titles(page)
    assert len(recommended) == REPORTS[STUDY]
    assert CLOSED_OF_STUDY in recommended
    check_page(page)

    follow(page.get_by_role("navigation", name="Recommendations", exact=True).get_by_role("link", name="Topic groups"))
    check_page(page)
    follow(page.get_by_role("link", name=STUDY))
    assert sorted(titles(page)) == sorted(recommended)
    check_page(page)
    follow(page.get_by_role("link", name="Read the report"))
    expect(page.locator("main")).to_contain_text("Each partner should offer work experience")
    check_page(page)
    # Whoever is not on the board reads nothing of what is in preparation.
    reader = open_as(None)
    reader.goto("/halton/recommendations/overview/")
    expect(reader.get_by_role("table", name="Recommendations by report")).not_to_contain_text("Cold homes")


def test_member_asks_for_follow_up_at_the_next_meeting(open_as, check_page):
    worded = "The trial with the bus companies"
    ask, title = "Has the trial with the bus companies been judged?", "Half fare for apprentices for one year"
    member, officer, reader = open_as("PPB member"), open_as("Officer"), open_as(None)
    member.goto("/halton/recommendations/")
    row = member.get_by_role("row").filter(has=member.get_by_role("rowheader", name=re.compile(title)))
    follow(row.get_by_role("link", name="Ask for follow-up of recommendation 3"))
    expect(member.locator("h1")).to_have_text(title)
    follow(member.get_by_role("button", name="Ask for follow-up"))
    expect(member.get_by_role("alert")).to_contain_text("Enter what the next meeting should look at")
    check_page(member)
    member.get_by_label("What should the next meeting look at?").fill(ask)
    follow(member.get_by_role("button", name="Ask for follow-up"))
    expect(member.get_by_role("alert")).to_contain_text("You can take it back until it is on an agenda")
    asked = member.get_by_role("article", name="Follow-up asked by PPB Member")
    expect(asked).to_contain_text(ask)
    expect(asked).to_contain_text("requested")
    check_page(member)

    officer.goto("/halton/today/")
    waiting = officer.get_by_role("region", name="Requests for follow-up")
    follow(
        waiting.get_by_role("listitem")
        .filter(has_text=f"Recommendation 3: {title}")
        .get_by_role("button", name="Decide")
    )
    check_page(officer)
    request = officer.get_by_role("article", name="Request by PPB Member on recommendation 3")
    request.get_by_label("Wording on the agenda").fill(worded)
    follow(request.get_by_role("button", name="Put on the agenda"))
    expect(officer.get_by_role("alert")).to_contain_text("It is on the agenda of Corporate Services PPB")
    member.reload()
    expect(asked).to_contain_text(worded)
    check_page(member)

    follow(asked.get_by_role("link", name=re.compile("^Corporate Services PPB")))
    check_page(member)
    # The agenda is published already: everybody reads what is asked, and not who asks.
    reader.goto(f"{member.url}agenda/")
    item = reader.get_by_role("listitem").filter(
        has=reader.get_by_role("heading", name=f"Follow-up of recommendation 3: {title}")
    )
    expect(item).to_contain_text(worded)
    expect(reader.locator("main")).not_to_contain_text(ask)
    expect(reader.locator("main")).not_to_contain_text("PPB Member")
    check_page(reader)
    officer.goto(f"{member.url}agenda/edit/")
    expect(officer.get_by_role("heading", name=f"Follow-up of recommendation 3: {title}")).to_be_visible()
    check_page(officer)

    follow(officer.get_by_role("navigation", name="Main").get_by_role("link", name="Recommendations"))
    follow(officer.get_by_role("link", name=title))
    follow(officer.get_by_role("link", name=re.compile("^Take off the agenda")))
    check_page(officer)
    officer.get_by_label("Why does no meeting need to look at it?").fill("The companies have answered by letter")
    follow(officer.get_by_role("button", name="Decline the request"))
    expect(officer.get_by_role("alert")).to_contain_text("The request is declined")
    member.go_back()
    member.reload()
    expect(asked).to_contain_text("The companies have answered by letter")
    check_page(member)
    reader.reload()
    expect(item).to_have_count(0)


def test_member_asks_and_the_officer_answers(open_as, portal, check_page):
    question = "Which meetings of this year could be joint ones?"
    member, officer = open_as("PPB member"), open_as("Officer")
    member.goto("/halton/recommendations/")
    # Whoever may ask for follow-up finds the comments below it.
    follow(member.get_by_role("table").get_by_role("link", name="More leadership and contribution from partners"))
    check_page(member)
    follow(member.get_by_role("button", name="Send to the partnership office"))
    expect(member.get_by_role("alert")).to_contain_text("Enter")
    check_page(member)
    member.get_by_role("textbox").fill(question)
    follow(member.get_by_role("button", name="Send to the partnership office"))
    expect(member.get_by_role("article", name="Comment by PPB Member")).to_contain_text("No reply yet")
    portal.run(VISIT_OF_AN_HOUR_AGO)

    officer.goto("/halton/today/")
    waiting = officer.get_by_role("region", name="Comments on recommendations")
    follow(waiting.get_by_role("button", name=re.compile("^Reply to .* on recommendation 4")))
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
    expect(officer.get_by_role("region", name="History")).to_contain_text("Two joint meetings are in the diary")

    member.goto("/halton/recommendations/")
    expect(member.locator(".app-changed")).to_contain_text("4. More leadership and contribution from partners")
    follow(member.locator(".app-changed").get_by_role("link", name="1 recommendation changed"))
    assert 4 in numbers(member)
    check_page(member)
    follow(member.get_by_role("table").get_by_role("link", name="More leadership and contribution from partners"))
    expect(member.get_by_role("article").filter(has_text=question)).to_contain_text("Reply by Partnership Officer")
    check_page(member)
    reader = open_as(None)
    reader.goto(member.url)
    expect(reader.locator("main")).not_to_contain_text(question)
    check_page(reader)


def test_member_takes_the_progress_table_along(open_as, check_page):
    page = open_as("PPB member")
    page.goto("/halton/recommendations/?sort=number")
    choose_report(page)
    address = page.url
    assert numbers(page) == OF_HSP
    asked = titles(page)
    follow(page.get_by_role("button", name="Make a PDF"))
    expect(page.locator("h1")).to_have_text("Progress on recommendations")
    paper = made_paper(page)
    page.reload()
    check_page(page)
    assert accessibility_errors(paper) == []
    assert all(sheet.mediabox.width > sheet.mediabox.height for sheet in PdfReader(io.BytesIO(paper)).pages)
    text = text_of(paper)
    places = [text.index(f"{number} {title}") for number, title in zip(OF_HSP, asked, strict=True)]
    assert len(places) == len(OF_HSP)
    assert places == sorted(places)
    # Nothing of the other reports is printed with them.
    assert NEVER_REPORTED_ON[0] not in text

    page.goto(address)
    saved = downloaded(page, page.get_by_role("link", name="CSV"))
    rows = list(csv.reader(io.StringIO(saved.decode("utf-8-sig"))))
    saved = downloaded(page, page.get_by_role("link", name="Spreadsheet (XLSX)"))
    sheet = openpyxl.load_workbook(io.BytesIO(saved)).active
    assert [row[0] for row in rows[1:]] == [str(number) for number in OF_HSP]
    assert [[in_csv(cell) for cell in row] for row in sheet.iter_rows(values_only=True)] == rows
