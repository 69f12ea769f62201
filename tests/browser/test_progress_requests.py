"""Progress is asked for by mail: a partner answers by link, and what they propose becomes fact once it is confirmed."""

import csv
import io
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.arrival import follow
from tests.browser.downloads import downloaded
from tests.browser.letters import link_in, open_link, words_of
from tests.browser.officer import london_today, typed

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
PARTNER = "member@example.org"
OWNER, MEETING = "Halton Chamber of Commerce", "Corporate Services PPB"
ASKED = "Work experience with every partner"
UNASKED = "A careers shop in each town centre"


def open_recommendation(page: Page, title: str) -> None:
    page.goto("/halton/recommendations/?standing=all")
    follow(page.locator("table.app-recommendations").get_by_role("link", name=title, exact=True))
    expect(page.locator("h1")).to_have_text(title)


def open_scrutiny(page: Page, name: str) -> None:
    page.goto("/halton/today/")
    follow(page.get_by_role("navigation", name="Office").get_by_role("link", name=re.compile(f"^{name}")))


def test_partner_answers_by_link_and_the_office_confirms_what_they_propose(open_as, portal, check_page):
    said, why, shown = "300 places are promised for the year.", "Every member gives places", "The list of 300 places"
    officer = open_as("Officer")
    open_scrutiny(officer, "Update requests")
    board = officer.get_by_role("region", name=re.compile(f"^{MEETING}"))
    row = board.get_by_role("row").filter(has=officer.get_by_role("rowheader", name=OWNER))
    expect(row).to_contain_text("silent")
    check_page(officer)
    follow(board.get_by_role("button", name="Remind now"))
    expect(officer.get_by_role("listitem").filter(has_text=OWNER)).to_contain_text("1 recommendation")
    check_page(officer)
    follow(officer.get_by_role("button", name=re.compile(r"^Remind \d+ owners")))
    expect(officer.get_by_role("alert")).to_be_visible()
    portal.tend_now()
    [mail] = portal.mailbox.wait_for(1, subject="Reminder: How far is one recommendation?", to=PARTNER)
    assert ASKED in words_of(mail)

    partner = open_as(None, viewport=PHONE)
    open_link(partner, mail, "/links/progress/")
    expect(partner.locator("h1")).to_have_text("How far is this recommendation?")
    check_page(partner)
    # Nothing was typed, and then too little: each is said, and what was typed stays.
    follow(partner.get_by_role("button", name="Send the answer"))
    expect(partner.get_by_role("alert")).to_contain_text("nothing has been typed yet")
    check_page(partner)
    box = partner.get_by_role("region", name=f"1. {ASKED}", exact=True)
    box.get_by_label("How far is it?").fill(said)
    box.get_by_text("Has the whole recommendation come to something else?").click()
    box.get_by_label("We think that the whole recommendation is now").select_option(label="Implemented")
    box.get_by_label("Why", exact=True).fill(why)
    follow(partner.get_by_role("button", name="Send the answer"))
    expect(partner.get_by_role("alert")).to_contain_text("Recommendation 1: Enter what shows")
    expect(box.get_by_label("How far is it?")).to_have_value(said)
    check_page(partner)
    box.get_by_label("What shows it").fill(shown)
    follow(partner.get_by_role("button", name="Send the answer"))
    expect(partner.get_by_role("alert")).to_contain_text("Your answer is on record")
    expect(partner.locator("h1")).to_have_text(f"{OWNER} has answered")
    expect(partner.locator("main")).to_contain_text(said)
    check_page(partner)
    # The link still tells what was said, and asks no more.
    partner.goto(link_in(mail, "/links/progress/"))
    expect(partner.get_by_role("button", name="Send the answer")).to_have_count(0)

    open_scrutiny(officer, "Update requests")
    expect(row).to_contain_text("answered")
    open_scrutiny(officer, "Statuses to confirm")
    tick = officer.get_by_role("checkbox", name=f"1. {ASKED}")
    expect(tick).to_have_accessible_description(re.compile(f"{why}.*{shown}"))
    follow(officer.get_by_role("button", name="Confirm the ticked ones"))
    expect(officer.get_by_role("alert")).to_contain_text("Tick the proposals that are confirmed")
    check_page(officer)
    tick.check()
    officer.get_by_label("From which day do the statuses hold?").fill(typed(london_today(officer)))
    follow(officer.get_by_role("button", name="Confirm the ticked ones"))
    expect(officer.get_by_role("alert")).to_contain_text("1 status confirmed")
    check_page(officer)
    reader = open_as(None)
    open_recommendation(reader, ASKED)
    expect(reader.get_by_role("region", name="Status", exact=True)).to_contain_text(why)
    expect(reader.get_by_role("region", name="History")).to_contain_text(said)
    check_page(reader)


