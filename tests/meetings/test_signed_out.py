"""The session ends while somebody types a comment, an answer or a report, or before they press a button."""

import pytest
from django.contrib.auth import get_user
from django.urls import reverse

from tests import factories


def at(name, *args):
    return reverse(name, args=["halton", *args])


def comment(meeting):
    factories.MeetingSummaryFactory(meeting=meeting, published_at="2026-11-18 12:00+00:00")
    return at("summaries:summary_comment", meeting.pk)


def answer(meeting):
    summary = factories.MeetingSummaryFactory(meeting=meeting, published_at="2026-11-18 12:00+00:00")
    return at("summaries:comment_answer", factories.SummaryCommentFactory(summary=summary).pk)


def report(meeting):
    return at("actions:action_update", factories.ActionFactory(meeting=meeting).pk)


def progress(meeting):
    group = factories.TopicGroupFactory(body__partnership=meeting.partnership)
    return at("progress:progress_add", factories.RecommendationFactory(topic_group=group).pk)


@pytest.fixture
def meeting(board):
    return factories.MeetingFactory(body=board)


def sign_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


@pytest.mark.parametrize(
    ("made", "field"), [(comment, "text"), (answer, "answer"), (report, "text"), (progress, "text")]
)
def test_what_was_typed_is_in_the_form_again_after_signing_in_once(made, field, meeting, officer, client_for):
    page, client = made(meeting), client_for(None)

    sent = client.post(page, {field: "Typed for an hour"})
    assert sent["Location"] == f"{reverse('account_login')}?next={page}"
    sign_in(client, officer)
    shown = client.get(page)
    assert "You were signed out before this was sent." in shown.text
    assert "Typed for an hour</textarea>" in shown.text
    assert "Typed for an hour" not in client.get(page).text


def test_what_was_typed_is_shown_on_its_own_page_only(meeting, officer, client_for):
    page, client = comment(meeting), client_for(None)
    client.post(page, {"text": "Typed for an hour"})
    sign_in(client, officer)

    assert "Typed for an hour" not in client.get(report(meeting)).text
    assert "Typed for an hour" in client.get(page).text


def test_more_than_a_form_holds_is_not_kept(meeting, client_for):
    client = client_for(None)
    told = client.post(comment(meeting), {"text": "x" * 20_001}, follow=True).text

    assert "What you typed was not kept: it is too long." in told
    assert "typed-form" not in client.session


def test_one_address_may_have_twenty_forms_kept_in_an_hour(meeting, client_for):
    page = comment(meeting)
    for _ in range(20):
        client_for(None).post(page, {"text": "Kept"})
    client = client_for(None)

    assert "it was sent too often without signing in" in client.post(page, {"text": "Kept"}, follow=True).text
    assert "typed-form" not in client.session


@pytest.mark.parametrize(
    ("came_from", "leads_to"),
    [
        ("https://testserver/halton/meetings/?when=ahead#top", "/halton/meetings/?when=ahead"),
        ("https://elsewhere.example.org/halton/", "/halton/"),
        ("", "/halton/"),
    ],
)
def test_button_pressed_after_the_session_ended_leads_back_to_its_page(came_from, leads_to, meeting, client_for):
    client = client_for(None)
    sent = client.post(at("agendas:agenda_start", meeting.pk), headers={"Referer": came_from}, follow=False)

    assert sent["Location"].partition("?next=")[2].replace("%3F", "?").replace("%3D", "=") == leads_to
    assert get_user(client).is_anonymous
