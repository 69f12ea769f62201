"""Who is given a role gets a mail from the office: which partnership and role, who gave it, and what to do."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from boards.choices import Role
from boards.services.partnership import add_partnership
from boards.services.roles import grant_role
from core.models import AuditEvent, User
from outbox.models import SentCopy
from outbox.services.sending import send_due
from tests import factories
from tests.outbox.makers import MONDAY_NOON, told
from tests.reading import joined

TODAY = MONDAY_NOON.date()


@pytest.fixture(autouse=True)
def monday_noon():
    with time_machine.travel(MONDAY_NOON, tick=False):
        yield


@pytest.fixture(autouse=True)
def public_address(settings):
    settings.BASE_URL = "https://portal.example.org"


def give(world, role=Role.MEMBER, email="new.person@example.org", **given):
    known = {"partnership": world.partnership, "name": "New Person", "by": world.admin, "on": TODAY}
    known["ppb"] = world.ppb if role == Role.PPB_MEMBER else None
    return grant_role(role=role, email=email, **(known | given)).grant


def sent(at=MONDAY_NOON):
    send_due(now=lambda: at)
    (message,) = mail.outbox
    mail.outbox.clear()
    return message


def parts(message):
    return message.body, joined(message.alternatives[0].content)


def test_new_person_reads_who_gave_what_and_how_to_set_a_password(world):
    world.partnership.office_email = "office@example.org"
    world.partnership.save()
    give(world, Role.PPB_MEMBER)

    message = sent()
    assert (message.subject, message.to) == (
        "Set up your Halton Strategic Partnership account",
        ["new.person@example.org"],
    )
    for part in parts(message):
        for words in (
            "Dear New Person",
            "Partnership Admin has given you an account on the Halton Strategic Partnership portal, as a PPB member.",
            "You will get a summary by email after each meeting and can follow recommendations.",
            "https://portal.example.org/account/password/reset/key/",
            "until 26 November 2026, midday",
            "https://portal.example.org/account/password/reset/",
            "office@example.org",
        ):
            assert words in part
        assert "Somebody" not in part


@pytest.mark.parametrize(
    ("role", "as_a"),
    [(Role.PPB_MEMBER, "a PPB member"), (Role.OFFICER, "an officer"), (Role.ADMIN, "an admin")],
)
def test_someone_with_an_account_reads_where_to_sign_in(world, role, as_a):
    give(world, role, email=world.member.email)
    message = sent()
    assert message.subject == f"You are now {as_a} of Halton Strategic Partnership"
    for part in parts(message):
        assert f"Partnership Admin has made you {as_a} on the Halton Strategic Partnership portal." in part
        assert "https://portal.example.org/account/login/" in part
        assert "/password/reset/key/" not in part


def test_first_admin_of_a_new_partnership_is_told_too(db):
    add_partnership(
        slug="newtown",
        name="Newtown Partnership",
        admin_email="first@example.org",
        admin_name="First Admin",
        nation="scotland",
        on=TODAY,
    )
    assert "The partnership office has given you an account on the Newtown Partnership portal, as an admin." in (
        sent().body
    )


def test_person_with_roles_elsewhere_gets_no_link_that_others_could_use(world):
    """The admin of one partnership reads the mail, and must not get into what its reader does in another."""
    give(world)
    give(world, partnership=world.elsewhere, by=None)
    send_due(now=lambda: MONDAY_NOON)
    assert len(mail.outbox) == 2
    for message in mail.outbox:
        for part in parts(message):
            assert "/password/reset/key/" not in part
            assert "https://portal.example.org/account/password/reset/" in part


def test_role_that_was_withdrawn_or_whose_holder_is_off_is_not_told_of(world):
    give(world).delete()
    give(world, email="off@example.org")
    User.objects.filter(email="off@example.org").update(is_active=False)
    assert send_due(now=lambda: MONDAY_NOON) == 0
    assert told("state", "last_error") == [
        ("dropped", "New Person does not have the role any more."),
        ("dropped", "The account of New Person is switched off."),
    ]


def test_no_copy_is_kept_of_a_link_that_sets_a_password(world, client_for):
    grant = give(world)
    sent()
    assert SentCopy.objects.count() == 0
    message = grant.partnership.messages.get()
    url = reverse("outbox:read", args=["halton", message.pk])
    assert client_for(world.officer).get(url).status_code == 403
    assert "/account/password/reset/key/" in client_for(world.admin).get(url).text


def test_admin_sends_it_again_with_a_fresh_link(world, client_for):
    grant = give(world)
    first = sent()
    client, url = client_for(world.admin), reverse("outbox:role_again", args=["halton", grant.pk])
    assert "says how to set a password, with a new link" in client.get(url).text
    later = MONDAY_NOON + timedelta(days=5)
    with time_machine.travel(later, tick=False):
        client = client_for(world.admin)
        assert "The email about the role will be sent to New Person again." in client.post(url, follow=True).text
        assert "is on its way to New Person already" in client.post(url, follow=True).text
        again = sent(later)
    assert (again.subject, again.to) == (first.subject, first.to)
    assert "until 1 December 2026, midday" in again.body
    assert first.body.split("/key/")[1].split()[0] != again.body.split("/key/")[1].split()[0]
    assert AuditEvent.objects.get(verb="role.emailed").details == {"to": "new.person@example.org"}


def test_role_of_another_partnership_or_an_ended_one_is_not_told_of_again(world, client_for):
    client = client_for(world.admin)
    theirs = world.outsider.role_grants.get()
    ended = factories.RoleGrantFactory(partnership=world.partnership, ends_on=TODAY - timedelta(days=1))
    for grant in (theirs, ended):
        assert client.post(reverse("outbox:role_again", args=["halton", grant.pk])).status_code == 404
    assert told("kind") == []


def test_list_of_roles_leads_to_the_mail(world, client_for):
    page = client_for(world.admin).get(reverse("boards:roles", args=["halton"])).text
    grant = world.member.role_grants.get()
    assert reverse("outbox:role_again", args=["halton", grant.pk]) in page
