"""Every page that links lead to is there, is accessible and breaks no rule of its own."""

import re
from collections import Counter
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import Page

from tests.access.test_access import ROWS
from tests.browser.conftest import NARROW, OPEN_ALL, WIDE, check_every_colour
from tests.browser.crawler import crawl

pytestmark = pytest.mark.browser

# Nothing leads there before a report is published, a summary corrected or a paper added or asked for; the journeys go
# there.
AFTER_A_JOURNEY = {
    "agendas:document_file",
    "agendas:document_version",
    "summaries:version",
    "reports:version",
    "reports:version_pdf",
    "reports:numbered_version",
    "reports:numbered_version_pdf",
    "reports:paper",
    "reports:paper_file",
    "reports:paper_status",
    "reports:summary_pdf",
}
# The address is the key: it stands in a mail to one person, or on a page of their own.
BY_A_LINK_OF_ONES_OWN = {
    "actions:action_link",
    "actions:sharing_link",
    "meetings:person_feed",
    "invitations:reply",
    "invitations:reply_thanks",
    "outbox:preferences_by_link",
    "outbox:stop_by_link",
    "progress:request_link",
}
# Forms that stand on the page of what they are about, and what there is once a member has asked or a meeting has closed
# something; the journeys go there.
ASKED_OR_CLOSED = {
    "recommendations:comment_add",
    "monitoring:follow_up_ask",
    "monitoring:follow_up_take_back",
    "monitoring:follow_up_put_on",
    "monitoring:follow_up_settle",
    "monitoring:monitoring_resume",
}
# Nobody has put a picture into the example; it would be shown on a page, which the crawler does not look into.
PICTURES = {"boards:logo", "performance:achievement_picture"}
NOT_FOR_READERS = {"boards:theme"}
# With one partnership, the portal's address leads to its home.
WITH_A_SECOND_PARTNERSHIP = {"desk:installation"}
OFFICE_KINDS_AT_LEAST = 20
# The apps whose pages are all reached by links.
REACHED_BY_LINKS = {"recommendations", "scrutiny", "progress", "monitoring"}


def test_every_public_page_is_reached_from_the_home(open_as, portal, check_page):
    page = open_as(None)
    found = crawl(page.request, f"{portal.url}/")
    assert found.broken == []
    assert found.faults == []
    told_apart = Counter(words for kind, words in found.descriptions.items() if "/account/" not in kind)
    assert {words: count for words, count in told_apart.items() if count > 1 or len(words) < 40} == {}
    public = {row.name for row in ROWS if row.method == "get" and row.answers["anonymous"] == 200}
    reached = {resolve(path).view_name for path in found.reached}
    missed = {name for name in public if ":" in name} - reached
    not_there = AFTER_A_JOURNEY | PICTURES | NOT_FOR_READERS | WITH_A_SECOND_PARTNERSHIP
    assert missed - not_there - BY_A_LINK_OF_ONES_OWN == set()
    for address in plain(found.kinds):
        page.goto(address)
        check_page(page)


def test_every_page_of_the_office_is_reached_from_its_home(open_as, portal, check_page):
    page = open_as("Officer")
    ask_for_progress(page, portal.url, check_page)
    found = crawl(page.request, f"{portal.url}/halton/")
    assert found.broken == []
    assert found.faults == []
    wanted = {row.name for row in ROWS if row.method == "get" and row.answers["officer"] == 200}
    wanted = {name for name in wanted if name.partition(":")[0] in REACHED_BY_LINKS}
    reached = {resolve(path).view_name for path in found.reached}
    assert wanted - reached - ASKED_OR_CLOSED - BY_A_LINK_OF_ONES_OWN - {"progress:requests_ask"} == set()
    public = {row.name for row in ROWS if row.method == "get" and row.answers["anonymous"] == 200}
    own = [address for address in plain(found.kinds) if view_of(address) not in public]
    assert len(own) >= OFFICE_KINDS_AT_LEAST
    for address in own:
        page.goto(address)
        check_page(page)


@pytest.mark.long("links of twice as many pages and four of each filter, and contrast of all text on each page")
@pytest.mark.parametrize(("role", "home"), [(None, "/"), ("Officer", "/halton/")])
def test_contrast_of_all_that_is_written_on_every_page(open_as, portal, role, home):
    page = open_as(role)
    found = crawl(page.request, f"{portal.url}{home}", of_a_kind=4, asked=4)
    assert found.broken == []
    for address in plain(found.kinds):
        page.goto(address)
        check_every_colour(page)
        page.set_viewport_size(NARROW)
        page.evaluate(OPEN_ALL)
        check_every_colour(page)
        page.set_viewport_size(WIDE)


def ask_for_progress(page: Page, home: str, check_page: Callable[..., None]) -> None:
    """On the morning of a working day the worker has asked already; at other hours the office does."""
    page.goto(f"{home}/halton/recommendations/requests/")
    if page.get_by_role("button", name="Remind now").count() == 0:
        page.get_by_role("button", name="Ask now").first.click()
        check_page(page)
        page.get_by_role("button", name=re.compile("^Ask [0-9]+ part")).click()


def plain(kinds: dict[str, str]) -> list[str]:
    """A list that is sorted or filtered otherwise is the same page to the checker."""
    return [address for kind, address in kinds.items() if kind.endswith("?")]


def view_of(address: str) -> str:
    return resolve(urlsplit(address).path).view_name
