"""What two officers enter of a new partnership, and how they do it on its pages: with scripts or without."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from playwright.sync_api import Locator, Page, expect

from tests.browser.arrival import follow
from tests.browser.letters import link_in
from tests.browser.officer import typed
from tests.browser.portal import Portal, sign_in

PLACE = "/cwm-afon"
NAME = "Cwm Afon Community Safety Partnership"
BOARD = "Community Safety Partnership Board"
COMMITTEE = "Community Scrutiny Committee"
FIRST, SECOND = "first.admin@example.org", "second.officer@example.org"
BOARD_PAGE = f"{PLACE}/bodies/community-safety-partnership-board/"
SUCCESSOR = "Health Improvement Trust"


class Row(NamedTuple):
    """A seat: who holds it, and who sits in it."""

    holder: str
    person: str = ""


# Twelve organisations and sixteen people; two seats are those of groups, and nobody sits in them yet.
FIRST_SEATS = (
    Row("Cwm Afon County Council", "Council Leader"),
    Row("Afon Valley Police", "Area Commander"),
    Row("Afon Fire and Rescue Service", "Station Manager"),
    Row("Valleys Health Board", "Health Board Director"),
    Row("Valleys Probation Service", "Head of Probation"),
    Row("Afon Homes", "Housing Director"),
    Row("Refuge Cwm Afon", "Refuge Manager"),
    Row("Youth Justice Service", "Youth Justice Manager"),
    Row("Chamber of Trade", "Chamber Secretary"),
    Row(SUCCESSOR, "Trust Manager"),
)
MORE_SEATS = (
    Row("Cwm Afon County Council", "Council Deputy"),
    Row("Afon Valley Police", "Police Analyst"),
    Row("Afon Fire and Rescue Service", "Fire Prevention Lead"),
    Row("Valleys Health Board", "Public Health Nurse"),
    Row("Natural Resources Office", "Resources Officer"),
    Row("Neighbourhood Watch", "Watch Coordinator"),
    Row("Domestic Abuse Group"),
    Row("Serious Violence Group"),
)
SCRUTINY = {"Scrutiny Chair": "Chair", "Scrutiny Vice-chair": "Vice-chair", "Scrutiny Member": "Member"}
SECRETARY = "Board Secretary"
CONTACTS_FILE = "org_id,person_id,start_date\nafon-homes,secretary,2025-01-01\n"
PEOPLE_FILE = f"person_id,name,email\nsecretary,{SECRETARY},board.secretary@example.org\n"
# The successor's person is the twentieth but one, and comes with the seat.
PEOPLE, ORGANISATIONS = 20, 12


def address_of(person: str) -> str:
    return f"{re.sub('[^a-z]+', '.', person.lower())}@example.org"


def press(page: Page, button: str) -> None:
    follow(page.get_by_role("button", name=button, exact=True))


def done(page: Page, words: str) -> None:
    expect(page.locator(".govuk-notification-banner--success")).to_contain_text(words)


def begin_with_role(page: Page, portal: Portal) -> None:
    """Somebody who was given a role follows the link in the email, chooses a password and signs in."""
    [message] = portal.mailbox.wait_for(1, subject="Set up your", to=SECOND)
    page.goto(link_in(message, "/reset/key/"))
    page.get_by_label("New password", exact=True).fill("another long enough one")
    page.get_by_label("New password again").fill("another long enough one")
    press(page, "Save the new password")
    sign_in(page, SECOND, "another long enough one")


def fill_seats(page: Page, seats: tuple[Row, ...], known: set[str]) -> None:
    """All rows of the grid that is open; ``known`` are the holders that are on the list, which is a plain one."""
    page.get_by_label("From which date?").fill("April 2024")
    for number, (holder, person) in enumerate(seats, start=1):
        row = page.get_by_role("group", name=f"Row {number}", exact=True)
        if holder in known:
            row.get_by_label("Holder on the list").select_option(label=holder)
        else:
            row.get_by_label("Or a new organisation").fill(holder)
        if person:
            row.get_by_label("Who sits in it").fill(person)
            row.get_by_label("Their email address").fill(address_of(person))
    press(page, "Add the seats")
    done(page, f"{len(seats)} seats are added")


def appoint(page: Page, person: str, *, as_what: str, since: str, submit: str = "Appoint someone") -> None:
    """Someone who is not on the list, from the page that is open."""
    follow(page.get_by_role("link", name=submit))
    page.get_by_label("Name", exact=True).fill(person)
    page.get_by_label("Email address").fill(address_of(person))
    page.get_by_label(as_what, exact=True).check()
    page.get_by_label("From which date?").fill(since)
    press(page, "Appoint them")
    done(page, "The appointment is added")


def import_files(page: Page, check_page: Callable[..., None]) -> None:
    """Somebody new; then where they are a contact, corrected, and taken back again."""
    read_file(page, "people.csv", PEOPLE_FILE)
    expect(page.get_by_role("button", name="Import 1 row")).to_be_visible()
    import_rows(page, "1 new, 0 changed")
    read_file(page, "contacts.csv", CONTACTS_FILE)
    import_rows(page, "1 new, 0 changed")
    read_file(page, "contacts.csv", CONTACTS_FILE.replace("2025-01-01", "2025-02-01"))
    expect(page.locator("main")).to_contain_text("start_date: 1 January 2025 → 1 February 2025 (corrects a mistake)")
    import_rows(page, "0 new, 1 changed")
    read_file(page, "contacts.csv", CONTACTS_FILE.partition("\n")[0])
    expect(page.locator("main")).to_contain_text("No longer in the file: 1")
    check_page(page)
    page.get_by_role("radio", name="It has ended").check()
    press(page, "Import")
    expect(page.get_by_role("alert")).to_contain_text("Enter the last day")
    check_page(page)
    page.get_by_role("radio", name="Remove, because it was never so").check()
    import_rows(page, "0 new, 0 changed, 1 removed")


def read_file(page: Page, name: str, content: str) -> None:
    page.goto(f"{PLACE}/roles/")
    follow(page.get_by_role("link", name="Import and export"))
    file = {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
    page.get_by_label("Choose files").set_input_files([file])  # type: ignore[list-item]  # as Playwright takes it
    press(page, "Read the files")
    expect(page.locator("h1")).to_have_text("Check what would change")


def import_rows(page: Page, done_words: str) -> None:
    follow(page.locator("main").get_by_role("button", name="Import"))
    expect(page.locator("h1")).to_have_text("Files imported")
    expect(page.locator("main")).to_contain_text(done_words)


def add_measure(page: Page, name: str, *, unit: str, way: str, limit: str, target: str) -> None:
    """A measure with a target for 2026."""
    page.goto(f"{PLACE}/performance/")
    press(page, "Add a measure")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Unit", exact=True).fill(unit)
    page.get_by_label(way).check()
    press(page, "Add the measure")
    follow(page.get_by_role("link", name="Add a target"))
    page.get_by_label("Year", exact=True).fill("2026")
    page.get_by_label(limit, exact=True).fill(target)
    press(page, "Add the target")
    done(page, "The target is added")


def seat_link(page: Page, number: int) -> Locator:
    """On the membership page."""
    return page.get_by_role("link", name=re.compile(rf"^{number}\s*: this seat over time"))


def pass_seat_on(page: Page, number: int, *, holder: str, person: str, day: date) -> None:
    """To another holder, and to a new person who sits there for it."""
    page.goto(f"{PLACE}/membership/")
    follow(seat_link(page, number))
    follow(page.get_by_role("link", name="Pass the seat to another holder"))
    page.get_by_label("Who holds it?").select_option(label=holder)
    page.get_by_label("From which date?").fill(typed(day))
    press(page, "Save the new holder")
    done(page, "The seat has a new holder")
    appoint(page, person, as_what="Member", since=typed(day), submit="Appoint someone to the seat")


def rename(page: Page, name: str, day: date) -> None:
    """The organisation, board or group whose page is open."""
    follow(page.get_by_role("link", name="Rename from a date"))
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("From which date?").fill(typed(day))
    follow(page.get_by_role("button", name=re.compile("^Rename the")))
    done(page, "has a new name")


def leave(page: Page, person: str, last_day: date) -> None:
    """The person leaves, and all that ends with them does."""
    page.goto(f"{PLACE}/people/?q={person.replace(' ', '+')}")
    follow(page.get_by_role("link", name=person, exact=True))
    follow(page.get_by_role("link", name="Leaves the partnership"))
    page.get_by_label("Last day").fill(typed(last_day))
    press(page, "End all that is ticked")
    # Another day than the one that was shown: what ends with them is looked at once more.
    expect(page.get_by_role("alert")).to_contain_text("Check what ends by this date")
    press(page, "End all that is ticked")
    done(page, f"{person} leaves on")


def seat_on(page: Page, number: int, day: date) -> str:
    """Who holds the seat on the day and who sits in it, as the public reads it."""
    page.goto(f"{PLACE}/membership/?on={day.isoformat()}")
    row = page.get_by_role("row").filter(has=seat_link(page, number))
    return " ".join(row.inner_text().split())
