"""What admins see of the work that the portal does by itself."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from core.chores import record_failure
from core.models import AuditEvent, ChoreFailure
from desk.views.background import CHORE_WORDS
from reports.tasks import CHORES

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def failures(world):
    for scope, label in (("halton", "Digest for a member"), ("elsewhere", "Digest of others"), ("", "")):
        record_failure("gather-digests", KeyError(f"of {scope}"), at=NOON, about=scope, label=label, scope=scope)


@pytest.fixture
def page(world, client_for):
    def page(user=world.admin, name="office:background"):
        with time_machine.travel(NOON, tick=False):
            return client_for(user).get(reverse(name, args=["halton"])).content.decode()

    return page


@pytest.mark.usefixtures("failures")
def test_page_shows_what_failed_here_and_for_all_and_nothing_of_others(page, settings):
    shown = page()
    assert f"Version {settings.VERSION}." in shown
    for words in (
        "Put together digests",
        "Digest for a member",
        "KeyError: &#x27;of halton&#x27;",
        "Once, on 23 November 2026",
        "For every partnership",
        "The background worker has not run yet.",
    ):
        assert words in shown
    assert "Digest of others" not in shown


def test_page_says_that_nothing_failed(page):
    assert "Nothing has failed." in page()


@pytest.mark.usefixtures("failures")
def test_admin_tries_again_at_once_and_what_others_wait_for_stays(world, client_for, page):
    record_failure("gather-digests", KeyError("of halton"), at=NOON, about="halton", scope="halton")
    assert "2 times since 23 November 2026" in page()
    url = reverse("office:background_retry", args=["halton"])
    with time_machine.travel(NOON, tick=False):
        answer = client_for(world.admin).post(url, follow=True)
    assert "The portal will try again within a minute" in answer.content.decode()
    waits = dict(ChoreFailure.objects.values_list("scope", "retry_at"))
    assert waits == {"halton": NOON, "": NOON, "elsewhere": NOON + timedelta(minutes=1)}
    assert AuditEvent.objects.get(verb="background.retried").made_by == world.admin
    ChoreFailure.objects.all().delete()
    assert "There is nothing to try again" in client_for(world.admin).post(url, follow=True).content.decode()


@pytest.mark.usefixtures("failures")
def test_today_tells_admins_and_not_officers(world, page):
    assert "2 faults in background work" in page(name="office:today")
    assert "in background work" not in page(world.officer, name="office:today")


@pytest.mark.parametrize("rows", [1, 100])
def test_page_costs_the_same_for_one_row_and_for_a_hundred(rows, world, client_for, django_assert_num_queries):
    for number in range(rows):
        record_failure("send-mail", "It failed", at=NOON, about=f"outbox.message {number}", scope="halton")
    client = client_for(world.admin)
    with django_assert_num_queries(13):
        client.get(reverse("office:background", args=["halton"]))


def test_every_chore_has_words(db):
    assert set(CHORE_WORDS) == set(CHORES)
