"""Job one: the officer logs a meeting summary, and scrutiny has it minutes later."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.arrival import follow, reload_until_count
from tests.browser.downloads import downloaded, text_of
from tests.browser.letters import link_in
from tests.browser.officer import BOARD_SEATS, FROM_WORD, Hand, SummaryForm, add_meeting
from tests.papers import accessibility_errors

pytestmark = pytest.mark.browser

RECIPIENTS = 12
MOST_INTERACTIONS = 8
MOST_STEPS_OF_OVERDUE = 4


def test_officer_goes_from_today_to_a_published_summary(open_as, portal, check_page):
    page = open_as("Officer")
    hand, form = Hand(), SummaryForm(page)
    page.goto("/halton/today/")
    check_page(page)
    due = page.get_by_role("listitem").filter(has=page.get_by_role("button", name=re.compile("^Write summary")))
    expect(due.first).to_contain_text("Due in 2 working days")
    hand.follow(due.first.get_by_role("button", name=re.compile("^Write summary")))

    expect(page.locator("h1")).to_have_text("Write the summary")
    check_page(page)
    title = page.locator(".govuk-caption-l").inner_text().rpartition(", ")[0]
    hand.press(form.all_present)
    expect(form.marked_present).to_have_count(BOARD_SEATS)
    form.paste("Key issues", FROM_WORD)
    form.type_text("Decisions", "Energy advice goes to private tenants first.")
    form.type_action(1, "Send advisers to the hundred coldest homes", "1 3 2027")
    # An organisation has the same name.
    hand.choose(form.owner(1), "Halton Housing Partnership (board or group)")
    hand.press(form.add_action)
    form.type_action(2, "Report how many homes were reached", "1 6 2027")
    hand.choose(form.owner(2), "Halton Borough Council")
    form.wait_until_saved()
    check_page(page)
    hand.follow(form.preview)

    expect(page.locator("h1")).to_have_text("Preview and choose recipients")
    check_page(page)
    sheet = page.locator(".app-sheet")
    expect(sheet.get_by_role("heading", name="Fuel poverty")).to_be_visible()
    expect(sheet.locator("strong", has_text="nine")).to_be_visible()
    points = sheet.locator("[aria-labelledby=key-issues] li").all_inner_texts()
    assert points == ["Private tenants most of all", "Older owners too"]
    expect(sheet.locator("[style], [class*=Mso]")).to_have_count(0)
    expect(sheet).to_contain_text(f"Present ({BOARD_SEATS})")
    expect(page.locator("input[name=send_to]:checked")).to_have_count(RECIPIENTS)
    expect(page.get_by_role("checkbox", name=re.compile("^PPB Chair"))).to_be_checked()
    hand.follow(page.get_by_role("button", name=f"Publish and send to {RECIPIENTS} people"))

    expect(page.get_by_role("alert")).to_contain_text(f"on its way to {RECIPIENTS} people")
    assert hand.interactions <= MOST_INTERACTIONS, hand.interactions
    check_page(page)
    address = page.url

    mails = portal.mailbox.wait_for(RECIPIENTS, subject=f"Summary: {title}")
    # Without loading the page again.
    expect(page.locator("main")).to_contain_text(f"Sent {RECIPIENTS} of {RECIPIENTS}")
    follow(page.get_by_role("link", name="Who got the summary"))
    reload_until_count(page, page.get_by_text("sent", exact=True), RECIPIENTS)
    check_page(page)
    page.goto(address)
    expect(page.locator("main")).to_contain_text(f"Sent {RECIPIENTS} of {RECIPIENTS}.")

    assert len({message["To"] for message in mails}) == RECIPIENTS == len(mails)
    assert len({message["Message-ID"] for message in mails}) == RECIPIENTS
    message = next(message for message in mails if message["To"] == "ppb.chair@example.org")
    assert [part.get_content_type() for part in message.walk() if not part.is_multipart()] == [
        "text/plain",
        "text/html",
        "application/pdf",
    ]
    assert "Private tenants most of all" in message.get_body(("plain",)).get_content()
    assert "<li>" in message.get_body(("html",)).get_content()
    [attached] = message.iter_attachments()
    assert "Private tenants most of all" in text_of(attached.get_content())
    assert link_in(message, "/meetings/") == address

    reader = open_as(None)
    reader.goto(address)
    check_page(reader)
    expect(reader.locator("main")).to_contain_text("On time")
    expect(reader.locator("main")).to_contain_text("Send advisers to the hundred coldest homes")
    expect(reader.locator("main")).not_to_contain_text("PPB Chair")
    paper = downloaded(reader, reader.get_by_role("link", name="Download the summary as a PDF"))
    assert "Fuel poverty" in text_of(paper)
    assert accessibility_errors(paper) == []


def test_overdue_summary_is_published_in_four_steps(open_as, check_page):
    page = open_as("Officer")
    hand, form = Hand(), SummaryForm(page)
    page.goto("/halton/today/")
    overdue = page.get_by_role("listitem").filter(has_text=re.compile("Overdue by .* working day")).first
    hand.follow(overdue.get_by_role("button"))
    if form.all_present.is_visible():
        hand.press(form.all_present)
    form.type_text("Key issues", " The members agreed.")
    hand.follow(form.preview)
    hand.follow(page.get_by_role("button", name=re.compile("^Publish and send to")))
    expect(page.get_by_role("alert")).to_contain_text("on its way")
    assert hand.interactions <= MOST_STEPS_OF_OVERDUE, hand.interactions
    check_page(page)


def test_officer_leaves_somebody_out_and_publishes_without_scripts(open_as, portal, check_page):
    title = "Board meeting on buses"
    officer = open_as("Officer")
    address = add_meeting(officer, title)
    page = open_as("Officer", java_script_enabled=False)
    form = SummaryForm(page)
    page.goto(f"{address}summary/edit/")
    follow(form.all_present)
    expect(form.marked_present).to_have_count(BOARD_SEATS)
    form.text("Key issues").fill("The last bus leaves before the late shift ends.")
    form.type_action(1, "Ask for a bus at half past ten", "1 3 2027")
    form.owner(1).select_option(label="Transport Partnership")
    follow(form.add_action)
    expect(form.action(2)).to_be_visible()
    expect(form.text("Key issues")).to_have_value(re.compile("The last bus leaves"))
    form.type_action(2, "Count the passengers", "tomorrow perhaps")
    form.owner(2).select_option(label="Halton Borough Council")
    follow(form.preview)
    expect(page.get_by_role("alert")).to_contain_text("Enter by when action 2 is to be done, for example 16 11 2026")
    form.type_action(2, "Count the passengers", "1 6 2027")
    follow(form.save_draft)
    expect(page.locator(".govuk-notification-banner--success")).to_contain_text("The draft is saved")
    follow(form.preview)
    expect(page.locator(".app-sheet")).to_contain_text("Count the passengers")
    page.get_by_role("checkbox", name=re.compile("^PPB Chair")).uncheck()
    follow(page.get_by_role("button", name="Publish and send"))
    follow(page.get_by_role("button", name=f"Publish and send to {RECIPIENTS - 1} people"))
    expect(page.locator(".govuk-notification-banner--success")).to_contain_text(f"to {RECIPIENTS - 1} people")
    mails = portal.mailbox.wait_for(RECIPIENTS - 1, subject=title)
    assert "ppb.chair@example.org" not in [message["To"] for message in mails]
    follow(page.get_by_role("link", name="Who got the summary"))
    reload_until_count(page, page.get_by_text("sent", exact=True), RECIPIENTS - 1)
    expect(page.get_by_role("listitem").filter(has_text="PPB Chair")).to_contain_text("left out")


def test_officer_corrects_a_published_summary(open_as, portal, check_page):
    title = "Board meeting on libraries"
    page = open_as("Officer")
    form = SummaryForm(page)
    address = add_meeting(page, title)
    page.goto(f"{address}summary/edit/")
    form.all_present.click()
    form.type_text("Key issues", "Two libraries will close.")
    follow(form.preview)
    follow(page.get_by_role("button", name=f"Publish and send to {RECIPIENTS} people"))
    portal.mailbox.wait_for(RECIPIENTS, subject=f"Summary: {title}")

    page.goto(address)
    follow(page.get_by_role("button", name="Correct this summary"))
    check_page(page)
    follow(form.preview)
    expect(page.get_by_role("alert").first).to_contain_text("Enter what was corrected")
    page.get_by_label("What was corrected").fill("No library will close")
    form.text("Key issues").press("Control+a")
    page.keyboard.type("Two libraries will open longer.")
    follow(form.preview)
    follow(page.get_by_role("button", name=f"Publish and send to {RECIPIENTS} people"))
    portal.mailbox.wait_for(RECIPIENTS, subject=f"Corrected summary: {title}")

    reader = open_as(None)
    reader.goto(address)
    expect(reader.locator("main")).to_contain_text("Two libraries will open longer.")
    expect(reader.locator(".app-summary")).to_contain_text("No library will close")
    check_page(reader)
    follow(reader.get_by_role("link", name="Version 1"))
    expect(reader.locator("main")).to_contain_text("Two libraries will close.")
    expect(reader.get_by_role("region", name="There is a newer version")).to_be_visible()
    check_page(reader)
