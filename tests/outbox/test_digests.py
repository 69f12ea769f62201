"""Mail that may wait comes in one message, with nothing in it that is not wanted any more."""

from datetime import timedelta

from django.core import mail

from outbox.models import Message
from outbox.services.digests import gather_digests
from outbox.services.queue import Addressee, queue_mail
from outbox.services.sending import send_due
from tests.outbox.makers import MONDAY_NOON, message, preference, told

READER = "reader@example.org"
TUESDAY_SEVEN = MONDAY_NOON + timedelta(hours=19)
NEXT_MONDAY_SEVEN = MONDAY_NOON + timedelta(days=6, hours=19)
HOUR = timedelta(hours=1)


def queue(partnership, kind, about, *, at=MONDAY_NOON, subject="News"):
    to = [Addressee("Reader", READER, "you read along")]
    queue_mail(partnership=partnership, kind=kind, about=about, to=to, subject=subject, path="/halton/", at=at)


def send(at):
    gather_digests(at=at)
    return send_due(now=lambda: at)


def lines(body):
    return [line for line in body.splitlines() if line.startswith(("- ", "NEWS", "MINUTES"))]


def test_digest_gathers_by_kind_with_the_newest_first(partnership):
    preference(partnership, READER, "daily")
    queue(partnership, "news", 1, subject="Older news")
    queue(partnership, "minutes", 2, subject="The minutes")
    queue(partnership, "news", 3, at=MONDAY_NOON + HOUR, subject="Newer news")

    assert send(TUESDAY_SEVEN - HOUR) == 0
    assert send(TUESDAY_SEVEN) == 1
    (digest,) = mail.outbox
    assert (digest.to, digest.subject) == ([READER], "Digest of 24 November 2026: Halton Strategic Partnership")
    assert lines(digest.body) == [
        "MINUTES",
        "- The minutes, 23 November 2026, midday",
        "NEWS",
        "- Newer news, 23 November 2026, 1pm",
        "- Older news, 23 November 2026, midday",
    ]
    assert "Unsubscribe, or choose how often email comes" in digest.alternatives[0][0]


def test_digest_that_is_sent_has_sent_what_it_carries(partnership):
    preference(partnership, READER, "daily")
    queue(partnership, "news", 1)
    send(TUESDAY_SEVEN)

    carried, digest = Message.objects.order_by("pk")
    assert (carried.state, carried.sent_at, carried.digest) == ("sent", TUESDAY_SEVEN, digest)
    assert send(TUESDAY_SEVEN + timedelta(days=1)) == 0


def test_digest_of_the_week_comes_on_monday_and_what_may_not_wait_so_long_the_next_day(partnership):
    preference(partnership, READER, "weekly")
    queue(partnership, "news", 1, subject="News")
    queue(partnership, "minutes", 2, subject="The minutes")
    queue(partnership, "duty", 3, subject="Duty")

    assert (send(MONDAY_NOON), send(TUESDAY_SEVEN), send(NEXT_MONDAY_SEVEN)) == (1, 1, 1)
    assert mail.outbox[0].subject == "Duty"
    assert [lines(one.body) for one in mail.outbox[1:]] == [
        ["MINUTES", "- The minutes, 23 November 2026, midday"],
        ["NEWS", "- News, 23 November 2026, midday"],
    ]


def test_digest_leaves_out_what_is_not_wanted_any_more(partnership):
    preference(partnership, READER, "daily")
    queue(partnership, "news", 1, subject="Gone")
    queue(partnership, "news", 2, subject="Still so")
    Message.objects.filter(about=1).update(extra={"not_wanted": "The meeting is off."})

    assert send(TUESDAY_SEVEN) == 1
    assert lines(mail.outbox[0].body) == ["NEWS", "- Still so, 23 November 2026, midday"]
    assert told("state", "last_error")[:2] == [("dropped", "The meeting is off."), ("sent", "")]


def test_digest_of_which_nothing_is_left_is_not_sent(partnership):
    preference(partnership, READER, "daily", stopped=["news"])
    message(partnership, kind="news", email=READER, state="held")

    assert send(TUESDAY_SEVEN) == 0
    assert mail.outbox == []
    assert told("state", "last_error") == [
        ("dropped", "They asked not to be sent this kind of email."),
        ("dropped", "Nothing of what it carried is wanted any more."),
    ]


def test_digest_goes_without_one_that_cannot_be_written(partnership):
    preference(partnership, READER, "daily")
    queue(partnership, "news", 1, subject="Broken")
    queue(partnership, "news", 2, subject="Whole")
    Message.objects.filter(about=1).update(extra={"fault": True})

    send(TUESDAY_SEVEN)
    assert lines(mail.outbox[0].body) == ["NEWS", "- Whole, 23 November 2026, midday"]
    assert told("state", "digest")[0] == ("queued", None)


def test_digest_names_what_is_still_being_made(partnership):
    preference(partnership, READER, "daily")
    queue(partnership, "news", 1, subject="Its paper is being made")
    Message.objects.filter(about=1).update(extra={"not_yet": True})

    assert send(TUESDAY_SEVEN) == 1
    assert lines(mail.outbox[0].body) == ["NEWS", "- Its paper is being made, 23 November 2026, midday"]


def test_digest_is_one_for_each_person(partnership, world):
    for partnership_ in (partnership, world.elsewhere):
        for email in (READER, "other@example.org"):
            preference(partnership_, email, "daily")
            for _ in range(2):
                message(partnership_, kind="news", email=email, state="held")

    assert send(TUESDAY_SEVEN) == 4
    assert sorted(one.to[0] for one in mail.outbox) == ["other@example.org"] * 2 + [READER] * 2
    assert all("2 messages" in one.body for one in mail.outbox)


def test_gathering_twice_makes_one_digest(partnership):
    message(partnership, kind="news", email=READER, state="held")

    assert (gather_digests(at=TUESDAY_SEVEN), gather_digests(at=TUESDAY_SEVEN)) == (1, 0)
