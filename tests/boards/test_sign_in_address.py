"""Name and sign-in address of an account are changed: the new address confirms, the old one can stop it."""

import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import default as default_policy

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.urls import reverse

from boards.services.sign_in_address import ask_for_address, change_name, pending_address
from core.acts import Refused
from core.models import AuditEvent, User
from invitations.models import Invitation
from outbox.models import MailPreference
from tests import factories
from tests.browser.portal import free_port
from tests.core.resetting import run_tasks
from tests.factories import PASSWORD
from tests.outbox.makers import MONDAY_NOON, message, preference

NEW = "new.address@example.org"


class Mailboxes:
    def __init__(self):
        self.kept = {}

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  (aiosmtpd's name)
        kept = message_from_bytes(envelope.content, policy=default_policy)
        self.kept[envelope.rcpt_tos[0]] = kept["Subject"], kept.get_body().get_content()
        return "250 Accepted"


@pytest.fixture
def mailboxes(settings):
    """What a real mail server was handed, by address."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    keeper = Mailboxes()
    controller = Controller(keeper, hostname="127.0.0.1", port=settings.EMAIL_PORT)
    controller.start()
    yield keeper.kept
    controller.stop()


@pytest.fixture(autouse=True)
def monday_noon():
    with time_machine.travel(MONDAY_NOON, tick=False):
        yield


@pytest.fixture
def person(world):
    return factories.PersonFactory(
        partnership=world.partnership, name=world.member.name, email=world.member.email, user=world.member
    )


@pytest.fixture
def client(client_for, member):
    """Somebody who has just entered their password."""
    client = client_for(member)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def asked(client, email=NEW):
    with_tasks = client.post(reverse("account_email"), {"email": email})
    run_tasks()
    return with_tasks


def path_in(text):
    return re.search(r"://[^/\s]+(/account/\S+-email/\S+)", text).group(1)


def events(*fields):
    return list(AuditEvent.objects.filter(verb__contains="address").order_by("pk").values_list(*fields))


@pytest.mark.django_db(transaction=True)
def test_address_changes_when_the_new_one_confirms_it(world, client, client_for, person, mailboxes):
    old = world.member.email
    preference(world.partnership, old, "daily")
    waits = message(world.partnership, email=old)
    sent = message(world.partnership, email=old, state="sent", sent_at=MONDAY_NOON)
    planned = factories.MeetingFactory(
        body=world.board, held_on=MONDAY_NOON.date() + timedelta(days=9), status="planned"
    )
    invitation = Invitation.objects.create(meeting=planned, person=person, name=person.name, email=old)
    asked(client)
    assert {address: subject for address, (subject, _) in mailboxes.items()} == {
        NEW: "Confirm your new email address",
        old: "Your email address for signing in is about to change",
    }
    assert "until 26 November 2026" in mailboxes[NEW][1]
    assert User.objects.get(pk=world.member.pk).email == old
    link, reader = path_in(mailboxes[NEW][1]), client_for(None)
    assert "Confirm your new email address?" in reader.get(link).text
    assert User.objects.get(pk=world.member.pk).email == old
    assert f"From now on you sign in with {NEW}" in reader.post(link).text
    for one in (world.member, person, waits, sent, invitation):
        one.refresh_from_db()
    assert [world.member.email, person.email, waits.email, invitation.email, sent.email] == [NEW] * 4 + [old]
    assert MailPreference.objects.get().email == NEW
    assert "This link no longer works" in reader.post(link).text
    assert "This link no longer works" in reader.get(path_in(mailboxes[old][1])).text
    assert events("verb", "made_by", "details") == [
        ("account.address_asked", world.member.pk, {"before": old, "after": NEW}),
        ("account.address_changed", world.member.pk, {"before": old, "after": NEW}),
    ]
    assert client_for(None).post(reverse("account_login"), {"login": NEW, "password": PASSWORD}).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_old_address_stops_the_change(world, client, client_for, mailboxes):
    asked(client)
    reader = client_for(None)
    assert "The change is stopped" in reader.post(path_in(mailboxes[world.member.email][1])).text
    assert "This link no longer works" in reader.post(path_in(mailboxes[NEW][1])).text
    assert pending_address(world.member) is None
    assert events("verb", "made_by")[1:] == [("account.address_stopped", None)]


@pytest.mark.django_db(transaction=True)
def test_link_lasts_three_days_and_a_later_one_takes_its_place(world, client, client_for, mailboxes):
    asked(client)
    first = path_in(mailboxes[NEW][1])
    asked(client, "later@example.org")
    reader = client_for(None)
    assert "This link no longer works" in reader.get(first).text
    with time_machine.travel(MONDAY_NOON + timedelta(days=3, minutes=1), tick=False):
        assert "This link no longer works" in reader.get(path_in(mailboxes["later@example.org"][1])).text


@pytest.mark.django_db(transaction=True)
def test_address_of_another_account_is_told_to_nobody_but_its_reader(world, client, client_for, mailboxes):
    assert asked(client, world.officer.email).status_code == 302
    answer = client_for(None).post(path_in(mailboxes[world.officer.email][1]))
    assert "Another account has this email address" in answer.text
    assert User.objects.get(pk=world.member.pk).email == world.member.email


@pytest.mark.django_db(transaction=True)
def test_admin_begins_it_for_somebody(world, client_for, mailboxes):
    url = reverse("boards:change_address", args=["halton", world.member.pk])
    client_for(world.admin).post(url, {"email": NEW, "reason": "New employer"})
    run_tasks()
    assert f"{world.admin} asked us to change" in mailboxes[NEW][1]
    assert events("made_by", "details") == [
        (world.admin.pk, {"before": world.member.email, "after": NEW, "reason": "New employer"})
    ]


def test_account_of_another_partnership_is_not_changed(world, client_for):
    factories.RoleGrantFactory(user=world.member, partnership=world.elsewhere)
    url = reverse("boards:change_address", args=["halton", world.member.pk])
    client_for(world.admin).post(url, {"email": NEW, "reason": "New employer"})
    assert pending_address(world.member) is None


def test_browser_that_was_left_open_is_asked_for_the_password(client_for, member):
    client = client_for(member)
    answer = client.post(reverse("account_email"), {"email": NEW})
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert pending_address(member) is None
    client.post(answer["Location"], {"password": PASSWORD})
    assert pending_address(member).email == NEW


def test_change_is_stopped_on_the_page(client, member):
    client.post(reverse("account_email"), {"email": NEW})
    assert NEW in client.get(reverse("account_email")).text
    client.post(reverse("account_email"), {"stop": "1"})
    assert pending_address(member) is None


def test_address_that_is_theirs_already_is_refused(member, officer):
    for by in (member, officer):
        with pytest.raises(Refused):
            ask_for_address(user=member, email=member.email.upper(), by=by)


def test_name_is_changed_with_the_persons(client, member, person):
    client.post(reverse("account_name"), {"name": "Another Name"})
    person.refresh_from_db()
    assert (User.objects.get(pk=member.pk).name, person.name) == ("Another Name", "Another Name")
    [event] = AuditEvent.objects.filter(verb="account.name_changed")
    assert event.details == {"before": member.name, "after": "Another Name"}
    change_name(user=member, name="Another Name", by=member)
    assert AuditEvent.objects.filter(verb="account.name_changed").count() == 1
