"""Addresses as nobody would type them who means well: never a fault, never a whole list at once."""

from __future__ import annotations

import importlib
import pkgutil
from urllib.parse import quote

import pytest
from django.urls import reverse

import tests.access as table
from tests import factories
from tests.access import Row

PARTS = [name for _, name, _ in pkgutil.iter_modules(table.__path__) if not name.startswith("test_")]
ROWS: list[Row] = [row for part in PARTS for row in importlib.import_module(f"tests.access.{part}").ROWS]
# One row for each address that is read.
PAGES = {row.name: row for row in ROWS if row.method == "get"}.values()
DAYS = ("on", "since", "until")
NUMBERS = (
    *("page", "per_page", "year", "month", "owner", "topic_group", "summary", "person", "theme", "priority", "sector"),
    *("paragraph", "pick"),
)
WORDS = ("sort", "status", "changed", "body", "search", "q", "said", "role", "ended", "rag", "check", "next")
# What stands behind days, numbers and words, each with garbage that is nearly one. These go by what a database knows:
DIFFERS = {
    "a null character": ("%00", "%00", "%00"),
    "no UTF-8": ("%FF%FE%ED%A0%80",) * 3,
    "too much": ("9999-12-31", "9" * 100, "9" * 100),
    "too little": ("0000-01-01", "-1", "-1"),
}
MARKUP = quote("\u202e😀 شركة '\"><script>alert(1)</script>")
GARBAGE = DIFFERS | {
    "markup and text from the right": (MARKUP, MARKUP, MARKUP),
    "nothing and a name of Python's": ("0", "0", "__class__"),
    "no number": ("9" * 100, "NaN", "NaN"),
}


@pytest.mark.parametrize("row", PAGES, ids=str)
def test_address_with_garbage_behind_it_is_no_fault(row, world, client_for, what_differs):
    client = client_for(world.admin)
    place = {} if row.whole else {"partnership": world.partnership.slug}
    url = reverse(row.name, kwargs={**place, **row.kwargs(world)})
    for garbage in (DIFFERS if what_differs else GARBAGE).values():
        asked = zip((DAYS, NUMBERS, WORDS), garbage, strict=True)
        response = client.get(f"{url}?{'&'.join(f'{name}={given}' for names, given in asked for name in names)}")
        # What is not ready says so with or without garbage.
        assert response.status_code < 500 or response.status_code == row.answers["admin"]
        assert b"<script>alert" not in b"".join(response)
        if "GET" not in vars(response.wsgi_request):
            break  # nobody has looked at what stands behind the address: it can be anything


@pytest.mark.parametrize("row", [row for row in PAGES if not row.whole], ids=str)
def test_number_that_no_database_holds_is_not_found(row, world, client_for):
    known = {"partnership": "halton", **row.kwargs(world)}
    client = client_for(world.admin)
    for name in [name for name, value in known.items() if isinstance(value, int)]:
        # An item of an agenda that is gone leads back to the agenda, with the reason.
        gone = {302} if name == "item_pk" or row.name == "invitations:distribution_remove" else set()
        assert client.get(reverse(row.name, kwargs=known | {name: 10**30})).status_code in {404, 405} | gone


@pytest.mark.parametrize(
    "name", ["meetings:calendar", "summaries:register", "summaries:register_csv", "meetings:list", "actions:actions"]
)
def test_body_whose_code_has_a_null_character_is_no_fault(name, world, client_for):
    """PostgreSQL takes none in a text."""
    url = reverse(name, args=["halton"])
    assert client_for(world.admin).get(f"{url}?body=board%00").status_code in {200, 404}


@pytest.mark.parametrize("asked", ["0", "-1", "1000000"])
def test_address_cannot_ask_for_more_rows_than_a_page_has(world, client_for, asked):
    for _ in range(26):
        factories.OrganisationFactory(partnership=world.partnership)
        factories.MeetingFactory(body=world.board)
    client = client_for(world.admin)
    for name, row in (("boards:organisations", "<tr class="), ("meetings:list", '<li class="app-meetings__line"')):
        response = client.get(reverse(name, args=["halton"]), {"per_page": asked})
        assert response.content.decode().count(row) == 25 + (row == "<tr class=")  # and the heading of the table
