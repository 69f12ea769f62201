"""Forms as no page of ours would send them: refused or put right, never a fault."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.urls import reverse

from tests.hostile.test_addresses import PAGES, ROWS

SENT = [row for row in ROWS if row.method == "post"]
SENT_NAMES = {row.name for row in SENT}
# What each database takes or refuses in its own way. PostgreSQL's columns are narrower, so that it is sent all of it.
DIFFERS = {
    "a null character": "a\0b",
    "a number that no database holds": "9" * 19,
}
GARBAGE = DIFFERS | {
    "a number of too many digits": "9" * 5000,
    "a number that few columns hold": "99999",
    "less than nothing": "-1",
    "a digit that is no number": "²",
    "a long text": "long " * 1500,
    "lines, text from the right and markup": (
        "a\r\nBcc: everybody@example.org\r\n\r\n\u202e😀 شركة '\"><script>alert(1)</script>"
    ),
}


class Forms(HTMLParser):
    """The forms of a page: where each goes, and what its fields are called."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, list[str]]]] = []
        self.is_inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.is_inside = (given.get("method") or "").lower() == "post"
            if self.is_inside:
                self.found.append((given.get("action") or "", {}))
        name = given.get("name")
        if self.is_inside and name and tag in {"input", "textarea", "select", "button"}:
            self.found[-1][1].setdefault(name, []).append(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_inside = False


def forms_of(client, url):
    """Of the page at the address, save the one by which somebody signs out."""
    response = client.get(url)
    if response.streaming:
        response.getvalue()  # a file that is downloaded stays open until it has been read
    if response.streaming or response.status_code != 200 or "html" not in response["Content-Type"]:
        return []
    found = Forms(response.content.decode()).found
    return [(action or url, fields) for action, fields in found if "logout" not in action]


def address_of(row, world):
    place = {} if row.whole else {"partnership": world.partnership.slug}
    return reverse(row.name, kwargs={**place, **row.kwargs(world)})


def send(client, url, data):
    for value in data.values():
        if hasattr(value, "seek"):
            value.seek(0)
    response = client.post(url, data)
    assert response.status_code < 500
    assert b"<script>alert" not in b"".join(response)
    return response


def sent_to(action, url):
    return urlsplit(action).path in ("", url)


def refused_fields(response):
    """The names of the fields with which the forms of the answer find fault."""
    shown = [response.context[name] for name in response.context.keys()] if response.context else []  # noqa: SIM118
    forms = [form for value in shown for form in (value.forms if isinstance(value, BaseFormSet) else [value])]
    return {form.add_prefix(name) for form in forms if isinstance(form, BaseForm) for name in form.errors}


@pytest.mark.parametrize("row", PAGES, ids=str)
def test_form_with_garbage_in_it_is_no_fault(row, world, client_for, what_differs):
    """Forms that are sent to another address than their page's; the next test has the rest."""
    client, url = client_for(world.admin), address_of(row, world)
    for action, fields in forms_of(client, url):
        if row.name in SENT_NAMES and sent_to(action, url):
            continue
        for garbage in (DIFFERS if what_differs else GARBAGE).values():
            send(client, action, dict.fromkeys(fields, garbage))


@pytest.mark.parametrize("row", SENT, ids=str)
def test_address_that_is_sent_garbage_is_no_fault(row, world, client_for, what_differs):
    """Each garbage in all fields at once, those of the page's own form too, and beside right values where it is taken.

    Where the answer does not say which field it refused, each gets the garbage by itself.
    """
    client, url, right = client_for(world.admin), address_of(row, world), row.data(world)
    own = [fields for action, fields in forms_of(client, url) if sent_to(action, url)]
    names = {*right, *(name for fields in own for name in fields)} - {"csrfmiddlewaretoken"}
    for garbage in (DIFFERS if what_differs else GARBAGE).values():
        response = send(client, url, dict.fromkeys(names, garbage))
        refused = refused_fields(response)
        taken = [name for name in right if name not in refused]
        if refused and taken:
            send(client, url, right | dict.fromkeys(taken, garbage))
        elif len(taken) > 1:
            for name in taken:
                send(client, url, right | {name: garbage})
        if not names:
            break  # a button alone, which sends nothing that could be garbage
