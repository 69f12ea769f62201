"""Wrong passwords and codes: who has to wait, and who never has to."""

import re
from http.cookies import SimpleCookie

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.management import CommandError, call_command
from django.urls import reverse

from core import known_browsers, throttle
from core.models import User
from tests.core.resetting import mailed_link
from tests.factories import PASSWORD

WRONG = "Your email address or password is not correct. Try again"
WAIT = "Too many attempts. Try again in {}, or reset your password to sign in now"
OFFICER = "partnership.officer@example.org"
ELSEWHERE = "192.0.2.77"


def message(client, email=OFFICER, password="a wrong guess", address="192.0.2.1"):
    """What sign-in answers: that the person is in, or why not."""
    answer = client.post(reverse("account_login"), {"login": email, "password": password}, REMOTE_ADDR=address)
    return "in" if answer.status_code == 302 else " ".join(answer.context["form"].non_field_errors())


@pytest.fixture
def stranger(client_for):
    return client_for(None)


@pytest.fixture
def small_network(monkeypatch):
    """A network address that is full after twelve wrong tries, to spare the test a hundred."""
    assert throttle.NETWORK_ADDRESS == "100/1h/ip"
    monkeypatch.setattr(throttle, "NETWORK_ADDRESS", "12/1h/ip")


def known_browser_of(client_for, email):
    """A browser in which the person has signed in, and out again."""
    client = client_for(None)
    assert message(client, email=email, password=PASSWORD) == "in"
    client.post(reverse("account_logout"))
    return client


def test_fifty_guesses_at_an_account_do_not_stop_its_own_browser(world, client_for, stranger):
    own = known_browser_of(client_for, OFFICER)
    answers = [message(stranger, address=ELSEWHERE) for _ in range(50)]
    assert answers == [WRONG] * 5 + [WAIT.format("15 minutes")] * 45
    assert message(own, password=PASSWORD) == "in"


def test_guesses_from_the_same_network_address_do_not_stop_a_known_browser(world, client_for, stranger, small_network):
    own = known_browser_of(client_for, OFFICER)
    for number in range(13):
        message(stranger, email=f"somebody{number}@example.org")
    assert message(stranger, email="another@example.org") == WAIT.format("60 minutes")
    assert message(own, password=PASSWORD) == "in"


def test_council_behind_one_address_signs_in_and_mistypes_as_it_likes(world, client_for, stranger, small_network):
    answers = [message(client_for(None), password=PASSWORD) for _ in range(15)]
    answers += [message(stranger, email=f"colleague{number}@example.org") for number in range(11)]
    assert answers == ["in"] * 15 + [WRONG] * 11
    assert message(client_for(None), password=PASSWORD) == "in"


def test_unknown_browser_waits_with_the_right_password_too_and_is_told_how_long(world, stranger):
    with time_machine.travel("2026-11-23 10:00:00Z", tick=False) as clock:
        for _ in range(5):
            message(stranger)
        clock.shift(150)
        assert message(stranger, password=PASSWORD) == WAIT.format("13 minutes")
        clock.shift(11.9 * 60)
        assert message(stranger, password=PASSWORD) == WAIT.format("1 minute")
        clock.shift(60)
        assert message(stranger, password=PASSWORD) == "in"


def test_link_in_the_mail_lets_the_owner_in_while_the_guessing_goes_on(world, client_for, stranger):
    own = client_for(None)
    for _ in range(8):
        message(stranger, address=ELSEWHERE)
    assert message(own, password=PASSWORD) == WAIT.format("15 minutes")
    own.post(reverse("account_reset_password"), {"email": OFFICER})
    page = own.get(mailed_link(), follow=True).redirect_chain[-1][0]
    new = "three random words"
    own.post(page, {"password1": new, "password2": new})
    assert message(client_for(None), password=new) == "in"  # the count has begun anew for other browsers
    for _ in range(8):
        message(stranger, address=ELSEWHERE)
    assert message(client_for(None), password=new) == WAIT.format("15 minutes")
    assert message(own, password=new) == "in"


def test_known_browser_waits_after_ten_wrong_tries_of_its_own(world, client_for):
    own = known_browser_of(client_for, OFFICER)
    assert [message(own) for _ in range(11)] == [WRONG] * 10 + [WAIT.format("15 minutes")]


def test_browser_known_to_one_account_is_a_stranger_to_another(world, client_for):
    own = known_browser_of(client_for, "partner.member@example.org")
    assert [message(own) for _ in range(6)] == [WRONG] * 5 + [WAIT.format("15 minutes")]


def test_shared_computer_is_known_to_all_who_sign_in_there(world, client_for, stranger):
    shared = known_browser_of(client_for, OFFICER)
    assert message(shared, email="partner.member@example.org", password=PASSWORD) == "in"
    shared.post(reverse("account_logout"))
    for email in (OFFICER, "partner.member@example.org"):
        for _ in range(6):
            message(stranger, email=email, address=ELSEWHERE)
        assert message(shared, email=email, password=PASSWORD) == "in"
        shared.post(reverse("account_logout"))


