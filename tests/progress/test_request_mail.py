"""What those who are asked read, over a real mail server, and which mail is not wanted any more when it goes."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default as default_policy

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.core import mail
from django.urls import reverse

from outbox.models import Message
from outbox.services.sending import send_due
from progress.services.requests import ask_now, queue_requests
from progress.services.updates import add_progress
from tests import factories
from tests.browser.portal import free_port
from tests.monitoring.factories import MonitoringDecisionFactory
from tests.progress.asking import ASKED_ON, DAY, MEETS_ON, NINE, at, meeting_of, owner, recommend, study


@pytest.fixture(autouse=True)
def tuesday():
    with time_machine.travel(NINE, tick=False) as traveller:
        yield traveller


@pytest.fixture
def group(ppb):
    return study(ppb)


@pytest.fixture
def meeting(ppb):
    return meeting_of(ppb)


@pytest.fixture
def college(partnership):
    return owner(partnership, "College", "cat")


@pytest.fixture
def asked(group, meeting, college):
    made = [
        recommend(group, 1, college, title="Annual report"),
        recommend(group, 2, college, title="Joint meetings"),
    ]
    queue_requests(at=at(ASKED_ON))
    return made


def send(moment=NINE):
    send_due(now=lambda: moment)


def state():
    return Message.objects.values_list("state", "last_error").get()


def test_mail_says_what_is_asked_by_when_and_leads_to_one_page(asked):
    send()
    (letter,) = mail.outbox
    assert letter.subject == "How far are two recommendations? Please answer by 29 December 2026"
    text, html = letter.body, letter.alternatives[0].content
    for words in ("1. Annual report", "2. Joint meetings", "/halton/links/progress/", "as College", "12 January 2027"):
        assert words in text
    for words in ("Annual report", "/halton/links/progress/", "Why you get this email: answers for College."):
        assert words in html


def test_link_in_the_mail_opens_the_page(asked, client):
    send()
    address = next(line for line in mail.outbox[0].body.splitlines() if "/links/progress/" in line)
    page = client.get(address[address.index("/halton/") :], secure=True)
    assert "How far are these recommendations?" in page.content.decode()


def test_what_was_answered_before_the_mail_goes_is_left_out(asked, officer):
    add_progress(
        recommendation=asked[0],
        text="Printed",
        status="implemented",
        reported_on=ASKED_ON,
        reported_by="College",
        by=officer,
        at=NINE,
    )
    send()
    assert mail.outbox[0].subject.startswith("How far is one recommendation?")
    assert "Annual report" not in mail.outbox[0].body


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("answered", "College has answered, or nothing is wanted any more."),
        ("closed", "College has answered, or nothing is wanted any more."),
        ("cancelled", "The meeting was cancelled."),
        ("been", "The meeting has been."),
        ("left", "Cat does not answer for College any more."),
        ("reminded", "A later email asks for the same."),
    ],
)
def test_mail_that_is_not_wanted_any_more_does_not_go(what, reason, asked, meeting, college, officer):
    cat = college.organisation.people.get()
    if what == "answered":
        meeting.progress_requests.update(answered_at=NINE)
    elif what == "closed":
        for one in asked:
            MonitoringDecisionFactory(recommendation=one)
    elif what == "cancelled":
        meeting.status = "cancelled"
        meeting.save()
    elif what == "left":
        cat.organisation = None
        cat.save()
    elif what == "reminded":
        factories_reminder(meeting, college, cat)
    send(at(MEETS_ON) if what == "been" else NINE)
    assert Message.objects.order_by("pk").values_list("state", "last_error").first() == ("dropped", reason)


def factories_reminder(meeting, college, cat):
    """A reminder that was queued while the mail server was away."""
    first = Message.objects.get()
    Message.objects.create(
        **{field: getattr(first, field) for field in ("partnership", "kind", "about", "name", "email", "reason")},
        person=cat,
        key="remind",
        extra={"owner": college.pk, "is_reminder": True},
        subject="Reminder",
        message_id="<later@example.org>",
        queued_at=NINE + timedelta(hours=1),
        next_attempt_at=NINE + timedelta(days=9),
    )


class Keeper:
    def __init__(self):
        self.kept = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  (aiosmtpd's name)
        self.kept.append(message_from_bytes(envelope.content, policy=default_policy))
        return "250 Accepted"


def test_request_goes_over_smtp_as_text_and_html_that_cannot_be_unsubscribed_from(asked, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    keeper = Keeper()
    controller = Controller(keeper, hostname="127.0.0.1", port=settings.EMAIL_PORT)
    controller.start()
    try:
        send()
    finally:
        controller.stop()
    (received,) = keeper.kept
    assert (received["To"], received["Auto-Submitted"], received["List-Unsubscribe"]) == (
        "cat@example.org",
        "auto-generated",
        None,
    )
    parts = {part.get_content_type(): part.get_content() for part in received.walk() if not part.is_multipart()}
    assert sorted(parts) == ["text/html", "text/plain"]
    assert all("/halton/links/progress/" in part for part in parts.values())
    assert state() == ("sent", "")


# The office's page


def page(client):
    answer = client.get(reverse("progress:requests", args=["halton"]))
    return answer, " ".join(answer.content.decode().split())


def test_office_sees_who_was_asked_who_answered_and_who_cannot_be_reached(
    asked, group, meeting, partnership, client_for, officer
):
    empty = owner(partnership, "Empty Ltd")
    recommend(group, 3, empty, title="Unasked")
    meeting.progress_requests.filter(recommendation=asked[0]).update(answered_at=NINE)
    answer, words = page(client_for(officer))
    (board,) = answer.context["boards"]
    assert [(one.owner.name, one.state[0]) for one in board.owners] == [
        ("College", "answered in part"),
        ("Empty Ltd", "not asked yet"),
    ]
    assert "Answered 1 December 2026" in words
    assert f"/halton/recommendations/{asked[1].pk}/progress/add/?owner={asked[1].owners.get().code}" in words
    assert f"/halton/scrutiny/owners/{empty.pk}/edit/" in words


def test_officer_asks_and_reminds_after_seeing_exactly_who_gets_it(
    group, meeting, college, client_for, officer, tuesday
):
    recommend(group, 1, college)
    for verb, first, later in (
        ("ask", "Ask 1 owner for progress", "There is nobody to write to"),
        ("remind", "Remind 1 owner", "Remind 1 owner"),
    ):
        client = client_for(officer)
        address = reverse(f"progress:requests_{verb}", args=["halton", meeting.pk])
        shown = client.get(address).content.decode()
        assert (first in shown, "Cat" in shown) == (True, True)
        assert "One email is on the way" in client.post(address, follow=True).content.decode()
        assert later in client.get(address).content.decode()
        assert "No email was sent" in client.post(address, follow=True).content.decode()
        tuesday.shift(DAY)
    assert Message.objects.count() == 2


def test_officer_is_told_how_many_mails_are_on_the_way(group, meeting, partnership, client_for, officer, tuesday):
    recommend(group, 1, owner(partnership, "Council", "ann", "ben"))
    address = reverse("progress:requests_ask", args=["halton", meeting.pk])
    assert "2 emails are on the way" in client_for(officer).post(address, follow=True).text


def test_entering_for_an_owner_begins_with_its_name(asked, college, client_for, officer):
    address = reverse("progress:progress_add", args=["halton", asked[0].pk])
    assert 'value="College"' in client_for(officer).get(f"{address}?owner={college.code}").content.decode()


def test_office_page_explains_the_schedule_where_no_meeting_comes(client_for, officer, partnership):
    assert "No meeting is coming" in page(client_for(officer))[1]


@pytest.mark.parametrize("count", [1, 100])
def test_office_page_takes_the_same_queries_for_any_number(
    count, group, meeting, ppb, college, client_for, officer, django_assert_num_queries
):
    for number in range(1, count + 1):
        recommend(group, number, college)
    ask_now(meeting=meeting, by=officer, at=NINE)
    meeting_of(ppb, MEETS_ON + 40 * DAY)
    client = client_for(officer)
    with django_assert_num_queries(19):
        page(client)


def test_contact_with_a_long_name_of_owner_is_asked(group, meeting, partnership):
    contact = factories.PersonFactory(partnership=partnership, name="x" * 120)
    recommend(group, 1, factories.OwnerFactory(partnership=partnership, name="y" * 120, contact=contact))
    assert queue_requests(at=at(ASKED_ON)) == 1
