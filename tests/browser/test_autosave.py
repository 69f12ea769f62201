"""Nothing typed is ever lost: saving by itself, without a line, after the session's end, and with two at one draft."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.arrival import follow, wait_until
from tests.browser.officer import SummaryForm, add_meeting
from tests.browser.portal import sign_in

pytestmark = pytest.mark.browser

OFFLINE = ("ERR_INTERNET_DISCONNECTED",)
SIGNED_OUT = ("401",)
CONFLICT = ("409",)


def test_draft_survives_a_lost_connection(open_as, check_page):
    page = open_as("Officer", expected=OFFLINE)
    form = SummaryForm(page)
    address = add_meeting(page, "Board meeting with a bad line")
    page.goto(f"{address}summary/edit/")
    form.type_text("Key issues", "Typed with a line. ")
    form.wait_until_saved()
    page.context.set_offline(True)
    form.type_text("Key issues", "Typed without one.")
    expect(form.notice).to_contain_text("There is no connection to the portal")
    check_page(page)
    assert "Typed+without+one" in form.kept_in_the_browser()
    page.context.set_offline(False)
    expect(form.notice).to_be_hidden()
    form.wait_until_saved()
    assert form.kept_in_the_browser() == "{}"
    other = open_as("Admin")
    other.goto(f"{address}summary/edit/")
    expect(SummaryForm(other).text("Key issues")).to_have_text("Typed with a line. Typed without one.")


def test_text_kept_in_the_browser_comes_back_after_a_crash(open_as):
    page = open_as("Officer", expected=OFFLINE)
    address = add_meeting(page, "Board meeting in a tunnel")
    page.goto(f"{address}summary/edit/")
    form = SummaryForm(page)
    page.context.set_offline(True)
    form.type_text("Key issues", "Typed in a tunnel.")
    expect(form.notice).to_contain_text("There is no connection to the portal")
    page.close(run_before_unload=False)

    back = page.context.new_page()
    page.context.set_offline(False)
    back.goto(f"{address}summary/edit/")
    form = SummaryForm(back)
    expect(form.text("Key issues")).to_have_text("Typed in a tunnel.")
    expect(form.saving).to_contain_text("Saved")
    wait_until(lambda: form.kept_in_the_browser() == "{}", "the browser to give up its copy")


def test_draft_survives_the_end_of_the_session(open_as, portal, check_page):
    page = open_as("Officer", own_session=True, expected=SIGNED_OUT)
    form = SummaryForm(page)
    address = add_meeting(page, "Board meeting of a long day")
    page.goto(f"{address}summary/edit/")
    form.type_text("Key issues", "Typed before. ")
    form.wait_until_saved()

    elsewhere = page.context.new_page()
    elsewhere.goto("/halton/")
    elsewhere.locator(".app-account summary").click()
    follow(elsewhere.get_by_role("button", name="Sign out"))
    elsewhere.wait_for_url(re.compile("127.0.0.1:[0-9]+/$|/halton/$"))
    form.type_text("Key issues", "Typed after.")
    expect(form.notice).to_contain_text("You have been signed out")
    check_page(page)
    with page.context.expect_page() as opened:
        form.notice.get_by_role("link", name=re.compile("^Sign in")).click()
    opened.value.wait_for_url("**/account/login/**")
    sign_in(opened.value, *portal.sign_ins["Officer"])

    expect(form.notice).to_be_hidden()
    form.wait_until_saved()
    expect(form.text("Key issues")).to_have_text("Typed before. Typed after.")
    form.all_present.click()
    follow(form.preview)
    expect(page.locator(".app-sheet")).to_contain_text("Typed before. Typed after.")


def test_text_typed_without_scripts_survives_the_end_of_the_session(open_as, portal):
    page = open_as("Officer", own_session=True, java_script_enabled=False)
    form = SummaryForm(page)
    address = add_meeting_of(open_as, "Board meeting of a longer day")
    page.goto(f"{address}summary/edit/")
    page.context.clear_cookies(name="sessionid")
    form.text("Key issues").fill("Typed by somebody who is signed out.")
    follow(form.save_draft)
    sign_in(page, *portal.sign_ins["Officer"])
    expect(page.locator(".govuk-notification-banner--success")).to_contain_text("has been saved")
    expect(form.text("Key issues")).to_have_value(re.compile("Typed by somebody who is signed out."))


def add_meeting_of(open_as, title: str) -> str:
    return add_meeting(open_as("Officer"), title)


def test_two_people_at_one_draft_are_told_and_neither_overwrites(open_as, check_page):
    officer, admin = open_as("Officer"), open_as("Admin", expected=CONFLICT)
    address = add_meeting(officer, "Board meeting with two writers")
    first, second = SummaryForm(officer), SummaryForm(admin)
    for page in (officer, admin):
        page.goto(f"{address}summary/edit/")
    first.type_text("Key issues", "What the officer heard.")
    first.wait_until_saved()
    second.type_text("Key issues", "What the admin heard.")
    expect(second.conflict).to_contain_text(
        re.compile(r"Partnership Officer saved this summary at \d+(:\d+)?[ap]m, after")
    )
    check_page(admin)

    with admin.context.expect_page() as opened:
        second.conflict.get_by_role("link", name=re.compile("^See their version")).click()
    theirs = SummaryForm(opened.value)
    expect(theirs.text("Key issues")).to_have_text("What the officer heard.")
    opened.value.close()
    expect(second.text("Key issues")).to_have_text("What the admin heard.")

    follow(second.conflict.get_by_role("button", name="Keep mine as a copy"))
    expect(second.text("Key issues")).to_have_text("What the officer heard.")
    check_page(admin)
    follow(admin.get_by_role("link", name=re.compile("^Read the copy")))
    expect(admin.locator("main")).to_contain_text("What the admin heard.")
    check_page(admin)


def test_leaving_the_page_with_unsaved_text_is_asked_about(open_as):
    page = open_as("Officer", expected=OFFLINE)
    form = SummaryForm(page)
    address = add_meeting(page, "Board meeting left early")
    page.goto(f"{address}summary/edit/")
    page.context.set_offline(True)
    form.type_text("Key issues", "Not saved.")
    expect(form.notice).to_be_visible()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    with page.expect_event("dialog"):
        page.get_by_role("link", name="Meetings", exact=True).first.click()
    expect(form.text("Key issues")).to_have_text("Not saved.")
    assert asked == ["beforeunload"]