@pytest.mark.parametrize("forged", ["", "nonsense", "WyJhIiwgWyJiIl1d:1aaaaa:signature"])
def test_cookie_that_we_did_not_sign_makes_nobody_known(world, stranger, forged):
    stranger.cookies = SimpleCookie({known_browsers.COOKIE: forged})
    assert [message(stranger) for _ in range(6)] == [WRONG] * 5 + [WAIT.format("15 minutes")]


def test_wrong_password_makes_no_browser_known(world, stranger):
    message(stranger)
    assert known_browsers.COOKIE not in stranger.cookies


def test_cookie_names_nobody_and_no_script_reads_it(world, client_for, settings):
    settings.SESSION_COOKIE_SECURE = True
    cookie = known_browser_of(client_for, OFFICER).cookies[known_browsers.COOKIE]
    attributes = {name: cookie[name] for name in ("httponly", "secure", "samesite", "path", "max-age")}
    assert attributes == {
        "httponly": True,
        "secure": True,
        "samesite": "Lax",
        "path": "/account/",
        "max-age": 60 * 60 * 24 * 365,
    }
    assert "officer" not in known_browsers.signing.b64_decode(cookie.value.split(":")[0].encode()).decode(
        errors="ignore"
    )


def test_unknown_address_is_answered_as_a_known_one_is(world, client_for):
    User.objects.create_user("without.password@example.org", name="Without Password")
    emails = [OFFICER, "nobody@example.org", "without.password@example.org", " NOBODY.else@example.org"]
    answers = [[message(client_for(None), email=email) for _ in range(7)] for email in emails]
    assert answers == [[WRONG] * 5 + [WAIT.format("15 minutes")] * 2] * 4


class CountingHasher(MD5PasswordHasher):
    algorithm = "counting"
    hashed = 0

    def encode(self, password, salt):
        type(self).hashed += 1
        return super().encode(password, salt)


def test_unknown_address_takes_as_long_as_a_known_one(world, client_for, settings):
    settings.PASSWORD_HASHERS = ["tests.core.test_throttle.CountingHasher"]
    world.officer.set_password(PASSWORD)
    world.officer.save()
    User.objects.create_user("without.password@example.org", name="Without Password")
    work = {}
    for email in (OFFICER, "nobody@example.org", "without.password@example.org"):
        CountingHasher.hashed = 0
        message(client_for(None), email=email)
        work[email] = CountingHasher.hashed
    assert len(set(work.values())) == 1, work
    assert work[OFFICER] > 0


def with_two_steps(user):
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    return RecoveryCodes.activate(user).get_unused_codes()


def try_code(client, code="000000x"):
    answer = client.post(reverse("mfa_authenticate"), {"code": code})
    return "in" if answer.status_code == 302 else " ".join(answer.context["form"].errors["code"])


def test_second_step_is_throttled_and_a_known_browser_still_passes(world, client_for, stranger):
    own = known_browser_of(client_for, OFFICER)
    codes = with_two_steps(world.officer)
    assert [message(client, password=PASSWORD) for client in (stranger, own)] == ["in", "in"]  # to the second step
    answers = [try_code(stranger) for _ in range(7)]
    assert answers == ["Incorrect code."] * 5 + ["Too many attempts. Try again in 15 minutes"] * 2
    assert try_code(stranger, codes[0]) == "Too many attempts. Try again in 15 minutes"
    assert try_code(own, codes[1]) == "in"
    assert own.get(reverse("office:today", args=["halton"])).status_code == 200


def test_right_codes_are_not_counted(world, client_for):
    codes = with_two_steps(world.officer)
    for code in codes[:8]:
        client = client_for(None)
        message(client, password=PASSWORD)
        assert try_code(client, code) == "in"


def test_confirming_the_password_is_throttled_by_the_account(world, client_for):
    client = client_for(world.officer)
    for _ in range(9):
        client.post(reverse("account_reauthenticate"), {"password": "wrong"})
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302


def test_operator_lets_somebody_try_again(world, client_for, stranger, capsys):
    for _ in range(6):
        message(stranger)
    call_command("release_sign_in", " Partnership.OFFICER@example.org")
    assert capsys.readouterr().out == "partnership.officer@example.org can try again now.\n"
    assert message(stranger, password=PASSWORD) == "in"


def test_operator_releases_a_network_address(world, client_for, stranger, small_network):
    for number in range(12):
        message(stranger, email=f"somebody{number}@example.org")
    assert message(stranger, password=PASSWORD) == WAIT.format("60 minutes")
    call_command("release_sign_in", OFFICER, network="192.0.2.1")
    assert message(stranger, password=PASSWORD) == "in"


@pytest.mark.parametrize(
    ("email", "network", "words"),
    [
        ("nobody@example.org", None, "There is no account for nobody@example.org."),
        (OFFICER, "the hall", "the hall is not a network address, such as 192.0.2.1."),
    ],
)
def test_operator_is_told_what_is_wrong(world, email, network, words):
    with pytest.raises(CommandError, match=re.escape(words)):
        call_command("release_sign_in", email, network=network)
