"""The stored database of each version is brought up to date, and every page of it opens as before."""

import re
from urllib.parse import urljoin

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import resolve, reverse

from core.models import AuditEvent, User
from core.schema import faults_of_tables
from recommendations.models import Recommendation, RecommendationState
from tests.access import Row
from tests.access.test_access import ROWS
from tests.browser.crawler import Crawl
from tests.conftest import session_of
from tests.migrations.conftest import connected_to, texts_of, unpack
from tests.states import wrong_states

# What the example has none of, so that no link leads there.
PLAIN = [row for row in ROWS if row.method == "get" and not row.whole and row.kwargs is Row.kwargs and not row.query]



class Answer:
    """What the crawler asks of an answer, taken from Django's test client."""

    def __init__(self, client, address):
        response = client.get(address.removeprefix("http://testserver"), follow=True)
        self.url = urljoin(address, response.redirect_chain[-1][0] if response.redirect_chain else "")
        self.status = response.status_code
        self.ok = response.status_code < 400
        self.headers = {"content-type": response.get("Content-Type", "")}
        content = b"".join(response.streaming_content) if response.streaming else response.content
        response.close()
        self.text = content.decode


class Reading:
    def __init__(self, email):
        self.client = Client()
        if email:
            self.client.cookies["sessionid"] = session_of(User.objects.get(email=email))

    def get(self, address):
        return Answer(self.client, address)


@pytest.fixture(scope="module")
def upgraded(version, tmp_path_factory, django_db_blocker):
    """The stored database with all migrations that came after it, on the day on which it was stored."""
    folder = tmp_path_factory.mktemp("stored")
    unpack(version, connection.vendor, folder)
    with django_db_blocker.unblock(), connected_to(folder), pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.MEDIA_ROOT", str(folder / "files"))
        call_command("migrate", verbosity=0)
        with time_machine.travel(AuditEvent.objects.latest("made_at").made_at):
            yield


@pytest.mark.parametrize(("role", "email", "kinds"), [("anonymous", None, 40), ("officer", "officer@example.org", 100)])
def test_every_page_of_an_older_database_opens(upgraded, role, email, kinds):
    assert list(faults_of_tables()) == []
    reading = Reading(email)
    crawl = Crawl(reading, of_a_kind=1)
    crawl.follow("http://testserver/halton/")
    assert (crawl.broken, crawl.faults) == ([], [])
    for row in PLAIN:
        answer = reading.client.get(reverse(row.name, args=["halton"]))
        assert answer.status_code in {row.answers[role], 302}, row.name
    assert len({resolve(path).view_name for path in crawl.reached}) > kinds


def test_state_of_each_recommendation_is_kept_after_the_upgrade(upgraded):
    assert wrong_states() == []
    assert RecommendationState.objects.count() == Recommendation.objects.count() > 0


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_nothing_stored_lets_anybody_in(version, vendor, tmp_path):
    unpack(version, vendor, tmp_path)
    words = texts_of(tmp_path)
    assert "Halton Strategic Partnership" in words
    assert re.findall(r"pbkdf2_|argon2|md5\$|bcrypt", words) == []
    # Whose addresses are in it, and what made-up messages are numbered by.
    assert set(re.findall(r"[\w.+-]+@([\w-]+\.[\w.-]*\w)", words)) <= {"example.org", "127.0.0.1"}
