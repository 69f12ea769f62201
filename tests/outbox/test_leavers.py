"""Asked again at the moment of sending: the row may be hours old, and its reader may have left since."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from core.asks import make_token
from core.models import User
from outbox.models import MailPreference
from outbox.services.digests import gather_digests
from outbox.services.sending import send_due
from tests import factories
from tests.outbox.makers import MONDAY_NOON, message, told

LEFT = ("dropped", "A Member has left.")
OFF = ("dropped", "The account of A Member is switched off.")


@pytest.fixture
def reader(partnership):
    user = factories.UserFactory(email="reader@example.org", name="A Member")
    factories.RoleGrantFactory(user=user, partnership=partnership, role="member")
    return factories.PersonFactory(partnership=partnership, name="A Member", email="reader@example.org", user=user)


@pytest.fixture(params=[LEFT, OFF], ids=["role ended", "account off"])
def leave(request, reader):
    def now():
        user = User.objects.filter(pk=reader.user_id)
        if request.param == OFF:
            user.update(is_active=False)
        else:
            user.get().role_grants.update(ends_on=date(2026, 11, 22))
        return request.param

    return now


def waiting(partnership, reader, **given):
    return message(partnership, person=reader, name=reader.name, email=reader.email, **given)


@pytest.mark.parametrize("kind", ["duty", "news", "minutes"])
def test_message_of_any_kind_is_dropped_once_its_reader_has_left(partnership, reader, leave, kind):
    waiting(partnership, reader, kind=kind)
    outcome = leave()

    assert send_due(now=lambda: MONDAY_NOON) == 0
    assert (told("state", "last_error"), mail.outbox) == ([outcome], [])


def test_digest_of_a_leaver_is_dropped_with_what_it_carries(partnership, reader, leave):
    waiting(partnership, reader, kind="news", state="held")
    assert gather_digests(at=MONDAY_NOON) == 1
    outcome = leave()

    assert send_due(now=lambda: MONDAY_NOON) == 0
    assert told("state", "last_error")[0] == outcome
    assert (told("state"), mail.outbox) == (["dropped", "dropped"], [])


def test_someone_whose_account_is_off_gets_nothing_though_no_person_is_on_record(partnership, member):
    message(partnership, name="A Member", email=member.email)
    User.objects.filter(pk=member.pk).update(is_active=False)
    send_due(now=lambda: MONDAY_NOON)
    assert told("state", "last_error") == [OFF]


def test_preferences_link_of_a_leaver_says_so_and_keeps_nothing(partnership, reader, leave, client_for):
    one = waiting(partnership, reader, kind="news")
    leave()
    client = client_for(None)
    with time_machine.travel(MONDAY_NOON + timedelta(minutes=1), tick=False):
        token = make_token("mail", one.pk)
        choose, stop = (reverse(f"outbox:{name}_by_link", args=["halton", token]) for name in ("preferences", "stop"))
        for answer in (client.get(choose), client.post(choose, {"rhythm": "daily"}), client.get(stop)):
            assert answer.status_code == 410
            assert "You get no more email from us" in answer.text
        assert MailPreference.objects.count() == 0
        # One who unsubscribes by one click in a mail program is heard all the same.
        assert client.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 302
    assert MailPreference.objects.get().stopped == ["news"]
