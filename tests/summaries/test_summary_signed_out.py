"""The session ends while somebody types a summary: nothing is lost, and nothing is kept without bounds."""

import pytest
import time_machine
from django.urls import reverse

from summaries.models import DraftCopy, MeetingSummary
from summaries.services.drafts import save_draft, summary_of
from tests.cycle import WEDNESDAY_NOON


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(WEDNESDAY_NOON, tick=False):
        yield


@pytest.fixture
def url(meeting):
    def of(name):
        return reverse(name, args=["halton", meeting.pk])

    return of


def draft():
    return MeetingSummary.objects.get().draft


def test_text_sent_after_the_session_ended_waits_for_the_sign_in(client_for, officer, url):
    client = client_for(None)
    answer = client.post(url("summaries:summary_edit"), {"do": "preview", "draft_version": "0", "key_issues": "Typed"})
    assert answer["Location"] == f"{reverse('account_login')}?next={url('summaries:summary_edit')}"

    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(url("summaries:summary_edit")).content.decode()

    assert "What you typed before you were signed out has been saved." in page
    assert draft() == {"key_issues": "Typed"}


def test_text_sent_after_the_session_ended_becomes_a_copy_if_somebody_saved(client_for, officer, url, meeting, admin):
    client = client_for(None)
    client.post(url("summaries:summary_edit"), {"do": "preview", "draft_version": "0", "key_issues": "Mine"})
    save_draft(summary=summary_of(meeting), data={"key_issues": "Theirs"}, draft_version=0, by=admin, at=WEDNESDAY_NOON)

    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    client.get(url("summaries:summary_edit"))

    assert (draft(), DraftCopy.objects.get().draft) == ({"key_issues": "Theirs"}, {"key_issues": "Mine"})


def test_text_longer_than_the_session_may_keep_is_not_kept(client_for, url):
    client = client_for(None)

    answer = client.post(
        url("summaries:summary_edit"), {"do": "save", "draft_version": "0", "key_issues": "x" * 200_001}, follow=True
    )

    assert "The summary is too long to be saved." in answer.content.decode()
    assert "typed-summary" not in client.session


def test_session_keeps_one_draft_for_two_hours(client_for, url):
    client = client_for(None)
    for text in ("First", "Second"):
        client.post(url("summaries:summary_edit"), {"do": "save", "draft_version": "0", "key_issues": text})

    assert client.session["typed-summary"]["fields"] == {"key_issues": "Second"}
    assert client.session.get_expiry_age() == 2 * 60 * 60


def test_one_address_may_have_twenty_drafts_kept_in_an_hour(client_for, url):
    for number in range(20):
        client_for(None).post(
            url("summaries:summary_edit"), {"do": "save", "draft_version": "0", "key_issues": str(number)}
        )
    client = client_for(None)

    answer = client.post(
        url("summaries:summary_edit"), {"do": "save", "draft_version": "0", "key_issues": "Once more"}, follow=True
    )

    assert "it was sent too often without signing in" in answer.content.decode()
    assert "typed-summary" not in client.session
