"""Long lists of owners, boards and people are boxes to type in, and plain lists without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.browser.arrival import LISTS_ARE_READY, follow
from tests.browser.conftest import NARROW, check_axe, check_width

pytestmark = pytest.mark.browser


def test_owner_is_found_by_typing_and_by_keyboard_alone(open_as):
    page = open_as("Officer")
    page.goto("/halton/actions/")
    page.wait_for_function(LISTS_ARE_READY)
    box = page.get_by_role("combobox", name="Owner", exact=True)
    box.fill("college river")
    expect(page.locator(".autocomplete__option")).to_have_text(["Riverside College"])
    check_axe(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(box).to_have_value("Riverside College")
    follow(page.get_by_role("button", name="Apply filters"))
    assert "owner=organisation%3Ariverside" in page.url
    expect(page.get_by_role("combobox", name="Owner", exact=True)).to_have_value("Riverside College")

    page.set_viewport_size(NARROW)
    page.locator(".app-filter > summary").click()
    page.get_by_role("combobox", name="Owner", exact=True).click()
    expect(page.locator(".autocomplete__option").first).to_be_visible()
    check_width(page)


def test_what_is_not_on_the_list_chooses_nothing(open_as):
    page = open_as("Officer")
    page.goto("/halton/meetings/add/")
    page.wait_for_function(LISTS_ARE_READY)
    box = page.get_by_role("combobox", name="Whose meeting is it?")
    box.fill("Halton Strategic Partnership Board")
    box.press("Tab")
    chosen = page.locator("select[name=body]")
    assert chosen.evaluate("list => list.selectedOptions[0].text") == "Halton Strategic Partnership Board"
    box.fill("No such board")
    box.press("Tab")
    expect(chosen).to_have_value("")


def test_rows_of_actions_keep_their_owners_when_one_is_removed(open_as, portal):
    meeting = portal.run(
        "from summaries.models import MeetingSummary; "
        "print(MeetingSummary.objects.exclude(published_at=None).latest('published_at').meeting_id)"
    )
    page = open_as("Officer")
    page.goto(f"/halton/meetings/{meeting}/summary/edit/")
    page.wait_for_function(LISTS_ARE_READY)
    page.get_by_role("button", name="Add another action").click()
    boxes = page.get_by_role("combobox", name="Who does it")
    count = boxes.count()
    boxes.last.fill("Riverside College")
    boxes.last.press("Tab")
    chosen = page.locator(f"select[name=actions-{count - 1}-owner]")
    assert chosen.evaluate("list => list.selectedOptions[0].text") == "Riverside College"
    page.get_by_role("button", name="Remove action 1", exact=True).click()
    expect(boxes).to_have_count(count - 1)
    expect(boxes.last).to_have_value("Riverside College")
    check_axe(page)


def test_list_is_plain_without_javascript(open_as):
    page = open_as("Officer", java_script_enabled=False)
    page.goto("/halton/actions/")
    page.get_by_role("combobox", name="Owner", exact=True).select_option(label="Riverside College")
    follow(page.get_by_role("button", name="Apply filters"))
    assert "owner=organisation%3Ariverside" in page.url
