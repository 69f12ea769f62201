import re

import pytest
from django.core import mail
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertInHTML

from core.accounts import AccountAdapter
from tests.core.resetting import mailed_link, run_tasks
from tests.factories import PASSWORD
from tests.reading import joined

OPEN_PAGES = ["account_login", "account_reset_password", "account_reset_password_done", "account_signup"]
OWN_PAGES = [
    "account_change_password",
    "account_email",
    "account_name",
    "account_logout",
    "mfa_index",
    "usersessions_list",
]


@pytest.fixture
def visitor(client_for):
    return client_for(None)


@pytest.mark.parametrize("name", OPEN_PAGES)
@pytest.mark.django_db
def test_open_page_has_nothing_inline(visitor, name):
    assert_nothing_inline(visitor.get(reverse(name)))


@pytest.mark.parametrize("name", OWN_PAGES)
def test_own_page_has_nothing_inline(client_for, member, name):
    assert_nothing_inline(client_for(member).get(reverse(name)))


def assert_nothing_inline(answer):
    html = answer.content.decode()
    assert answer.status_code == 200
    assert re.findall(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=", html) == []


@pytest.mark.django_db
def test_sign_in_says_what_to_enter(visitor):
    html = visitor.post(reverse("account_login"), {}).content.decode()
    assertInHTML('<a href="#id_login">Enter your email address</a>', html)
    assertInHTML('<a href="#id_password">Enter your password</a>', html)
    assertInHTML("<title>Error: Sign in – Partnership Portal</title>", html)


def test_sign_in_with_a_wrong_password_does_not_say_which_was_wrong(visitor, member):
    known = visitor.post(reverse("account_login"), {"login": member.email, "password": "wrong"})
    unknown = visitor.post(reverse("account_login"), {"login": "nobody@example.org", "password": "wrong"})
    words = "Your email address or password is not correct. Try again"
    assert [words in answer.content.decode() for answer in (known, unknown)] == [True, True]


def test_sign_in_leads_where_the_reader_was_going(visitor, member):
    answer = visitor.post(
        reverse("account_login"), {"login": member.email.upper(), "password": PASSWORD, "next": "/halton/meetings/"}
    )
    assert (answer.status_code, answer.url) == (302, "/halton/meetings/")


@pytest.mark.django_db
def test_nobody_makes_an_account_for_themselves(visitor):
    details = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    html = visitor.post(reverse("account_signup"), details).content.decode()
    assertInHTML('<h1 class="govuk-heading-xl">Ask the office for an account</h1>', html)


def test_password_is_set_by_a_mailed_link(visitor, member):
    visitor.post(reverse("account_reset_password"), {"email": member.email})
    page = visitor.get(mailed_link(), follow=True)
    assert [one.subject for one in mail.outbox] == ["Reset your password"]
    visitor.post(page.redirect_chain[-1][0], {"password1": "three random words", "password2": "three random words"})
    member.refresh_from_db()
    assert member.check_password("three random words")


@pytest.mark.parametrize("address", ["nobody@example.org", "partner.member@example.org"])
def test_page_says_and_does_the_same_whether_the_address_has_an_account(visitor, member, address):
    url = reverse("account_reset_password")
    visitor.get(url)
    with CaptureQueriesContext(connection) as queries:
        answer = visitor.post(url, {"email": address})
    assert (answer.status_code, answer.url) == (302, reverse("account_reset_password_done"))
    assert mail.outbox == []
    # The same work on the way to the answer: what to write, and to whom, is found out by the worker.
    assert sum("django_q_ormq" in query["sql"] for query in queries) == 1
    run_tasks()
    assert [one.to for one in mail.outbox] == ([[member.email]] if address == member.email else [])


def test_person_who_is_switched_off_gets_no_link(visitor, member):
    member.is_active = False
    member.save()
    visitor.post(reverse("account_reset_password"), {"email": member.email})
    run_tasks()
    assert mail.outbox == []


def test_link_and_subject_never_follow_the_host_of_the_request(visitor, member, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.BASE_URL = "https://portal.example.org"
    visitor.post(reverse("account_reset_password"), {"email": member.email}, headers={"host": "evil.example.org"})
    run_tasks()
    [message] = mail.outbox
    assert "evil" not in message.subject + message.body
    assert "https://portal.example.org/account/password/reset/key/" in message.body
    assert AccountAdapter().get_reset_password_from_key_url("1-key") == (
        "https://portal.example.org/account/password/reset/key/1-key/"
    )
    assert AccountAdapter().format_email_subject("Your password was changed") == "Your password was changed"


def test_password_link_works_once_and_says_so(visitor):
    html = render_to_string("account/password_reset_from_key.html", {"token_fail": True})
    assertInHTML('<h1 class="govuk-heading-xl">This link no longer works</h1>', html)


def test_password_field_can_be_shown_and_keeps_its_hint(client_for, member):
    html = client_for(member).get(reverse("account_change_password")).content.decode()
    assert html.count('aria-label="Show password"') == 3
    assert "At least 12 characters" in html


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500"])
def test_error_page_needs_neither_database_nor_request(name):
    html = render_to_string(f"{name}.html")
    assert html.count("<h1") == 1
    assert "Partnership Portal</title>" in joined(html)
