"""From a record, and after it was changed, one link leads back to the list with its filter, order and page."""

from datetime import date

import pytest
from django.urls import reverse

from desk.lists import LISTS, cookie_of
from tests import factories

FILTERED = "status=held&sort=-held_on&page=2"


@pytest.fixture
def meeting(board):
    return factories.MeetingFactory(body=board, held_on=date(2026, 3, 2), status="held", title="Spring meeting")


@pytest.fixture
def meetings():
    return reverse("meetings:list", args=["halton"])


@pytest.fixture
def browser(client_for, officer):
    return client_for(officer)


def link_back(client, meeting):
    return client.get(meeting.get_absolute_url()).context["back_to_list"]


def test_record_leads_back_to_the_list_as_it_was_filtered(browser, meetings, meeting):
    browser.get(f"{meetings}?{FILTERED}")
    assert link_back(browser, meeting) == f"{meetings}?{FILTERED}"
    assert f'href="{meetings}?{FILTERED.replace("&", "&amp;")}"' in browser.get(meeting.get_absolute_url()).text


def test_change_of_a_record_ends_where_the_way_back_is(browser, meetings, meeting):
    browser.get(f"{meetings}?{FILTERED}")
    done = browser.post(reverse("meetings:cancel", args=["halton", meeting.pk]), {"reason": "No quorum"}, follow=True)
    assert done.redirect_chain[-1][0] == meeting.get_absolute_url()
    assert done.context["back_to_list"] == f"{meetings}?{FILTERED}"


def test_list_without_a_filter_needs_no_way_back(browser, meetings, meeting):
    browser.get(f"{meetings}?{FILTERED}")
    browser.get(meetings)
    assert link_back(browser, meeting) == ""


def test_reader_who_is_not_signed_in_is_not_followed(client_for, meetings, meeting):
    client = client_for(None)
    client.get(f"{meetings}?{FILTERED}")
    assert client.cookies == {}
    assert link_back(client, meeting) == ""


@pytest.mark.parametrize(
    ("sent", "query"),
    [
        ("//evil.example.org/", "%2F%2Fevil.example.org%2F="),
        ("https://evil.example.org/?a=b", "https%3A%2F%2Fevil.example.org%2F%3Fa=b"),
        ('"><script>', "%22%3E%3Cscript%3E="),
        ("&".join(f"a{number}=1" for number in range(400)), None),
        ("status=held%0D%0ASet-Cookie: a=b", "status=held%0D%0ASet-Cookie%3A+a%3Db"),
    ],
)
def test_cookie_that_somebody_made_leads_to_the_list_all_the_same(sent, query, browser, meetings, meeting):
    browser.cookies[cookie_of("meetings:list")] = sent
    back = link_back(browser, meeting)
    assert back.startswith(f"{meetings}?")
    assert query is None or back == f"{meetings}?{query}"


def test_every_list_and_every_page_of_a_record_is_there(partnership):
    assert [reverse(name, args=["halton"]) for name in LISTS.values()]
    for name in LISTS:
        field = "code" if name in {"performance:measure", "boards:organisation"} else "pk"
        value = "one" if field == "code" else 1
        assert reverse(name, kwargs={"partnership": "halton", field: value})
