"""What an officer does, as the tests tell it: their hand on the page, and the form of a summary."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from playwright.sync_api import Locator, Page, expect

from tests.browser.arrival import choose, follow, wait_until
from tests.browser.portal import PARTNERSHIP

BOARD_SEATS = 26
# As Word puts it on the clipboard, cut short.
FROM_WORD = """
<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name="Generator" content="Microsoft Word 15">
<style>p.MsoNormal { margin: 0cm; font-family: Calibri }</style></head>
<body lang="EN-GB"><!--StartFragment-->
<h3 style="margin-top:2.0pt"><span style="color:#2F5496">Fuel poverty<o:p></o:p></span></h3>
<p class="MsoNormal"><span style="font-size:11.0pt">One household in <b>nine</b> cannot keep warm.<o:p></o:p></span></p>
<p class="MsoListParagraphCxSpFirst" style="text-indent:-18.0pt;mso-list:l0 level1 lfo1"><![if !supportLists]><span
 style="font-family:Symbol;mso-list:Ignore">·<span style="font:7.0pt 'Times New Roman'">&nbsp; </span></span><![endif]>
Private tenants most of all<o:p></o:p></p>
<p class="MsoListParagraphCxSpLast" style="text-indent:-18.0pt;mso-list:l0 level1 lfo1"><![if !supportLists]><span
 style="font-family:Symbol;mso-list:Ignore">·<span style="font:7.0pt 'Times New Roman'">&nbsp; </span></span><![endif]>
Older owners too<o:p></o:p></p>
<!--EndFragment--></body></html>
"""
PASTE = """(box, html) => {
  const clipboard = new DataTransfer();
  clipboard.setData("text/html", html);
  box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true, cancelable: true }));
}"""


@dataclass
class Hand:
    """Counts what somebody presses, ticks or chooses. Text that is typed or pasted does not count."""

    interactions: int = 0

    def press(self, button: Locator) -> None:
        """A button that does its work on the page."""
        button.click()
        self.interactions += 1

    def follow(self, button: Locator) -> None:
        """A button that leads to another page."""
        follow(button)
        self.interactions += 1

    def choose(self, box: Locator, label: str) -> None:
        choose(box, label)
        self.interactions += 1


class SummaryForm:
    """The form in which a summary is written."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.all_present = page.get_by_role("button", name="Mark everyone else present")
        self.add_action = page.get_by_role("button", name="Add another action")
        self.preview = page.get_by_role("button", name="Preview and choose recipients")
        self.save_draft = page.get_by_role("button", name="Save the draft").locator("visible=true")
        self.saving = page.locator("[data-saving-state]")
        self.notice = page.locator("[data-notice]")
        self.conflict = page.locator("[data-conflict]")
        self.marked_present = page.locator(".app-choices input[value=present]:checked")

    def text(self, label: str) -> Locator:
        """The editor; without scripts, the plain box that it stands in for."""
        return self.page.get_by_role("textbox", name=label, exact=True)

    def action(self, number: int) -> Locator:
        return self.page.get_by_role("group", name=f"Action {number}", exact=True)

    def owner(self, number: int) -> Locator:
        return self.action(number).get_by_label("Who does it")

    def type_text(self, label: str, words: str) -> None:
        """At the end of what stands there, as a person types."""
        self.text(label).press("Control+End")
        self.page.keyboard.type(words)

    def paste(self, label: str, html: str) -> None:
        box = self.text(label)
        box.focus()
        box.evaluate(PASTE, html)

    def type_action(self, number: int, what: str, by_when: str) -> None:
        self.action(number).get_by_label("What is to be done").fill(what)
        self.action(number).get_by_label("By when").fill(by_when)

    def kept_in_the_browser(self) -> str:
        """All that this browser holds because the server does not have it yet; ``{}`` when that is nothing."""
        kept: str = self.page.evaluate("JSON.stringify(localStorage)")
        return kept

    def wait_until_saved(self) -> None:
        """Until the server has all of it: a save may end while the next words are being typed."""
        wait_until(lambda: self.kept_in_the_browser() == "{}", "the server to have what was typed")
        expect(self.saving).to_have_text(re.compile(r"^Saved (just now|\d+ seconds ago)"))


def london_today(page: Page) -> date:
    return date.fromisoformat(page.evaluate("new Date().toLocaleDateString('en-CA', { timeZone: 'Europe/London' })"))


def in_weeks(page: Page, weeks: int) -> date:
    return london_today(page) + timedelta(weeks=weeks)


def typed(day: date) -> str:
    return f"{day:%d %m %Y}"


def add_meeting(
    page: Page,
    title: str,
    *,
    body: str = "Halton Strategic Partnership Board",
    place: str = PARTNERSHIP,
    weeks: int = 0,
    **boxes: str,
) -> str:
    """Put a meeting into the records, held today or so many weeks ahead; answers its address.

    ``boxes`` are further boxes of the form by their label, with ``_`` for a space.
    """
    page.goto(f"{place}/meetings/add/")
    choose(page.get_by_label("Whose meeting is it?"), body)
    page.get_by_label("Date", exact=True).fill(typed(in_weeks(page, weeks)))
    page.get_by_label("Title").fill(title)
    for label, words in boxes.items():
        page.get_by_label(label.replace("_", " "), exact=True).fill(words)
    page.get_by_label("Planned" if weeks else "Held", exact=True).check()
    follow(page.locator("main").get_by_role("button").last)
    if page.url.endswith("/add/"):
        # Today may be at a weekend or a bank holiday, which is asked about once.
        expect(page.get_by_role("alert")).to_contain_text("If this is right, save again")
        follow(page.locator("main").get_by_role("button").last)
    page.wait_for_url(re.compile(r"/meetings/\d+/$"))
    return page.url


def publish_summary(page: Page, meeting: str, *, decisions: str, action: str, owner: str) -> None:
    """Write the summary of the meeting at that address with one action, and send it to everybody on the list."""
    form = SummaryForm(page)
    page.goto(f"{meeting}summary/edit/")
    form.all_present.click()
    form.type_text("Key issues", "What the meeting spoke about.")
    form.type_text("Decisions", decisions)
    form.type_action(1, action, typed(in_weeks(page, 6)))
    choose(form.owner(1), owner)
    follow(form.preview)
    follow(page.get_by_role("button", name=re.compile(r"^Publish and send to \d+ people")))
    expect(page.get_by_role("alert")).to_contain_text("on its way")
