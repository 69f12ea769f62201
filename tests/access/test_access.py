"""Every address × every role."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.shortcuts import resolve_url
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import tests.access as table
from tests.access import ROLES, Row
from tests.markup import faults_of

PARTS = [name for _, name, _ in pkgutil.iter_modules(table.__path__) if not name.startswith("test_")]
BANNER = 'aria-label="About this example"'
ROWS: list[Row] = [row for part in PARTS for row in importlib.import_module(f"tests.access.{part}").ROWS]


def views_of(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Each address by its name, with the class of its view; ``None`` where the view is a function."""
    inside = (*spaces, resolver.namespace) if resolver.namespace else spaces
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            name = ":".join((*inside, entry.name or f"(no name) {entry.pattern}"))
            yield name, getattr(entry.callback, "view_class", None)
        else:
            yield from views_of(entry, inside)


VIEWS = dict(views_of(get_resolver()))


def test_access_table_has_a_row_for_every_address():
    assert sorted(set(VIEWS) - {row.name for row in ROWS}) == []


def test_access_table_has_no_row_for_an_address_that_is_gone():
    assert sorted({row.name for row in ROWS} - set(VIEWS)) == []


def test_access_table_has_a_post_for_every_view_of_ours_that_takes_one():
    posted = {row.name for row in ROWS if row.method == "post"}
    takes_post = {
        name
        for name, view in VIEWS.items()
        if hasattr(view, "post") and "post" in view.http_method_names and not view.__module__.startswith("allauth.")
    }
    assert sorted(takes_post - posted) == []


def answer_to(row, role, world, url, client_for):
    client = client_for(None if role == "anonymous" else getattr(world, role))
    payload = row.query if row.method == "get" else row.data(world)
    response = getattr(client, row.method)(url, payload)
    if response.streaming:
        response.getvalue()  # a file that is downloaded stays open until it has been read
    if response.status_code == 302 and response["Location"].startswith(resolve_url(settings.LOGIN_URL)):
        return "login"
    # Whoever may do most is shown most: one look at a page's HTML is enough.
    if role == "admin" and response.status_code == 200 and response["Content-Type"].startswith("text/html"):
        assert faults_of(response.text) == []
        is_page_of_example = "govuk-template__body" in response.text and not row.whole
        assert response.text.count(BANNER) == is_page_of_example
    return response.status_code


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_access_answers_each_role(row, world, client_for):
    world.partnership.example_note = "All of it is made up."
    world.partnership.save()
    place = {} if row.whole else {"partnership": world.partnership.slug}
    url = reverse(row.name, kwargs={**place, **row.kwargs(world)})
    answers = {}
    for role in ROLES:
        # What one role does is undone before the next one comes: the world, and what the address needs, is made once.
        before = transaction.savepoint()
        answers[role] = answer_to(row, role, world, url, client_for)
        transaction.savepoint_rollback(before)
    assert answers == dict(row.answers)
