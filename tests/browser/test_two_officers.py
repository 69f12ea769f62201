"""Two officers found a community safety partnership in Wales and keep its register true, without a command: one with
scripts, the other without."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.arrival import choose, follow
from tests.browser.founding import PASSWORD, answer_the_rest, code_in, go_on
from tests.browser.letters import words_of
from tests.browser.officer import add_meeting, london_today, publish_summary, typed
from tests.browser.portal import SIGN_INS, Portal, sign_in
from tests.browser.two_officers import (
    BOARD,
    BOARD_PAGE,
    COMMITTEE,
    FIRST,
    FIRST_SEATS,
    MORE_SEATS,
    NAME,
    ORGANISATIONS,
    PEOPLE,
    PLACE,
    SCRUTINY,
    SECOND,
    SECRETARY,
    SUCCESSOR,
    add_measure,
    address_of,
    appoint,
    begin_with_role,
    done,
    fill_seats,
    import_files,
    leave,
    pass_seat_on,
    press,
    rename,
    seat_on,
)

pytestmark = pytest.mark.browser

ONE_DAY = timedelta(days=1)


def found(page: Page, portal: Portal) -> None:
    """The first officer sets the partnership up and gives the second one a role."""
    page.goto("/")
    page.get_by_label("Set-up code").fill(code_in((portal.data_dir / SIGN_INS).read_text()))
    go_on(page)
    page.get_by_label("Name of the partnership").fill(NAME)
    page.get_by_label("Address of its pages").fill(PLACE.strip("/"))
    go_on(page)
    answer_the_rest(page, nation="Wales", admin=FIRST, kind="Community safety partnership")
    press(page, "Set up the partnership")
    sign_in(page, FIRST, PASSWORD)
    page.goto(f"{PLACE}/roles/")
    press(page, "Give a role")
    page.get_by_label("Email address").fill(SECOND)
    page.get_by_label("Name", exact=True).fill("Second Officer")
    page.get_by_role("radio", name="Officer: also writes summaries").check()
    press(page, "Give the role")


def fill_the_register(first: Page, second: Page, portal: Portal, check_page) -> None:
    """Eighteen seats with their holders and people, the scrutiny committee, the secretary, and two measures."""
    first.goto(f"{PLACE}/today/")
    follow(first.get_by_role("link", name="Seats", exact=True))
    follow(first.get_by_role("link", name="add several"))
    check_page(first)
    fill_seats(first, FIRST_SEATS, known=set())
    begin_with_role(second, portal)
    follow(second.get_by_role("link", name="Seats", exact=True))
    follow(second.get_by_role("link", name="add several"))
    groups = {"Domestic Abuse Group", "Serious Violence Group"}
    fill_seats(second, MORE_SEATS, known={row.holder for row in FIRST_SEATS} | groups)

    second.goto(f"{PLACE}/structure/")
    follow(second.get_by_role("link", name="Crime and Disorder Scrutiny Committee", exact=True).first)
    second.get_by_text("From the records").first.click()
    follow(second.get_by_role("link", name="Correct Crime and Disorder Scrutiny Committee"))
    second.get_by_label("Name", exact=True).fill(COMMITTEE)
    press(second, "Correct the name")
    for person, as_what in SCRUTINY.items():
        appoint(second, person, as_what=as_what, since="2025")
    import_files(first, check_page)
    add_measure(second, "Anti-social behaviour", unit="incidents", way="Lower is better", limit="At most", target="900")
    add_measure(second, "Homes made safe", unit="homes", way="Higher is better", limit="At least", target="300")

    first.goto(f"{PLACE}/today/")
    steps = first.locator("section", has_text="Getting started")
    for words in ("18 seats", f"{ORGANISATIONS} organisations", f"{PEOPLE} people", "3 scrutiny members"):
        expect(steps).to_contain_text(words)
    for path in (
        "structure/",
        "membership/",
        "organisations/",
        "people/",
        "performance/",
        "performance/homes-made-safe/",
    ):
        first.goto(f"{PLACE}/{path}")
        check_page(first)


def publish(first: Page, portal: Portal, check_page) -> None:
    """The committee gets the summary, and the secretary whom the list names; nobody else does."""
    first.goto(f"{BOARD_PAGE}distribution/")
    first.get_by_label("One person", exact=True).check()
    choose(first.get_by_label("Which person?"), SECRETARY)
    press(first, "Add to the list")
    meeting = add_meeting(first, "First meeting", body=BOARD, place=PLACE)
    publish_summary(first, meeting, decisions="Light the park.", action="Light the paths", owner="Afon Homes")
    check_page(first)
    expected = {address_of(person) for person in (*SCRUTINY, SECRETARY)}
    portal.mailbox.wait_for(len(expected), subject="Summary: First meeting")
    expect(first.locator("main")).to_contain_text("Sent 4 of 4")
    mails = portal.mailbox.find("Summary: First meeting", to="")
    assert sorted(str(mail["To"]) for mail in mails) == sorted(expected)
    assert "Light the park." in words_of(mails[0])


def change_what_changed(first: Page, second: Page, day: date) -> None:
    """All from one day: a seat passes on, someone leaves, a group and an organisation get other names. The
    organisation's is dated wrongly at first.
    """
    pass_seat_on(second, 4, holder=SUCCESSOR, person="Trust Deputy", day=day)
    second.goto(f"{PLACE}/organisations/chamber-of-trade/")
    rename(second, "Business Council", day + ONE_DAY)
    follow(second.get_by_role("link", name="Correct Business Council"))
    second.get_by_label("First day", exact=True).fill(typed(day))
    press(second, "Correct the name")
    expect(second.get_by_role("alert")).to_contain_text("“Chamber of Trade” then ends on")
    press(second, "Correct the name")
    done(second, "The name is saved")
    leave(first, "Refuge Manager", last_day=day)
    first.goto(f"{PLACE}/bodies/tasking-group/")
    rename(first, "Tasking and Intelligence Group", day)


def edit_at_once(first: Page, second: Page) -> None:
    """Both have the same form open. Who saves last is told, and what they typed is still there."""
    for page in (first, second):
        page.goto(f"{PLACE}/organisations/afon-homes/edit/")
    second.get_by_label("Website").fill("https://homes.example.org/")
    press(second, "Save the organisation")
    first.get_by_label("Website").fill("https://other.example.org/")
    press(first, "Save the organisation")
    expect(first.get_by_role("alert")).to_contain_text("Somebody has changed this to “https://homes.example.org/”")
    expect(first.get_by_label("Website")).to_have_value("https://other.example.org/")


def read_on_each_day(reader: Page, day: date, check_page) -> None:
    """What the public reads on the day before, the day and the day after."""
    before, after = day - ONE_DAY, day + ONE_DAY
    assert "Valleys Health Board" in seat_on(reader, 4, before)
    assert "Health Board Director" in seat_on(reader, 4, before)
    for later in (day, after):
        assert SUCCESSOR in seat_on(reader, 4, later)
        assert "Trust Deputy" in seat_on(reader, 4, later)
    assert "Refuge Manager" in seat_on(reader, 7, day)
    assert "Not named" in seat_on(reader, 7, after)
    assert "Chamber of Trade" in seat_on(reader, 9, before)
    # The seat was named after it by the name before: no paper printed it so.
    assert "Business Council" in seat_on(reader, 9, day)
    assert "Chamber of Trade" not in seat_on(reader, 9, day)
    check_page(reader)
    for on, name in ((before, "Tasking Group"), (day, "Tasking and Intelligence Group")):
        reader.goto(f"{PLACE}/structure/?on={on.isoformat()}")
        expect(reader.get_by_role("link", name=name, exact=True).first).to_be_visible()
    check_page(reader)


def test_two_officers_found_a_partnership_and_keep_its_register_true(empty_portal, open_page, check_page):
    first, second, reader = open_page(), open_page(java_script_enabled=False), open_page()
    with empty_portal.working():
        found(first, empty_portal)
        fill_the_register(first, second, empty_portal, check_page)
        publish(first, empty_portal, check_page)
        day = london_today(first) - timedelta(days=10)
        change_what_changed(first, second, day)
        edit_at_once(first, second)
        read_on_each_day(reader, day, check_page)
