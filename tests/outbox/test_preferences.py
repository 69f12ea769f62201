"""Everybody says how they want their mail: signed in, or by the link in it."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from core.acts import Refused
from core.asks import make_token
from core.models import AuditEvent
from outbox.choices import Rhythm
from outbox.models import MailPreference
from outbox.services.preferences import set_preferences, stop_kind
from outbox.services.queue import Addressee, queue_mail
from tests.outbox.makers import MONDAY_NOON, message, preference, told

READER = "reader@example.org"
NEVER_WANTED = "They asked not to be sent this kind of email."


@pytest.fixture(autouse=True)
def monday_noon():
    with time_machine.travel(MONDAY_NOON, tick=False):
        yield


@pytest.fixture
def public(client_for):
    return client_for(None)


def queue(partnership, kind, emails, about=1):
    to = [Addressee(email, email, "you read along") for email in emails]
    return queue_mail(partnership=partnership, kind=kind, about=about, to=to, subject="News", path="/", at=MONDAY_NOON)


def choose(partnership, rhythm, stopped=()):
    return set_preferences(
        partnership=partnership, email=READER, rhythm=Rhythm(rhythm), stopped=stopped, by=None, at=MONDAY_NOON
    )


def link(name, one):
    return reverse(f"outbox:{name}", args=[one.partnership.slug, make_token("mail", one.pk)])


def test_queue_asks_for_all_preferences_at_once(partnership, django_assert_num_queries):
    preference(partnership, "daily@example.org", "daily")
    preference(partnership, "stopped@example.org", stopped=["news"])
    with django_assert_num_queries(3):
        queue(partnership, "news", ["at.once@example.org", "DAILY@example.org", "stopped@example.org"])
    with django_assert_num_queries(3):
        queue(partnership, "news", [f"person{number}@example.org" for number in range(20)], about=2)

    assert told("email", "state", "last_error")[:3] == [
        ("at.once@example.org", "queued", ""),
        ("daily@example.org", "held", ""),
        ("stopped@example.org", "dropped", NEVER_WANTED),
    ]


def test_queue_shortens_what_a_message_has_no_room_for(partnership):
    """PostgreSQL refuses what SQLite would keep."""
    to = [Addressee("N" * 150, READER, "R" * 250)]
    queue_mail(partnership=partnership, kind="duty", about=1, to=to, subject="S" * 300, path="/", at=MONDAY_NOON)

    assert told("name", "reason", "subject") == [("N" * 120, "R" * 200, "S" * 250)]


def test_queue_writes_nobody_twice_and_nobody_without_address(partnership):
    assert queue(partnership, "news", [READER, "Reader@example.org", ""]) == 1
    assert queue(partnership, "news", [READER]) == 0
    assert queue(partnership, "news", [READER], about=2) == 1


def test_duty_mail_goes_at_once_whatever_somebody_prefers(partnership):
    preference(partnership, READER, "weekly", stopped=["duty"])
    queue(partnership, "duty", [READER])

    assert told("state") == ["queued"]


@pytest.mark.parametrize(
    ("rhythm", "stopped", "state", "waits"),
    [
        ("at-once", (), "queued", timedelta(0)),
        ("daily", (), "held", timedelta(hours=19)),
        ("weekly", (), "held", timedelta(days=6, hours=19)),
        ("weekly", ("news",), "dropped", timedelta(hours=19)),
    ],
)
def test_choice_holds_for_what_waits_already(partnership, rhythm, stopped, state, waits):
    preference(partnership, READER, "daily", stopped=["elsewhere"])
    queue(partnership, "news", [READER])

    assert choose(partnership, rhythm, stopped)
    assert told("state", "next_attempt_at") == [(state, MONDAY_NOON + waits)]


def test_choice_is_written_down_once(partnership):
    assert choose(partnership, "daily", ["news", "duty", "nonsense"])
    assert not choose(partnership, "daily", ["news"])

    chosen = MailPreference.objects.get()
    assert (chosen.email, chosen.rhythm, chosen.stopped) == (READER, "daily", ["news"])
    event = AuditEvent.objects.get(verb="mail_preference.changed")
    assert (event.made_by, event.details) == (None, {"rhythm": "daily", "stopped": ["news"]})


def test_choice_in_one_partnership_says_nothing_of_another(partnership, world):
    choose(partnership, "daily")
    queue(world.elsewhere, "news", [READER])

    assert told("state") == ["queued"]


def test_duty_mail_cannot_be_stopped(partnership):
    with pytest.raises(Refused, match="You cannot unsubscribe from this email"):
        stop_kind(partnership=partnership, email=READER, kind="duty", at=MONDAY_NOON)


def test_page_of_somebody_signed_in_is_about_their_own_address(member, client_for):
    client = client_for(member)
    url = reverse("outbox:preferences", args=["halton"])
    assert member.email in client.get(url).content.decode()

    page = client.post(url, {"rhythm": "weekly", "wanted": ["comment"]}, follow=True).content.decode()
    chosen = MailPreference.objects.get()
    assert "Your choice is saved." in page
    assert (chosen.email, chosen.rhythm, "news" in chosen.stopped) == (member.email, "weekly", True)
    assert AuditEvent.objects.get(verb="mail_preference.changed").made_by == member


def test_page_by_link_needs_no_sign_in_and_asks_again_where_nothing_is_chosen(partnership, public):
    one = message(partnership, email=READER)
    url = link("preferences_by_link", one)
    # On a page without referrer, browsers send no origin and perhaps no cookie.
    public.handler.enforce_csrf_checks = True
    public.defaults["HTTP_ORIGIN"] = "null"

    assert "Choose how often you want email that can wait" in public.post(url, {}).content.decode()
    public.post(url, {"rhythm": "daily", "wanted": ["news"]})
    assert MailPreference.objects.get().email == READER
    assert 'value="daily" checked' in " ".join(public.get(url).content.decode().split())


def test_link_changes_nothing_until_the_button_is_pressed(partnership, public):
    one = message(partnership, email=READER, kind="news")

    page = public.get(link("stop_by_link", one)).content.decode()
    assert "Unsubscribe from this email?" in page
    assert not MailPreference.objects.exists()


def test_mail_program_stops_a_kind_with_one_click(partnership, client_for):
    one = message(partnership, email=READER, kind="news")
    public = client_for(None)
    public.handler.enforce_csrf_checks = True

    for _ in range(2):
        answer = public.post(link("stop_by_link", one), {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 302
    assert MailPreference.objects.get().stopped == ["news"]
    assert AuditEvent.objects.filter(verb="mail_preference.changed").count() == 1


def test_link_of_duty_mail_says_why_it_cannot_be_stopped(partnership, public):
    one = message(partnership, email=READER, kind="duty", reason="PPB member since May 2024")
    url = link("stop_by_link", one)

    assert "It was sent to you because: PPB member since May 2024." in public.get(url).content.decode()
    answer = public.post(url, follow=True).content.decode()
    assert "You cannot unsubscribe from this email, because it goes with a role or an invitation." in answer
    assert not MailPreference.objects.exists()


def test_link_that_has_expired_says_how_to_go_on(partnership, public):
    url = link("preferences_by_link", message(partnership))

    with time_machine.travel(MONDAY_NOON + timedelta(days=365), tick=False):
        assert public.get(url).status_code == 200
    with time_machine.travel(MONDAY_NOON + timedelta(days=365, seconds=2), tick=False):
        answer = public.get(url)
    assert answer.status_code == 410
    assert "Follow the one in a newer email." in answer.content.decode()


@pytest.mark.parametrize("change", [lambda token: token[:-3], lambda token: "nonsense"])
def test_link_that_was_cut_off_says_so(partnership, public, change):
    token = make_token("mail", message(partnership).pk)
    answer = public.get(reverse("outbox:preferences_by_link", args=["halton", change(token)]))

    assert answer.status_code == 404
    assert "It may have been cut off." in answer.content.decode()


def test_link_of_another_purpose_or_partnership_opens_nothing(partnership, world, public):
    elsewhere = make_token("mail", message(world.elsewhere).pk)
    sharing = make_token("sharing", message(partnership).pk)

    for token in (elsewhere, sharing):
        assert public.get(reverse("outbox:preferences_by_link", args=["halton", token])).status_code == 404
