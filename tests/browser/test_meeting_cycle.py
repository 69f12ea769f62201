"""The cycle of a meeting: agenda, papers, summary, actions passed on, and back to the next meeting."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.arrival import choose, follow, reload_until_count
from tests.browser.downloads import downloaded, made_paper
from tests.browser.letters import link_in, words_of
from tests.browser.officer import SummaryForm, add_meeting, in_weeks, typed

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
PARTNER = "member@example.org"
ORGANISATION = "Halton Chamber of Commerce"
RECIPIENTS = 12
IT_IS_TIME_FOR_DIGESTS = """
from core import clock
from outbox.models import Message
Message.objects.held().update(next_attempt_at=clock.now())
"""
# A line of the page may break within it.
EVERYBODY_WITH_A_SEAT = re.compile(r"^\s*1 of \d+ organisations\s+have shared")


def printed(page: Page, html: str) -> bytes:
    """A PDF of that content, as an office program would make it."""
    page.set_content(html)
    return page.pdf(format="A4")


def titles(outline: list[Any]) -> Iterator[str]:
    """What the bookmarks of a PDF say, of all levels."""
    for entry in outline:
        if isinstance(entry, list):
            yield from titles(entry)
        else:
            yield entry.title


def test_officer_goes_from_the_usual_agenda_to_a_published_pack(open_as, check_page):
    title = "Board meeting on warm homes"
    page, reader = open_as("Officer"), open_as(None)
    address = add_meeting(page, title, weeks=3, Starts_at="2pm", Ends_at="4:30pm")
    follow(page.get_by_role("link", name="Write the agenda"))
    expect(page.get_by_role("heading", name="The agenda is empty")).to_be_visible()
    check_page(page)
    follow(page.get_by_role("button", name="Start from the usual agenda"))
    items = page.locator("[data-item]")
    expect(items.first.get_by_role("heading")).to_have_text("Key strategic issue")
    expect(items.last.get_by_role("heading")).to_have_text("Any other item")
    check_page(page)

    follow(page.get_by_role("link", name="Change Key strategic issue", exact=True))
    page.get_by_label("Title").fill("Warm homes this winter")
    page.get_by_label("Who leads it").fill("Chair of the Housing Partnership")
    page.get_by_label("Starts at").fill("5pm")
    page.get_by_label("Ends at").fill("5:30pm")
    follow(page.locator("main").get_by_role("button").last)
    expect(page.get_by_role("alert").first).to_contain_text("There is a problem")
    expect(page.get_by_label("Title")).to_have_value("Warm homes this winter")
    check_page(page)
    page.get_by_label("Starts at").fill("2:15pm")
    page.get_by_label("Ends at").fill("3pm")
    follow(page.locator("main").get_by_role("button").last)
    expect(page.get_by_role("alert")).to_contain_text("“Warm homes this winter” is saved")

    count = items.count()
    up = page.get_by_role("button", name=re.compile("^Move up.*Matters arising$"))
    up.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-agenda-said]")).to_have_text(f"Item {count - 1} moved to place {count - 2}")
    expect(up).to_be_focused()
    expect(items.nth(count - 3).get_by_role("heading")).to_have_text("Matters arising")

    follow(page.get_by_role("link", name="Add a paper for Warm homes this winter"))
    check_page(page)
    page.get_by_label("Title").fill("Where the cold homes are")
    pretender = {
        "name": "minutes.pdf",
        "mimeType": "application/pdf",
        "buffer": b"<html><body>Not a paper</body></html>",
    }
    page.get_by_label("File").set_input_files(pretender)
    follow(page.locator("main").get_by_role("button").last)
    expect(page.get_by_role("alert").first).to_contain_text("Minutes.pdf")
    expect(page.get_by_label("Title")).to_have_value("Where the cold homes are")
    check_page(page)
    content = printed(reader, "<h1>Cold homes</h1><p>One home in nine is too cold.</p>")
    page.get_by_label("File").set_input_files({**pretender, "buffer": content})
    follow(page.locator("main").get_by_role("button").last)
    expect(page.locator(".app-agenda__item").first).to_contain_text("Where the cold homes are")

    reader.goto(f"{address}agenda/")
    expect(reader.locator("main")).to_contain_text("No agenda yet")
    follow(page.locator("main").get_by_role("link", name="Publish the agenda"))
    check_page(page)
    follow(page.get_by_role("button", name="Publish the agenda"))
    reader.reload()
    expect(reader.locator("main")).to_contain_text("Where the cold homes are")
    check_page(reader)
    assert downloaded(reader, reader.get_by_role("link", name="Where the cold homes are")) == content

    follow(reader.get_by_role("button", name="Agenda and papers as one PDF"))
    pack = PdfReader(io.BytesIO(made_paper(reader)))
    shown = list(titles(pack.outline))
    assert shown[:3] == [title, "1. Warm homes this winter", "Where the cold homes are"]
    assert f"{count - 2}. Matters arising" in shown
    agenda, paper = pack.pages[0].extract_text(), pack.pages[-1].extract_text()
    assert "2:15pm" in agenda
    assert "One home in nine is too cold." in paper
    assert f"Pack page {len(pack.pages)} of {len(pack.pages)}" in paper


def test_actions_are_agreed_shared_by_link_and_come_back_to_the_next_meeting(open_as, portal, check_page):
    title = "Board meeting on allotments"
    ours, theirs = "Open the gate at weekends", "Find a supplier of sheds"
    officer, form = open_as("Officer"), SummaryForm(open_as("Officer"))
    page = form.page
    address = add_meeting(page, title)
    page.goto(f"{address}summary/edit/")
    form.all_present.click()
    form.type_text("Key issues", "Forty households wait for a plot.")
    form.type_text("Decisions", "Allotments are let for a decade.")
    earlier = page.get_by_role("group", name=re.compile("^Explore a travel voucher"))
    earlier.get_by_label("Carry to another day").check()
    earlier.get_by_label("Carried to").fill(typed(in_weeks(page, 9)))
    noted = page.get_by_role("group", name=re.compile("^Confirm the number of evening places"))
    noted.get_by_label("Note", exact=True).check()
    noted.get_by_label("What was said").fill("The college has hired two tutors.")
    form.type_action(1, ours, typed(in_weeks(page, 6)))
    choose(form.owner(1), "Halton Borough Council")
    form.add_action.click()
    form.type_action(2, theirs, typed(in_weeks(page, 6)))
    choose(form.owner(2), ORGANISATION)
    form.wait_until_saved()
    check_page(page)
    follow(form.preview)
    sheet = page.locator(".app-sheet")
    expect(sheet).to_contain_text("The college has hired two tutors.")
    expect(sheet).to_contain_text("Explore a travel voucher")
    choose(
        page.get_by_label("Send it to someone else as well, this once"), "Partner Member, Halton Chamber of Commerce"
    )
    follow(page.get_by_role("button", name="Add to the list"))
    expect(page.get_by_role("checkbox", name=re.compile("^Partner Member"))).to_be_checked()
    check_page(page)
    follow(page.get_by_role("button", name=f"Publish and send to {RECIPIENTS + 1} people"))
    expect(page.get_by_role("alert")).to_contain_text(f"on its way to {RECIPIENTS + 1} people")

    [mail] = portal.mailbox.wait_for(1, subject=f"Please share two actions: {title}", to=PARTNER)
    assert ours in words_of(mail)
    assert theirs in words_of(mail)
    # Who prefers a digest is sent at once what they are asked to do, and the summary with the next digest.
    officer.goto("/halton/today/")
    follow(officer.get_by_role("navigation", name="Office").get_by_role("link", name="Email log"))
    officer.get_by_label("Name or email contains").fill("Partner Member")
    follow(officer.get_by_role("button", name="Apply filters"))
    rows = officer.get_by_role("row").filter(has_text=title)
    sent = rows.filter(has=officer.get_by_text("sent", exact=True))
    reload_until_count(officer, sent, 1)
    expect(rows.filter(has=officer.get_by_text("waiting for the digest", exact=True))).to_have_count(1)
    portal.run(IT_IS_TIME_FOR_DIGESTS)
    portal.tend_now()
    [digest] = portal.mailbox.wait_for(1, subject="Digest of ", to=PARTNER)
    assert f"Summary: {title}" in words_of(digest)
    reload_until_count(officer, sent, 2)
    follow(sent.get_by_role("link", name=re.compile("^Please share two actions")))
    expect(officer.locator("main")).to_contain_text("The mail server took the message.")
    check_page(officer)

    partner = open_as(None, viewport=PHONE)
    link = link_in(mail, "/links/sharing/")
    partner.goto(link)
    expect(partner.locator("h1")).to_contain_text(f"Please share two actions with {ORGANISATION}")
    check_page(partner)
    follow(partner.get_by_role("button", name="Confirm we have shared these", exact=True))
    expect(partner.get_by_role("alert")).to_contain_text("you have shared them")
    partner.get_by_label("Who have you shared them with?").fill("All small firms, in our bulletin.")
    follow(partner.get_by_role("button", name="Add the sentence"))
    expect(partner.get_by_role("alert")).to_contain_text("Your sentence is on record")
    own = partner.locator("details").filter(has_text=theirs)
    own.locator("summary").click()
    own.get_by_label("In progress").check()
    own.get_by_label("What has happened").fill("Three suppliers have made an offer.")
    check_page(partner)
    follow(own.get_by_role("button", name="Send the report"))
    expect(partner.get_by_role("alert")).to_contain_text("Your report is on record")
    partner.goto(link)
    expect(partner.locator("h1")).to_have_text(f"{ORGANISATION} has shared the actions of this meeting")
    expect(partner.get_by_role("button", name="Confirm we have shared these", exact=True)).to_have_count(0)
    check_page(partner)

    officer.goto(add_meeting(officer, "Board meeting after allotments", weeks=8))
    row = officer.get_by_role("row").filter(has=officer.get_by_role("rowheader", name=re.compile(ORGANISATION)))
    expect(row.get_by_text("shared")).to_have_count(2)
    expect(row).to_contain_text("All small firms, in our bulletin.")
    expect(officer.get_by_text(EVERYBODY_WITH_A_SEAT)).to_be_visible()
    check_page(officer)
    follow(officer.get_by_role("link", name="Write the agenda"))
    follow(officer.get_by_role("button", name="Start from the usual agenda"))
    follow(officer.get_by_role("link", name="Back to the agenda"))
    matter = officer.get_by_role("listitem").filter(has=officer.get_by_role("link", name=theirs)).last
    expect(matter).to_contain_text("Three suppliers have made an offer.")
    expect(matter).to_contain_text("Shared by 1 of")
    check_page(officer)

    reader = open_as(None)
    reader.goto("/halton/")
    reader.get_by_role("searchbox").fill("decade allotment")
    follow(reader.get_by_role("button", name="Search"))
    check_page(reader)
    follow(reader.get_by_role("link", name="Allotments are let for a decade."))
    check_page(reader)
    follow(reader.get_by_role("link", name=title))
    expect(reader.locator("main")).to_contain_text("Allotments are let for a decade.")