def test_member_proposes_a_status_and_the_office_declines_it(open_as, check_page):
    why, note = "The college has offered a room", "A room is not yet a shop"
    member, officer = open_as("Member"), open_as("Officer")
    open_recommendation(member, UNASKED)
    follow(member.get_by_role("link", name="Propose a status"))
    check_page(member)
    follow(member.get_by_role("button", name="Propose this status"))
    expect(member.get_by_role("alert")).to_contain_text("Select the status that you propose")
    check_page(member)
    member.get_by_label("In progress", exact=True).check()
    member.get_by_label("Why the status should change").fill(why)
    follow(member.get_by_role("button", name="Propose this status"))
    expect(member.get_by_role("alert")).to_contain_text("It becomes the status once the office confirms it")
    # It is no fact yet.
    expect(member.get_by_role("region", name="Status", exact=True)).to_contain_text("not feasible")
    check_page(member)

    open_scrutiny(officer, "Statuses to confirm")
    follow(officer.get_by_role("link", name="Decline the proposal for recommendation 5"))
    check_page(officer)
    follow(officer.get_by_role("button", name="Decline this proposal"))
    expect(officer.get_by_role("alert")).to_contain_text("Enter why it is not confirmed")
    officer.get_by_label("Why is it not confirmed?").fill(note)
    follow(officer.get_by_role("button", name="Decline this proposal"))
    expect(officer.get_by_role("alert")).to_contain_text("The proposal is declined")
    expect(officer.get_by_role("checkbox", name=f"5. {UNASKED}")).to_have_count(0)
    member.reload()
    expect(member.get_by_role("region", name="Status", exact=True)).to_contain_text(note)


def test_office_closes_what_is_settled(open_as, check_page):
    reason = "There is no money, and the college has its own desk"
    page, reader = open_as("Officer"), open_as(None)
    open_scrutiny(page, "Close recommendations")
    follow(page.get_by_role("button", name="Show what will be closed"))
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    check_page(page)
    page.get_by_role("checkbox", name=f"5. {UNASKED}").check()
    page.get_by_label("Which meeting decided it?").select_option(index=1)
    page.get_by_label("Why did it decide so?").fill(reason)
    follow(page.get_by_role("button", name="Show what will be closed"))
    # Nothing is closed before it was shown.
    expect(page.locator("main")).to_contain_text(UNASKED)
    check_page(page)
    follow(page.locator("main form").get_by_role("button").last)
    expect(page.get_by_role("alert")).to_contain_text("closed")
    reader.goto("/halton/recommendations/")
    expect(reader.locator("table.app-recommendations")).not_to_contain_text(UNASKED)
    open_recommendation(reader, UNASKED)
    expect(reader.get_by_role("region", name="Status", exact=True)).to_contain_text(reason)
    check_page(reader)

    page.goto(reader.url)
    follow(page.get_by_role("link", name="Start monitoring again"))
    check_page(page)
    page.get_by_label("Which meeting decided it?").select_option(index=1)
    page.get_by_label("Why did it decide so?").fill("A grant may pay for one shop")
    follow(page.get_by_role("button", name="Monitor this recommendation again"))
    expect(page.get_by_role("alert")).to_contain_text("Recommendation 5 is monitored again")
    check_page(page)


def test_office_enters_progress_of_many_in_one_grid(open_as, check_page):
    said = "Two of three companies have renewed their offer."
    page = open_as("Officer")
    open_scrutiny(page, "Update requests")
    follow(page.get_by_role("link", name="Enter progress for many at once"))
    check_page(page)
    follow(page.get_by_role("button", name="Save the rows with text"))
    expect(page.get_by_role("alert")).to_be_visible()
    check_page(page)
    row = page.get_by_role("group", name=re.compile("^3. Half fare for apprentices"))
    row.get_by_label("What has happened: recommendation 3").fill(said)
    row.get_by_label("Another date (optional): recommendation 3").fill("the day before")
    follow(page.get_by_role("button", name="Save the rows with text"))
    expect(page.get_by_role("alert")).to_contain_text("the date of recommendation 3")
    expect(row.get_by_label("What has happened: recommendation 3")).to_have_value(said)
    check_page(page)
    row.get_by_label("Another date (optional): recommendation 3").fill("")
    follow(page.get_by_role("button", name="Save the rows with text"))
    expect(page.get_by_role("alert")).to_contain_text("Progress on one recommendation is written down")
    open_recommendation(page, "Half fare for apprentices for one year")
    expect(page.get_by_role("region", name="History")).to_contain_text(said)


def test_office_brings_progress_in_by_a_file(open_as, check_page):
    said = "The last bus waits for the late shift."
    # A file that is refused is answered as a request that was wrong.
    page = open_as("Officer", expected=("400",))
    open_scrutiny(page, "Update requests")
    follow(page.get_by_role("link", name="Enter progress for many at once"))
    saved = downloaded(page, page.get_by_role("link", name="CSV", exact=True)).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(saved, newline="")))
    for row in rows:
        if row["title"] == "Half fare for apprentices for one year":
            row |= {"new_progress": said, "status": "perhaps", "reported_by": "Partnership office"}
    follow(page.get_by_role("link", name=re.compile("upload it")))
    check_page(page)
    upload(page, rows)
    expect(page.locator("main")).to_contain_text("perhaps")
    check_page(page)
    for row in rows:
        row["status"] = row["status"].replace("perhaps", "in progress")
    page.goto("/halton/recommendations/progress/import/")
    upload(page, rows)
    expect(page.locator("main")).to_contain_text(said)
    check_page(page)
    follow(page.locator("main form").get_by_role("button").last)
    expect(page.get_by_role("alert")).to_contain_text("Progress on one recommendation is written down")
    open_recommendation(page, "Half fare for apprentices for one year")
    expect(page.get_by_role("region", name="History")).to_contain_text(said)


def upload(page: Page, rows: list[dict[str, str]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    file = {"name": "progress.csv", "mimeType": "text/csv", "buffer": text.getvalue().encode()}
    page.get_by_label("CSV file or Excel workbook").set_input_files(file)
    follow(page.locator("main form").get_by_role("button").last)
