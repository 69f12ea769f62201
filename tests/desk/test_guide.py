"""The user guide in the portal: every page of it, every link in it, and the section of the page one is on."""

import re

import pytest
from django.urls import reverse

from desk.guide import INDEX, SECTIONS, page_names, page_url, section_of
from tests.access.test_access import VIEWS
from tests.markup import faults_of
from tests.quality.tree import files, text

PAGES = [
    INDEX,
    *sorted(name.removeprefix("docs/user-guide/")[:-3] for name in files(ends=".md", under="docs/user-guide/")),
]


def show(client, name):
    response = client.get(page_url(name))
    assert response.status_code == 200
    return response.text


@pytest.mark.parametrize("name", PAGES)
def test_page_of_the_guide_is_shown_with_its_headings_and_no_marks(name, db, client):
    source = text(f"docs/user-guide/{name}.md" if name else "docs/user-guide.md")
    page = show(client, name)
    title = source.partition("\n")[0].removeprefix("# ")
    assert f">{title}</h1>" in page
    assert page.count("<h2") == len(re.findall(r"^## ", source, re.MULTILINE))
    assert page.count("<table") == len(re.findall(r"^\|[-|]+\|$", source, re.MULTILINE))
    assert not re.search(r"\*\*|\]\(|\.md\b", page)
    assert faults_of(page) == []


def test_every_link_of_the_guide_leads_to_a_place_that_is_there(db, client):
    shown = {name: show(client, name) for name in PAGES}
    links = {link for page in shown.values() for link in re.findall(r'href="(/guide/[^"]+)"', page)}
    assert len(links) > len(PAGES)
    for link in links:
        address, _, place = link.partition("#")
        assert f'id="{place}"' in client.get(address).text or not place, link


def test_guide_lists_each_of_its_pages(db, client):
    index = show(client, INDEX)
    assert [name for name in page_names() if f'href="{page_url(name)}"' not in index] == []


def test_every_page_of_the_portal_has_a_section_that_is_there():
    assert set(SECTIONS.values()) <= page_names()
    names = set(VIEWS) | {name.partition(":")[0] for name in VIEWS}
    assert sorted(set(SECTIONS) - names) == []
    # Those that the index tells of: signing in, the first pages and those about the portal.
    of_index = {name.partition(":")[0] for name in VIEWS if ":" in name and section_of(name) == INDEX}
    assert of_index == {"desk", "getting_started", "office"}


@pytest.mark.parametrize(
    ("name", "args", "section"),
    [
        ("boards:structure", ["halton"], "structure"),
        ("boards:settings", ["halton"], "people"),
        ("office:history", ["halton", "settings", "all"], "people"),
        ("meetings:list", ["halton"], "calendar"),
        ("recommendations:list", ["halton"], "recommendations"),
        ("office:today", ["halton"], ""),
        ("founding:start", [], "set-up"),
        ("account_login", [], ""),
    ],
)
def test_page_links_its_section(name, args, section, world, client_for):
    client = client_for(None if name == "account_login" else world.admin)
    assert (
        f'<a class="govuk-link" href="{page_url(section)}">User guide</a>' in client.get(reverse(name, args=args)).text
    )


def test_page_that_is_not_there_links_the_guide(db, client):
    response = client.get("/nowhere/at/all/")
    assert response.status_code == 404
    assert 'href="/guide/">User guide</a>' in response.text


@pytest.mark.parametrize("name", ["people.md", "../rules", "nothing"])
def test_guide_has_no_other_pages(name, db, client):
    assert client.get(f"/guide/{name}/").status_code == 404
