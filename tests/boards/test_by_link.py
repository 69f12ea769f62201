"""What all pages by a signed link have in common, whichever app they are of."""

import pytest
from django.test import Client
from django.urls import get_resolver

from boards.views.by_link import ByLinkMixin
from core.asks import make_token


def pages_by_link(patterns, before="/"):
    """(address of the page with "TOKEN" in it, the view) for all that a token opens."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from pages_by_link(pattern.url_patterns, route)
        elif issubclass(getattr(pattern.callback, "view_class", object), ByLinkMixin):
            address = route.replace("<slug:partnership>", "halton").replace("<str:token>", "TOKEN")
            yield pytest.param(address, pattern.callback.view_class, id=pattern.name)


PAGES = list(pages_by_link(get_resolver().url_patterns))


@pytest.fixture
def stranger():
    """A browser that keeps no cookie and sends no origin, on a page without referrer."""
    return Client(enforce_csrf_checks=True, headers={"origin": "null"})


def test_pages_by_link_are_found():
    names = {page.id for page in PAGES}

    assert names == {
        "action_link",
        "action_link_again",
        "sharing_link",
        "sharing_link_again",
        "preferences_by_link",
        "reply",
        "reply_thanks",
        "request_link",
        "request_link_again",
        "stop_by_link",
    }


@pytest.mark.parametrize(("address", "view"), PAGES)
@pytest.mark.parametrize("token", ["nonsense", "of nothing", "of too much"])
def test_link_that_leads_nowhere_says_so_and_is_told_to_nobody(address, view, token, partnership, stranger):
    made = {
        "of nothing": make_token(view.link_class.purpose, 0),
        "of too much": make_token(view.link_class.purpose, 1, 2, 3, 4),
    }
    url = address.replace("TOKEN", made.get(token, token))

    for response in (stranger.get(url), stranger.post(url)):
        assert response.status_code == 404
        assert "This link does not work" in response.content.decode()
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in response["Cache-Control"]
        assert response.cookies == {}
