"""Headers that every answer carries."""

import pytest
from django.urls import reverse

NOBODY_KEEPS_IT = "max-age=0, no-cache, no-store, must-revalidate, private"


@pytest.mark.parametrize("name", ["office:home", "office:today", "meetings:list", "recommendations:csv"])
def test_page_of_somebody_signed_in_is_kept_by_nobody(world, client_for, name):
    response = client_for(world.officer).get(reverse(name, args=["halton"]))
    assert (response.status_code, response["Cache-Control"]) == (200, NOBODY_KEEPS_IT)


def test_refusal_to_somebody_signed_in_is_kept_by_nobody(world, client_for):
    response = client_for(world.member).get(reverse("office:today", args=["halton"]))
    assert (response.status_code, response["Cache-Control"]) == (403, NOBODY_KEEPS_IT)


def test_public_page_may_be_kept_and_differs_by_cookie(world, client_for):
    response = client_for(None).get(reverse("office:home", args=["halton"]))
    assert (response.get("Cache-Control"), response["Vary"]) == (None, "Cookie")


def test_view_that_says_how_long_it_is_kept_is_believed(world, client_for):
    response = client_for(world.officer).get(reverse("boards:theme", args=["halton"]))
    assert response["Cache-Control"] == "public, max-age=86400"


@pytest.mark.parametrize("path", ["/halton/", "/halton/today/", "/nowhere/at/all/", "/healthz"])
def test_answer_allows_no_powers_of_the_browser(world, client_for, path):
    response = client_for(None).get(path)
    assert response["Permissions-Policy"] == "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
