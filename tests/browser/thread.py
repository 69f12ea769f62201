"""Halton in 2012 and 2013: the partnership of its papers, before its councillors began to study it."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Locator, Page

from core.rules.working_days import LONDON
from tests.browser.arrival import follow, patient
from tests.browser.portal import ROOT, Portal, sign_in

FACTS = ROOT / "fixtures" / "halton"
# What stood before the topic group; what it found and recommended is written in the browser.
BEFORE = ("kinds", "sectors", "organisations", "bodies", "seats", "seat_changes", "strategies", "documents")
PLACE = "/halton-2012"
PASSWORD = "as-it-was-in-2012"
PEOPLE = {"Officer": "office.2012@example.org", "PPB member": "councillor.2012@example.org"}
PARTNER = "policy.2012@example.org"
WHO_THEY_ARE = """
import json
from datetime import date
from allauth.account.models import EmailAddress
from boards.models import Appointment, Partnership, Person, RoleGrant
from core.models import User
told = json.loads({told!r})
place = Partnership.objects.get(slug=told["slug"])
since = date(2011, 5, 1)
for role, email in told["people"].items():
    user = User.objects.create_user(email, name=role + " of 2012", password=told["password"])
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    RoleGrant.objects.create(user=user, partnership=place, role=role.lower().replace(" ", "-"), starts_on=since)
    person = Person.objects.create(partnership=place, name=user.name, email=email, user=user)
    if role == "PPB member":
        Appointment.objects.create(person=person, body=place.bodies.get(kind__code="ppb"), starts_on=since)
Person.objects.create(partnership=place, name="Policy Manager", email=told["partner"])
"""


def facts(name: str) -> list[dict[str, str]]:
    """The rows of one file of the data pack."""
    with (FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_place(folder: Path) -> None:
    """The files of a partnership that has its structure and no topic group; it is another one than the example's."""
    folder.mkdir()
    (partnership,) = (row for row in facts("partnership") if row["partnership_id"] == "hsp")
    another = {"partnership_id": "hsp-2012"}
    write_rows(folder / "partnership.csv", [partnership | another | {"predecessor_id": ""}])
    for name in BEFORE:
        rows = [row for row in facts(name) if row.get("body_id") != "topic-group"]
        write_rows(
            folder / f"{name}.csv", [row | another if row.get("partnership_id") == "hsp" else row for row in rows]
        )


def write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@dataclass
class Day:
    """One day of the story: a portal whose clock shows it, and the people who sit before it."""

    on: date
    portal: Portal
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)

    def page_of(self, role: str | None) -> Page:
        context = patient(self.browser.new_context(base_url=self.portal.url, reduced_motion="reduce"))
        self.contexts.append(context)
        page = context.new_page()
        if role is not None:
            sign_in(page, PEOPLE[role], PASSWORD)
        return page


def morning_of(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 10, tzinfo=LONDON)


@contextmanager
def day(browser: Browser, portal: Portal, on: date, *, with_worker: bool = False) -> Iterator[Day]:
    """The portal from ten in the morning of the day. The worker is at work where something waits for it."""
    portal.move_clock_to(morning_of(on))
    with portal.working() if with_worker else nullcontext():
        today = Day(on, portal, browser)
        yield today
        for context in today.contexts:
            context.close()


def settle(portal: Portal, folder: Path) -> None:
    """Bring the place in, and its people."""
    write_place(folder)
    portal.manage("import_partnership", str(folder), "--address", PLACE.strip("/"))
    told = {"slug": PLACE.strip("/"), "people": PEOPLE, "password": PASSWORD, "partner": PARTNER}
    portal.run(WHO_THEY_ARE.format(told=json.dumps(told)))


def send(page: Page, **by_label: str) -> None:
    """Fill in boxes by their labels (``_`` for a space) and press the form's main button."""
    for label, words in by_label.items():
        page.get_by_label(label.replace("_", " "), exact=True).fill(words)
    follow(main_button(page))


def go(page: Page | Locator, name: str | re.Pattern[str], *, exact: bool = False) -> None:
    """Follow the link of that name, or the button that stands for one."""
    link = page.get_by_role("link", name=name, exact=exact)
    follow(link.or_(page.get_by_role("button", name=name, exact=exact)).first)


def choose(page: Page, label: str, words: str) -> None:
    """Choose the one option in which the words stand."""
    box = page.get_by_label(label)
    box.select_option(box.locator("option", has_text=words).get_attribute("value"))


def main_button(page: Page) -> Locator:
    return page.locator("main form button.govuk-button:not(.govuk-button--secondary)").last
